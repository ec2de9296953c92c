//! A relative WORKDIR that goes on from another.

use dockerfile::Workdir;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ChainedWorkdir;

impl Rule for ChainedWorkdir {
    fn check_workdir(&self, workdir: &Workdir, cx: &mut Context) {
        let at = cx.index();
        let Some(stage) = cx.stage().filter(|stage| stage.has_workdir_at(at)) else { return };
        let Some(path) = cx.expand(&workdir.path) else { return };
        let of_windows = path.contains('\\') || path.get(1..2) == Some(":");
        if path.starts_with('/') || of_windows {
            return;
        }
        let before = stage.workdir_at(at);
        let finding = cx
            .report(workdir.path.text.span, format!("`{path}` is relative to the previous `WORKDIR`"))
            .here("changing the `WORKDIR` above also changes this path")
            .help("write an absolute path");
        if let Some(set_at) = before.set_at() {
            finding.label(set_at, "relative to this path");
        }
        let whole = stage.workdir_at(at + 1).get();
        if let Some(whole) = whole.filter(|_| before.is_known() && workdir.path.text.raw == path) {
            let fix = Fix::safe(format!("write `{whole}`")).replace(workdir.path.text.span, whole);
            finding.help(format!("write `{whole}`")).fix(fix);
        }
    }
}
