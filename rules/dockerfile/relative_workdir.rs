//! A relative WORKDIR that no other comes before.

use dockerfile::Workdir;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RelativeWorkdir;

impl Rule for RelativeWorkdir {
    fn check_workdir(&self, workdir: &Workdir, cx: &mut Context) {
        let at = cx.index();
        if cx.stage().is_some_and(|stage| stage.has_workdir_at(at)) {
            return;
        }
        let Some(path) = cx.expand(&workdir.path) else { return };
        // A drive is a folder like any other on Linux, but only a known image is certain not to be for Windows.
        let of_windows = path.contains('\\') || path.get(1..2) == Some(":");
        let is_linux = cx.stage().is_some_and(|stage| !stage.is_windows() && stage.known_image().is_some());
        if path.starts_with('/') || (of_windows && !is_linux) {
            return;
        }
        let is_trigger = cx.is_trigger();
        let finding = cx
            .report(workdir.path.text.span, "this relative `WORKDIR` depends on the base image")
            .here(format!("`{path}` is relative to the base image's working directory"))
            .help("use an absolute path");
        if is_trigger {
            finding.answers_to(["hadolint:DL3000"]);
        } else if of_windows {
            finding.answers_to(["buildkit:WorkdirRelativePath"]);
        }
    }
}
