//! What Git leaves in a file when it cannot merge two versions of it.

use std::ops::Range;

use crate::{Diagnostic, Text};

/// The lines of a merge conflict, each without its line end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// `<<<<<<< HEAD`: the first version follows.
    start: Range<usize>,
    /// `|||||||`, with what both versions were made from, or `=======`.
    first_end: usize,
    /// `=======`: the second version follows.
    divider: Range<usize>,
    /// `>>>>>>> branch`
    end: Range<usize>,
}

impl Conflict {
    /// The conflicts in a text, in their order.
    pub fn all(text: &str) -> Vec<Conflict> {
        let mut all = Vec::new();
        if !text.contains("<<<<<<< ") {
            return all;
        }
        let (mut start, mut first_end, mut divider) = (None, None, None);
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let content = line.trim_end_matches(['\r', '\n']);
            let place = at..at + content.len();
            at += line.len();
            if content.starts_with("<<<<<<< ") {
                (start, first_end, divider) = (Some(place), None, None);
            } else if start.is_some() && divider.is_none() && content.starts_with("|||||||") {
                first_end = Some(place.start);
            } else if start.is_some() && divider.is_none() && content == "=======" {
                divider = Some(place);
            } else if content.starts_with(">>>>>>> ")
                && let Some((start, divider)) = start.take().zip(divider.take())
            {
                let first_end = first_end.take().unwrap_or(divider.start);
                all.push(Conflict { start, first_end, divider, end: place });
            }
        }
        all
    }

    /// The lines without which only the first version is left.
    pub fn left_out(&self) -> [Range<usize>; 2] {
        [self.start.clone(), self.first_end..self.end.end]
    }

    /// The finding about it, in the text that it was found in.
    pub fn problem(&self, rule: &'static str, text: Text<'_>) -> Diagnostic {
        let span = |place: &Range<usize>| text.slice(place.start, place.end).span;
        let mut problem = Diagnostic::new(rule, span(&self.start), "unresolved merge conflict");
        problem
            .here("the first version starts here")
            .label(span(&self.divider), "the second version starts here")
            .label(span(&self.end), "the conflict ends here")
            .help("keep one version, or combine them, and delete these three lines");
        problem
    }
}

#[cfg(test)]
mod tests {
    use super::Conflict;

    /// What is left of a text without its conflicts.
    fn first_version(text: &str) -> String {
        let mut left = text.to_owned();
        for conflict in Conflict::all(text).iter().rev() {
            for range in conflict.left_out().into_iter().rev() {
                left.replace_range(range, "");
            }
        }
        left
    }

    #[test]
    fn the_first_version_is_left() {
        for (text, expected) in [
            ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\nd\n", "a\n\nb\n\nd\n"),
            ("<<<<<<< HEAD\r\nb\r\n||||||| 123\r\na\r\n=======\r\n>>>>>>> x", "\r\nb\r\n"),
            ("<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n<<<<<<< a\n=======\n3\n>>>>>>> b\n", "\n1\n\n\n\n"),
        ] {
            assert_eq!(first_version(text), expected, "{text}");
        }
    }

    #[test]
    fn what_lacks_a_marker_is_no_conflict() {
        for text in [
            "<<<<<<< HEAD\na\n",
            "<<<<<<< HEAD\na\n=======\n",
            "=======\n>>>>>>> x\n",
            " <<<<<<< HEAD\n=======\n>>>>>>> x\n",
            "<<<<<<< HEAD\n>>>>>>> x\n=======\n",
        ] {
            assert_eq!(Conflict::all(text), [], "{text}");
        }
    }
}
