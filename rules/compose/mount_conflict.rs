//! Two mounts at one path: only the last is there.

use std::collections::HashMap;

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MountConflict;

impl Rule for MountConflict {
    fn check_app(&self, app: &App, cx: &mut Context) {
        // Merging leaves one of them, so each file is asked.
        for service in app.files().iter().flat_map(|file| &file.services) {
            let mut seen: HashMap<String, Span> = HashMap::new();
            for mount in &service.volumes {
                let Some(target) = mount.target.as_ref().filter(|target| !target.is_interpolated()) else {
                    continue;
                };
                let path = target.value.trim_end_matches('/');
                let Some(first) = seen.insert(path.to_owned(), mount.span) else { continue };
                let message = format!("two mounts at `{path}`");
                cx.report(mount.span, message)
                    .here("this mount is used")
                    .label(first, "this mount is silently dropped")
                    .help("keep one of them, or give one another path");
            }
        }
    }
}
