//! COPY from a stage that has no files.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct EmptyStageCopy;

impl Rule for EmptyStageCopy {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        for copied in stage.copies_from() {
            let source = match copied.source {
                Base::Stage(source) => source,
                Base::Scratch if !copied.is_mount => {
                    if stage.instructions().get(copied.at).is_some_and(takes_whatever_is_there) {
                        continue;
                    }
                    cx.report(copied.span, "`scratch` is empty")
                        .here("the build fails: there is nothing to copy")
                        .help("copy from a stage or an image that contains the files");
                    continue;
                }
                _ => continue,
            };
            let chain = std::iter::once(source).chain(source.parents());
            let is_empty = matches!(source.root_base(), Base::Scratch)
                && chain.flat_map(|stage| stage.instructions()).all(|it| !adds_files(&it.kind));
            let copy = stage.instructions().get(copied.at);
            if copy.is_some_and(takes_whatever_is_there) {
                continue;
            }
            let Some(from) = source.from().filter(|_| is_empty && !copied.is_mount) else { continue };
            let name = cx.text(copied.span).to_owned();
            cx.report(copied.span, format!("stage `{name}` is empty"))
                .here("the build fails: this stage contains no files")
                .label(
                    from.image.text.span,
                    "this stage is based on `scratch`, and no instruction adds a file",
                )
                .help(format!("copy the files into `{name}` first, or copy from another stage"));
        }
    }
}

/// Whether it copies the root or a pattern: BuildKit then copies nothing, and goes on.
fn takes_whatever_is_there(copy: &Instruction) -> bool {
    let Kind::Copy(copy) = &copy.kind else { return false };
    copy.sources.iter().all(|source| {
        source.value.trim_matches(['.', '/']).is_empty() || source.value.contains(['*', '?', '$'])
    })
}

fn adds_files(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Add(_)
            | Kind::Copy(_)
            | Kind::Run(_)
            | Kind::Workdir(_)
            | Kind::Onbuild(_)
            | Kind::Malformed(_)
    )
}
