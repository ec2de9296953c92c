//! A path of the host that may not be mounted.

use compose::MountKind;
use plimsoll_linter::prelude::*;
use project::Wildcards;
use serde::Deserialize;

/// Nothing is reported until something is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnapprovedMount {
    allow: Option<Paths>,
    deny: Paths,
    read_only: Paths,
}

/// Patterns for paths. One that means all that is in a folder means the folder, too.
#[derive(Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
struct Paths {
    written: Vec<String>,
    /// Two for each.
    all: Wildcards,
}

impl TryFrom<Vec<String>> for Paths {
    type Error = String;

    fn try_from(written: Vec<String>) -> Result<Paths, String> {
        let both = written.iter().flat_map(|path| [path.as_str(), path.strip_suffix("/**").unwrap_or(path)]);
        let all = Wildcards::new(both).ok_or_else(project::too_many_stars)?;
        Ok(Paths { written, all })
    }
}

impl Paths {
    /// The first pattern that means a path.
    fn find(&self, path: &str) -> Option<&String> {
        self.written.get(self.all.find(path)? / 2)
    }
}

impl Rule for UnapprovedMount {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let title = container.title();
        for mount in service.volumes.iter().filter(|mount| mount.kind == MountKind::Bind) {
            let Some(source) = &mount.source else { continue };
            let Some(path) = project::resolve(source).get() else { continue };
            if let Some(pattern) = self.deny.find(&path) {
                cx.report(source.span, format!("{title} mounts `{path}`, which is forbidden"))
                    .here(format!("forbidden by `{pattern}`"))
                    .help("copy the files that the service needs into its image, or use a volume");
            } else if self.allow.as_ref().is_some_and(|allow| allow.find(&path).is_none()) {
                cx.report(source.span, format!("{title} mounts `{path}`, which is not approved"))
                    .here("not an approved path")
                    .help("use a volume, or get this path approved");
            } else if self.read_only.find(&path).is_some() && !is_or_may_be_read_only(mount) {
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
