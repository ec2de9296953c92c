//! When two files of data hold the same, but for entries that edits took, put or moved.

use plimsoll_compose::truth_value;
use plimsoll_compose::yaml::{Entry, Kind, Node, Scalar, Stream, Yaml};
use plimsoll_diagnostics::{Span, Text};

use crate::proof::{Changes, Proof, Unproven};

/// Compares all documents of a file, as `read` makes them of its text.
pub(super) fn same(
    read: impl for<'s> Fn(Text<'s>) -> Stream<'s>,
    old: Text<'_>,
    new: Text<'_>,
    changes: &Changes,
) -> Proof {
    let (before, after) = (read(old), read(new));
    if after.problems.len() > before.problems.len() {
        return Err(Unproven::Somewhere);
    }
    let comparison = Comparison { old: old.raw, new: new.raw, changes };
    let mut documents = before.documents.iter().zip(&after.documents);
    if before.documents.len() == after.documents.len()
        && documents.all(|(old, new)| comparison.same_node(old, new))
    {
        Ok(())
    } else {
        Err(Unproven::Somewhere)
    }
}

struct Comparison<'c> {
    old: &'c str,
    new: &'c str,
    changes: &'c Changes,
}

impl Comparison<'_> {
    /// The reader limits how deep a document is, so this ends.
    fn same_node(&self, old: &Yaml<'_>, new: &Yaml<'_>) -> bool {
        old.tag().map(|tag| tag.raw) == new.tag().map(|tag| tag.raw)
            && old.anchor().map(|anchor| anchor.name.raw) == new.anchor().map(|anchor| anchor.name.raw)
            && match (&old.node, &new.node) {
                (Node::Scalar(old), Node::Scalar(new)) => self.same_scalar(old, new),
                (Node::Alias(old), Node::Alias(new)) => old.name.raw == new.name.raw,
                (Node::Sequence(old), Node::Sequence(new)) => {
                    // What was edited in its place has a counterpart; what came, went or moved has none.
                    let in_place = || old.iter().zip(new).all(|(old, new)| self.same_node(old, new));
                    (old.len() == new.len() && in_place())
                        || self.same_list(
                            old,
                            new,
                            |it| it.span,
                            |it| it.span,
                            |old, new| self.same_node(old, new),
                        )
                }
                (Node::Mapping(old), Node::Mapping(new)) => {
                    let same = |old: &Entry<'_>, new: &Entry<'_>| {
                        old.key.value == new.key.value && self.same_node(&old.value, &new.value)
                    };
                    let whole = |entry: &Entry<'_>| entry.key.span.to(entry.value.span);
                    self.same_list(&old.entries, &new.entries, |entry| entry.key.span, whole, same)
                }
                _ => false,
            }
    }

    /// What no edit touches is the same, in the same order; and when as many came as went, they are the same texts.
    fn same_list<T>(
        &self,
        old: &[T],
        new: &[T],
        place: impl Fn(&T) -> Span,
        whole: impl Fn(&T) -> Span,
        same: impl Fn(&T, &T) -> bool,
    ) -> bool {
        let (gone, before): (Vec<_>, Vec<_>) =
            old.iter().partition(|item| self.changes.touch_old(place(item)));
        let (come, after): (Vec<_>, Vec<_>) =
            new.iter().partition(|item| self.changes.touch_new(place(item)));
        let texts = |items: &[&T], source: &str| {
            let mut texts: Vec<String> = items
                .iter()
                .map(|item| source.get(whole(item).range()).unwrap_or_default().trim_end().to_owned())
                .collect();
            texts.sort_unstable();
            texts
        };
        before.len() == after.len()
            && before.into_iter().zip(after).all(|(old, new)| same(old, new))
            && (gone.len() != come.len() || texts(&gone, self.old) == texts(&come, self.new))
    }

    /// The same text, of which a string stays one, as a number may become one; or another text, which begins and ends
    /// where edits in it say.
    fn same_scalar(&self, old: &Scalar<'_>, new: &Scalar<'_>) -> bool {
        if old.value == new.value {
            return old.kind == new.kind || new.kind == Kind::String;
        }
        let is_edited = self.changes.touch_new(new.span) || self.changes.touch_old(old.span);
        let is_within = old.is_quoted() == new.is_quoted()
            && self.changes.moved(old.span.start) == new.span.start
            && self.changes.moved(old.span.end) == new.span.end;
        // Compose takes the words of YAML 1.1 too, quoted or not.
        let truth = truth_value(&old.value);
        let is_same_truth = truth.is_some() && truth == truth_value(&new.value);
        is_edited && (is_within || is_same_truth)
    }
}
