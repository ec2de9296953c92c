//! A relative WORKDIR that no other comes before.

use dockerfile::{Kind, Workdir};
use plimsoll_linter::prelude::*;

/// How many instructions of other stages are compared: each stage may have such a path.
const MOST_LOOKED_AT: usize = 2_000;

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
        let is_minor = !of_windows && cx.stage().is_some_and(|stage| is_deliberate(&path, &stage, at));
        let finding = cx
            .report(workdir.path.text.span, "this relative `WORKDIR` depends on the base image")
            .here(format!("`{path}` is relative to the base image's working directory"))
            .help("use an absolute path");
        finding.is_minor = is_minor;
        if is_trigger {
            finding.answers_to(["hadolint:DL3000"]);
        } else if of_windows {
            finding.answers_to(["buildkit:WorkdirRelativePath"]);
        }
    }
}

/// Whether the stage is meant to be where it is: the path changes nothing, an earlier step creates it there, or another stage
/// has the same one.
fn is_deliberate(path: &str, stage: &Stage, at: usize) -> bool {
    let first = path.split('/').find(|part| !matches!(*part, "" | "."));
    let Some(first) = first else { return true };
    let mut earlier = stage.indexed().take_while(|(index, _)| *index < at).map(|(_, it)| it);
    let is_named = |it: &dockerfile::Instruction| {
        matches!(it.kind, Kind::Run(_)) && stage.file().text.at(it.span).raw.contains(first)
    };
    let is_same = |it: &dockerfile::Instruction| match &it.kind {
        Kind::Workdir(workdir) => workdir.path.value == path,
        _ => false,
    };
    let others = stage.file().stages().filter(|other| other.index() != stage.index());
    let mut others = others.flat_map(|other| other.instructions()).take(MOST_LOOKED_AT);
    earlier.any(is_named) || others.any(is_same)
}
