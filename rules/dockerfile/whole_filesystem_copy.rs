//! COPY of everything in another stage or image over everything here.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct WholeFilesystemCopy;

impl Rule for WholeFilesystemCopy {
    fn check_copy(&self, copy: &dockerfile::Copy, cx: &mut Context) {
        let (Some(from), [source]) = (&copy.from, copy.sources.as_slice()) else { return };
        let is_root = |word: &dockerfile::Word| cx.expand(word).is_some_and(|path| path == "/");
        // Into an empty image, this makes one layer of many.
        let is_empty = cx.stage().is_some_and(|stage| {
            let before = stage.instructions().get(..cx.index()).unwrap_or_default();
            matches!(stage.root_base(), Base::Scratch) && !before.iter().any(writes_files)
        });
        if is_empty || !is_root(source) || !is_root(&copy.destination) {
            return;
        }
        cx.report(
            source.text.span,
            format!("the whole filesystem of `{}` is copied over this image", from.value),
        )
        .here("this copies every file, including build tools and any secrets")
        .help("copy only the paths you need");
    }
}

fn writes_files(instruction: &dockerfile::Instruction) -> bool {
    use dockerfile::Kind;
    matches!(instruction.kind, Kind::Run(_) | Kind::Copy(_) | Kind::Add(_))
}
