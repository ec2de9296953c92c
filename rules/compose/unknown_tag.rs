//! YAML tags that Compose does not know, and `!reset` where it has no effect.

use compose::yaml::{Node, Yaml};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnknownTag;

const TAGS: [&str; 2] = ["!reset", "!override"];

impl Rule for UnknownTag {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for document in app.files().iter().flat_map(|file| &file.documents) {
            look(document, false, cx);
        }
    }
}

fn look(yaml: &Yaml, is_item: bool, cx: &mut Context) {
    if let Some(tag) = yaml.marks.as_ref().and_then(|marks| marks.tag) {
        // `!!str` and `!<…>` are YAML's own.
        if !TAGS.contains(&tag.raw) && !tag.raw.starts_with("!!") && !tag.raw.starts_with("!<") {
            let finding = cx.report(tag.span, format!("unknown tag `{}` is ignored", tag.raw));
            finding.here("Compose merges the value as usual");
            match nearest(tag.raw, TAGS) {
                Some(near) => finding
                    .help(format!("did you mean `{near}`?"))
                    .fix(Fix::risky(format!("use `{near}`")).replace(tag.span, near)),
                None => finding.help("remove the tag"),
            };
        } else if tag.raw == "!reset" && is_item {
            cx.report(tag.span, "`!reset` has no effect on a list item")
                .here("only this item is dropped; the base file's items remain")
                .help("mark the whole list with `!override` and list the items to keep");
        } else if tag.raw == "!reset" && is_filled(yaml) {
            cx.report(tag.span, "`!reset` drops the value after it")
                .here("`!reset` removes the key, whatever its value")
                .help("write `!override` to replace the value")
                .fix(Fix::risky("use `!override`").replace(tag.span, "!override"));
        }
    }
    match &yaml.node {
        Node::Sequence(items) => items.iter().for_each(|item| look(item, true, cx)),
        Node::Mapping(mapping) => mapping.entries.iter().for_each(|entry| look(&entry.value, false, cx)),
        Node::Scalar(_) | Node::Alias(_) => {}
    }
}

/// Whether there is more than one value to lose.
fn is_filled(yaml: &Yaml) -> bool {
    match &yaml.node {
        Node::Sequence(items) => !items.is_empty(),
        Node::Mapping(mapping) => !mapping.entries.is_empty(),
        Node::Scalar(_) | Node::Alias(_) => false,
    }
}
