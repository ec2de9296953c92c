//! A volume, or a folder of the host, that several services write to.

use std::collections::HashMap;

use plimsoll_linter::prelude::*;
use project::host_paths;

#[derive(Default)]
pub(crate) struct SharedVolume;

impl Rule for SharedVolume {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        let mut writers: HashMap<&str, (&str, Span)> = HashMap::new();
        for service in app.services() {
            let writable = service.volumes.iter().filter(|mount| !mount.is_read_only());
            // Other rules speak of sockets and of the system's own files.
            let is_own = |mount: &&compose::Mount| {
                mount.kind == compose::MountKind::Bind
                    && host_paths::engine_socket(mount).is_none()
                    && mount
                        .source
                        .as_ref()
                        .is_some_and(|source| host_paths::system_path(source, false).is_none())
            };
            let named = writable.filter(|mount| mount.kind == compose::MountKind::Volume || is_own(mount));
            for source in
                named.filter_map(|mount| mount.source.as_ref()).filter(|source| !source.is_interpolated())
            {
                let (name, span) =
                    *writers.entry(&source.value).or_insert((&service.name.value, source.span));
                if name == service.name.value {
                    continue;
                }
                let message = format!(
                    "services `{name}` and `{}` can both write to `{}`",
                    service.name.value, source.value
                );
                cx.report(source.span, message)
                    .here("each service can change the other's files")
                    .label(span, "also mounted without `:ro` here")
                    .help("add `:ro` in services that only read the files");
            }
        }
    }
}
