//! A comment above ARG or FROM that does not start with the name.

use dockerfile::{Comment, Dockerfile, Instruction, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DefinitionDescription;

impl Rule for DefinitionDescription {
    fn check_dockerfile(&self, file: &BuildFile, cx: &mut Context) {
        if !is_wanted(&file.tree) {
            return;
        }
        let mut comments = file.tree.comments.iter().filter(|comment| !comment.inside).peekable();
        for instruction in &file.tree.instructions {
            let mut last: Option<&Comment> = None;
            while let Some(comment) =
                comments.next_if(|comment| comment.text.span.end <= instruction.span.start)
            {
                last = Some(comment);
            }
            let names = names(instruction);
            let (Some(comment), Some(name)) = (last, names.first()) else { continue };
            // An empty comment line parts a description from what stands above it.
            let Some(word) = comment.text.raw.trim_start_matches('#').split_whitespace().next() else {
                continue;
            };
            if !names.contains(&word) {
                cx.report(
                    instruction.keyword.text.span,
                    format!("the comment above does not describe `{name}`"),
                )
                .here("is listed without a description")
                .label(comment.text.span, format!("does not start with `{name}`"))
                .help(format!("start the comment with `{name}`, or put a line with `#` alone below it"));
            }
        }
    }
}

/// Whether the file asks for this check, which BuildKit calls an experiment.
fn is_wanted(tree: &Dockerfile) -> bool {
    let checks = tree.directives.iter().filter(|directive| directive.name.raw.eq_ignore_ascii_case("check"));
    let settings =
        checks.flat_map(|directive| directive.value.raw.split(';')).filter_map(|set| set.split_once('='));
    let mut wanted =
        settings.filter(|(key, _)| key.trim() == "experimental").flat_map(|(_, list)| list.split(','));
    wanted.any(|check| ["all", "InvalidDefinitionDescription"].contains(&check.trim()))
}

fn names<'i>(instruction: &'i Instruction<'i>) -> Vec<&'i str> {
    match &instruction.kind {
        Kind::Arg(arg) => arg.pairs.iter().map(|pair| &*pair.name.value).collect(),
        Kind::From(from) => from.name.iter().map(|name| &*name.value).collect(),
        _ => Vec::new(),
    }
}
