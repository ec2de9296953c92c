//! What a comment can stand above, in or behind: instructions, and the entries of YAML.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use plimsoll_compose::yaml::{Node, Yaml};
use plimsoll_diagnostics::{Span, Text};
use plimsoll_dockerfile::{Dockerfile, Kind};

use super::scopes::Scopes;

/// The places of a file, in order; of two that start together, the larger comes first.
pub(crate) struct Places {
    ranges: Vec<Range<u32>>,
    in_code: BTreeSet<usize>,
}

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
        let ranges = starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
        Places { ranges, in_code: BTreeSet::new() }
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

    /// The command lines of a file: each from the start of its first line, or of one that goes on with it.
    pub(crate) fn lines(spans: impl Iterator<Item = Span>, source: Text<'_>) -> Places {
        let widened = spans.map(|span| {
            let start = Places::line_start(source, span.start);
            Span::new(span.file, start, span.end as usize)
        });
        Places::new(widened)
    }

    /// The same, with those above which a comment is one of the language around the scripts: `// …`.
    #[must_use]
    pub(crate) fn in_code(self, spans: impl Iterator<Item = Span>, source: Text<'_>) -> Places {
        let in_code = spans.map(|span| Places::line_start(source, span.start)).collect();
        Places { in_code, ..self }
    }

    /// The start of the line of a byte, or of the first line before it that goes on with a backslash.
    pub(crate) fn line_start(source: Text<'_>, at: u32) -> usize {
        let start = |before: &str| before.rfind('\n').map_or(0, |end| end + 1);
        let mut line = start(source.raw.get(..at as usize).unwrap_or_default());
        loop {
            let before = source.raw.get(..line).unwrap_or_default();
            let above = before.trim_end_matches(['\n', '\r']);
            if before.len() - above.len() > 2 || !above.ends_with('\\') {
                return line;
            }
            line = start(above);
        }
    }

    /// Where the lines start above which a comment starts with `//`.
    pub(crate) fn code_lines(&self) -> &BTreeSet<usize> {
        &self.in_code
    }

    fn new(spans: impl Iterator<Item = Span>) -> Places {
        let mut ranges: Vec<_> = spans.map(|span| span.start..span.end).collect();
        ranges.sort_by_key(|place| (place.start, Reverse(place.end)));
        Places { ranges, in_code: BTreeSet::new() }
    }

    /// Where the innermost around a byte starts.
    pub(crate) fn innermost(self) -> Scopes<u32> {
        Scopes::new(self.ranges.into_iter().map(|place| (place.clone(), place.start)).collect())
    }

    /// The first that starts at `at` or behind it.
    pub(crate) fn from(&self, at: u32) -> Option<Range<u32>> {
        self.ranges.get(self.ranges.partition_point(|place| place.start < at)).cloned()
    }

    /// The last that starts before `at`.
    pub(crate) fn before(&self, at: u32) -> Option<Range<u32>> {
        self.ranges.get(self.ranges.partition_point(|place| place.start < at).checked_sub(1)?).cloned()
    }
}
