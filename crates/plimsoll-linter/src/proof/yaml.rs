//! When two YAML files hold the same, but for entries that edits took or put.

use plimsoll_compose::yaml::{Entry, Kind, Node, Scalar, Yaml, read};
use plimsoll_diagnostics::Text;

use super::Proof;
use super::changes::Changes;

/// Compares all documents of a file.
pub(super) fn same(old: Text<'_>, new: Text<'_>, changes: &Changes) -> Proof {
    let (before, after) = (read(old), read(new));
    if after.problems.len() > before.problems.len() {
        return Err("the file would have more mistakes");
    }
    let documents = before.documents.iter().zip(&after.documents);
    if before.documents.len() == after.documents.len()
        && documents.into_iter().all(|(old, new)| same_node(old, new, changes))
    {
        Ok(())
    } else {
        Err("a value would be another one")
    }
}

/// The reader limits how deep a document is, so this ends.
fn same_node(old: &Yaml<'_>, new: &Yaml<'_>, changes: &Changes) -> bool {
    old.tag.map(|tag| tag.raw) == new.tag.map(|tag| tag.raw)
        && old.anchor.map(|anchor| anchor.name.raw) == new.anchor.map(|anchor| anchor.name.raw)
        && match (&old.node, &new.node) {
            (Node::Scalar(old), Node::Scalar(new)) => same_scalar(old, new),
            (Node::Alias(old), Node::Alias(new)) => old.name.raw == new.name.raw,
            (Node::Sequence(old), Node::Sequence(new)) => {
                // A value that was edited in its place has a counterpart; one that came or went has none.
                if old.len() == new.len() {
                    return old.iter().zip(new).all(|(old, new)| same_node(old, new, changes));
                }
                let old = old.iter().filter(|item| !changes.touch_old(item.span));
                let new = new.iter().filter(|item| !changes.touch_new(item.span));
                same_list(old, new, |old, new| same_node(old, new, changes))
            }
            (Node::Mapping(old), Node::Mapping(new)) => {
                let old = old.entries.iter().filter(|entry| !changes.touch_old(entry.key.span));
                let new = new.entries.iter().filter(|entry| !changes.touch_new(entry.key.span));
                let same = |old: &Entry<'_>, new: &Entry<'_>| {
                    old.key.value == new.key.value && same_node(&old.value, &new.value, changes)
                };
                same_list(old, new, same)
            }
            _ => false,
        }
}

fn same_list<T: Copy>(
    mut old: impl Iterator<Item = T>,
    mut new: impl Iterator<Item = T>,
    same: impl Fn(T, T) -> bool,
) -> bool {
    loop {
        match (old.next(), new.next()) {
            (None, None) => return true,
            (Some(old), Some(new)) if same(old, new) => {}
            _ => return false,
        }
    }
}

/// The same text; and a string stays one, as a number may become one.
fn same_scalar(old: &Scalar<'_>, new: &Scalar<'_>) -> bool {
    let (before, after) = (old.kind, new.kind);
    old.value == new.value && (before == after || after == Kind::String)
}
