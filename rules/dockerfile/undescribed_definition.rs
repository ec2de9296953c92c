//! A comment above an ARG or a FROM that does not describe it.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UndescribedDefinition {
    always: bool,
}

impl Rule for UndescribedDefinition {
    fn check_dockerfile(&self, file: &BuildFile, cx: &mut Context) {
        if !(self.always || is_asked_for(&file.tree)) {
            return;
        }
        let mut comments = file.tree.comments.iter().filter(|comment| !comment.inside).peekable();
        for instruction in &file.tree.instructions {
            let mut last = None;
            // An empty comment starts a new one; blank lines do not.
            while let Some(comment) =
                comments.next_if(|comment| comment.text.span.start < instruction.span.start)
            {
                last = Some(comment.text).filter(|text| !text.raw.trim_start_matches('#').trim().is_empty());
            }
            let names = defined_by(instruction);
            let Some((comment, name)) = last.zip(names.first()) else { continue };
            let text = comment.raw.trim_start_matches('#').trim();
            let first = text.split_ascii_whitespace().next().unwrap_or_default();
            if names.contains(&first) {
                continue;
            }
            cx.report(instruction.keyword.text.span, format!("the comment above does not describe `{name}`"))
                .here("listed without a description")
                .label(comment.span, format!("does not begin with `{name}`"))
                .help(format!("write `# {name} …`, or put an empty line of comment between"));
        }
    }
}

/// What `docker build --call=outline` lists an instruction under.
fn defined_by<'i>(instruction: &'i Instruction) -> Vec<&'i str> {
    match &instruction.kind {
        Kind::Arg(arg) => arg.pairs.iter().map(|pair| &*pair.name.value).collect(),
        Kind::From(from) => from.name.iter().map(|name| &*name.value).collect(),
        _ => Vec::new(),
    }
}

/// Whether `# check=experimental=…` asks for it.
fn is_asked_for(tree: &dockerfile::Dockerfile) -> bool {
    let checks = tree.directives.iter().filter(|directive| directive.name.raw.eq_ignore_ascii_case("check"));
    let options = checks.flat_map(|directive| directive.value.raw.split(';'));
    options.filter_map(|option| option.split_once('=')).any(|(key, names)| {
        let asks = |name: &str| {
            name.eq_ignore_ascii_case("all") || name.eq_ignore_ascii_case("InvalidDefinitionDescription")
        };
        key.trim() == "experimental" && names.split(',').any(|name| asks(name.trim()))
    })
}
