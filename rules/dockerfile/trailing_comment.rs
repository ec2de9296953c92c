//! A comment after the arguments of an instruction, which becomes one of them.

use dockerfile::{Instruction, Kind, Word};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct TrailingComment;

const COPIED: &str = "each of these words is a file to copy";

impl Rule for TrailingComment {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let (hash, becomes) = match &instruction.kind {
            Kind::Workdir(workdir) => {
                (in_path(&workdir.path), "the path includes `#` and everything after it")
            }
            Kind::Volume(volume) if !volume.is_json => {
                (word(volume.paths.iter().skip(1)), "each of these words is a separate volume")
            }
            Kind::Arg(arg) => {
                let names = arg.pairs.iter().filter(|pair| pair.value.is_none()).map(|pair| &pair.name);
                (word(names), "each of these words is a separate build argument")
            }
            Kind::Copy(copy) if !copy.is_json => (
                word(copy.sources.iter().skip(1)).or_else(|| glued(&copy.sources, &copy.destination)),
                COPIED,
            ),
            Kind::Add(add) if !add.is_json => {
                (word(add.sources.iter().skip(1)).or_else(|| glued(&add.sources, &add.destination)), COPIED)
            }
            // `ENV NAME value # comment`, which has no `=`.
            Kind::Env(env) if env.is_legacy => {
                let value = env.pairs.first().and_then(|pair| pair.value.as_ref());
                (value.and_then(in_path), "the value includes `#` and everything after it")
            }
            _ => return,
        };
        let Some(hash) = hash else { return };
        let comment = Span { end: instruction.span.end, ..hash };
        // Flags and continued lines may follow; what is drawn is the rest of the line.
        let line = cx.text(comment).lines().next().unwrap_or_default().trim_end();
        let comment = Span { end: comment.start + line.len() as u32, ..comment };
        let name = instruction.keyword.value.to_ascii_uppercase();
        let finding =
            cx.report(comment, format!("`{name}` does not accept a comment at the end of the line"));
        finding.here(becomes).help("move the comment to a separate line");
        // Nothing reads build arguments with these names.
        finding.is_minor = matches!(instruction.kind, Kind::Arg(_));
    }
}

/// The first word that starts a comment.
fn word<'w, 's: 'w>(words: impl IntoIterator<Item = &'w Word<'s>>) -> Option<Span> {
    words.into_iter().find(|word| word.text.raw.starts_with('#')).map(|word| word.text.span)
}

/// `COPY a /b/ #comment`, where the comment is the destination.
fn glued(sources: &[Word], destination: &Word) -> Option<Span> {
    let is_comment = destination.text.raw.starts_with('#') && !destination.text.raw.contains(['/', '.']);
    (is_comment && sources.len() > 1).then_some(destination.text.span)
}

/// The `#` behind a space in a path.
fn in_path(path: &Word) -> Option<Span> {
    let at = path.text.raw.find(" #").or_else(|| path.text.raw.find("\t#"))?;
    (!path.text.raw.starts_with(['"', '\''])).then(|| path.text.slice(at + 1, path.text.raw.len()).span)
}
