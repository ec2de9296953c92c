//! A path of the host that may not be mounted.

use compose::MountKind;
use plimsoll_linter::prelude::*;
use project::wildcard;
use serde::Deserialize;

/// Nothing is reported until something is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnapprovedMount {
    allow: Option<Vec<String>>,
    deny: Vec<String>,
    read_only: Vec<String>,
}

impl Rule for UnapprovedMount {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let title = container.title();
        for mount in service.volumes.iter().filter(|mount| mount.kind == MountKind::Bind) {
            let Some(source) = &mount.source else { continue };
            let Some(path) = project::resolve(source).get() else { continue };
            let fits = |pattern: &&String| {
                wildcard(pattern, &path) || pattern.strip_suffix("/**").is_some_and(|folder| folder == path)
            };
            if let Some(pattern) = self.deny.iter().find(fits) {
                cx.report(source.span, format!("{title} mounts `{path}`, which is forbidden"))
                    .here(format!("forbidden by `{pattern}`"))
                    .help("copy the files that the service needs into its image, or use a volume");
            } else if self.allow.as_ref().is_some_and(|allow| !allow.iter().any(|pattern| fits(&pattern))) {
                cx.report(source.span, format!("{title} mounts `{path}`, which is not approved"))
                    .here("not an approved path")
                    .help("use a volume, or get this path approved");
            } else if self.read_only.iter().any(|pattern| fits(&pattern)) && !is_or_may_be_read_only(mount) {
                cx.report(source.span, format!("{title} can write to `{path}`, which must be read-only"))
                    .here("this mount is writable")
                    .help("append `:ro`");
            }
        }
    }
}

/// Whether the container may only read, or nobody knows.
fn is_or_may_be_read_only(mount: &compose::Mount) -> bool {
    mount.read_only.as_ref().is_some_and(|flag| !flag.is(false))
}
