//! Two mounts at one path: only the last is there.

use std::collections::HashMap;

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MountConflict;

impl Rule for MountConflict {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // Merging leaves one of them, so each file is asked.
        for service in app.files().iter().flat_map(|file| &file.services) {
            check(service, cx);
        }
    }

    fn check_container(&self, container: &Container, cx: &mut Context) {
        if container.line().is_some() {
            check(container.service, cx);
        }
    }
}

fn check(service: &compose::Service, cx: &mut Context) {
    let mut seen: HashMap<String, Span> = HashMap::new();
    for mount in service.volumes.iter().filter(|mount| !mount.is_refused) {
        let Some(target) = mount.target.as_ref().filter(|target| !target.is_interpolated()) else {
            continue;
        };
        let path = target.value.trim_end_matches('/');
        let Some(first) = seen.insert(path.to_owned(), mount.span) else { continue };
        let message = format!("two mounts share the target `{path}`");
        cx.report(mount.span, message)
            .here("this mount is used")
            .label(first, "this mount is silently dropped")
            .help("remove one of the mounts, or use a different target");
    }
}
