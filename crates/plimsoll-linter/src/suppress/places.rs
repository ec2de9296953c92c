//! What a comment can stand above, in or behind: instructions, and the entries of YAML.

use std::cmp::Reverse;
use std::ops::Range;

use plimsoll_compose::yaml::{Node, Yaml};
use plimsoll_diagnostics::{Span, Text};
use plimsoll_dockerfile::{Dockerfile, Kind};

use super::scopes::Scopes;

/// The places of a file, in order; of two that start together, the larger comes first.
pub(crate) struct Places(Vec<Range<u32>>);

impl Places {
    /// The instructions of a Dockerfile.
    pub(crate) fn instructions(tree: &Dockerfile<'_>) -> Places {
        Places::new(tree.instructions.iter().map(|instruction| instruction.span))
    }

    /// The stages of a Dockerfile.
    pub(crate) fn stages(tree: &Dockerfile<'_>) -> Places {
        let froms = tree.instructions.iter().filter(|instruction| matches!(instruction.kind, Kind::From(_)));
        let starts: Vec<u32> = froms.map(|from| from.span.start).collect();
        let ends = starts.iter().skip(1).map(|next| next.saturating_sub(1)).chain([u32::MAX]);
        Places(starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect())
    }

    /// The entries and items of YAML documents.
    pub(crate) fn entries(documents: &[Yaml<'_>]) -> Places {
        let mut spans = Vec::new();
        let mut open: Vec<&Yaml<'_>> = documents.iter().collect();
        while let Some(yaml) = open.pop() {
            match &yaml.node {
                Node::Mapping(mapping) => {
                    spans.extend(mapping.entries.iter().map(plimsoll_compose::yaml::Entry::span));
                    open.extend(mapping.entries.iter().map(|entry| &entry.value));
                }
                Node::Sequence(items) => {
                    spans.extend(items.iter().map(|item| item.span));
                    open.extend(items);
                }
                Node::Scalar(_) | Node::Alias(_) => {}
            }
        }
        Places::new(spans.into_iter())
    }

    /// The command lines of a file: each from the start of its first line.
    pub(crate) fn lines(spans: impl Iterator<Item = Span>, source: Text<'_>) -> Places {
        let widened = spans.map(|span| {
            let before = source.raw.get(..span.start as usize).unwrap_or_default();
            let start = before.rfind('\n').map_or(0, |end| end + 1);
            Span::new(span.file, start, span.end as usize)
        });
        Places::new(widened)
    }

    /// Every line of a file that does not go on with the one before.
    pub(crate) fn starts(source: Text<'_>) -> Places {
        let mut spans = Vec::new();
        let (mut at, mut start) = (0, 0);
        for line in source.raw.split_inclusive('\n') {
            at += line.len();
            if !line.trim_end().ends_with('\\') {
                spans.push(Span::new(source.span.file, start, at));
                start = at;
            }
        }
        Places::new(spans.into_iter())
    }

    fn new(spans: impl Iterator<Item = Span>) -> Places {
        let mut places: Vec<_> = spans.map(|span| span.start..span.end).collect();
        places.sort_by_key(|place| (place.start, Reverse(place.end)));
        Places(places)
    }

    /// Where the innermost around a byte starts.
    pub(crate) fn innermost(self) -> Scopes<u32> {
        Scopes::new(self.0.into_iter().map(|place| (place.clone(), place.start)).collect())
    }

    /// The first that starts at `at` or behind it.
    pub(crate) fn from(&self, at: u32) -> Option<Range<u32>> {
        self.0.get(self.0.partition_point(|place| place.start < at)).cloned()
    }

    /// The last that starts before `at`.
    pub(crate) fn before(&self, at: u32) -> Option<Range<u32>> {
        self.0.get(self.0.partition_point(|place| place.start < at).checked_sub(1)?).cloned()
    }
}
