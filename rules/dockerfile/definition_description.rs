//! A comment above ARG or FROM that does not start with the name.

use dockerfile::{CheckOptions, Instruction, Kind};
use plimsoll_linter::prelude::*;

/// What BuildKit calls this check, which is made where a file asks for it.
const EXPERIMENT: &str = "InvalidDefinitionDescription";

#[derive(Default)]
pub(crate) struct DefinitionDescription;

impl Rule for DefinitionDescription {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let is_wanted = |options: CheckOptions| options.wants(EXPERIMENT);
        let everywhere = file.tree.check_options().is_some_and(is_wanted);
        for instruction in &file.tree.instructions {
            let here = || file.tree.check_above(instruction).is_some_and(|(_, options)| is_wanted(options));
            if !everywhere && !here() {
                continue;
            }
            let names = names(instruction);
            let Some(name) = names.first() else { continue };
            let Some(comment) = file.tree.comments_above(instruction).last() else { continue };
            let Some(word) = comment.text.raw.trim_start_matches('#').split_whitespace().next() else {
                continue;
            };
            if !names.contains(&word) {
                cx.report(
                    instruction.keyword.text.span,
                    format!("the comment above `{name}` is not used as its description"),
                )
                .here(format!("`docker build --call` lists `{name}` without a description"))
                .label(comment.text.span, format!("this comment does not start with `{name}`"))
                .help(format!("start the comment with `{name}`, or add an empty `#` line below it"));
            }
        }
    }
}

fn names<'i>(instruction: &'i Instruction<'i>) -> Vec<&'i str> {
    match &instruction.kind {
        Kind::Arg(arg) => arg.pairs.iter().map(|pair| &*pair.name.value).collect(),
        Kind::From(from) => from.name.iter().map(|name| &*name.value).collect(),
        _ => Vec::new(),
    }
}
