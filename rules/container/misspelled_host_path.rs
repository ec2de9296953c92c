//! A path of the host that is spelled almost like a file that most hosts have.

use plimsoll_linter::prelude::*;
use project::host_paths;

#[derive(Default)]
pub(crate) struct MisspelledHostPath;

impl Rule for MisspelledHostPath {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        for mount in &container.service.volumes {
            let found = host_paths::misspelled_path(mount);
            let (Some((meant, written)), Some(source)) = (found, &mount.source) else { continue };
            let finding = cx.report(source.span, format!("`{written}` is probably a misspelling"));
            finding
                .here("if this path does not exist, the engine creates a directory and mounts it")
                .help(format!("did you mean `{meant}`?"));
            if source.value == written && !source.is_interpolated() {
                finding.fix(Fix::risky(format!("write `{meant}`")).replace(source.span, meant));
            }
        }
    }
}
