//! A command while its script is read: its words still know their place in the script's text.

use std::ops::Range;

use plimsoll_diagnostics::{Joined, JoinedBuilder, Span};

use crate::quoting::unquote;
use crate::{Command, Word};

/// A command, and where its words stand in the text of the script.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) command: Command,
    /// One for each of the command's words.
    pub(crate) ranges: Vec<Range<usize>>,
    /// The here-document that is its standard input.
    pub(crate) document: Option<Document>,
}

/// The body of a here-document.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) range: Range<usize>,
    /// Whether variables and substitutions in it are expanded before the command gets it.
    pub(crate) is_expanded: bool,
}

impl Draft {
    /// Takes the first `count` words off.
    pub(crate) fn take_words(&mut self, count: usize) -> Vec<Word> {
        let count = count.min(self.command.words.len());
        self.ranges.drain(..count.min(self.ranges.len()));
        self.command.words.drain(..count).collect()
    }
}

/// The text of a script, and the making of words from it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'j> {
    script: &'j Joined<'j>,
}

impl<'j> Source<'j> {
    pub(crate) fn new(script: &'j Joined<'j>) -> Source<'j> {
        Source { script }
    }

    pub(crate) fn text(self, range: Range<usize>) -> &'j str {
        self.script.text.get(range).unwrap_or_default()
    }

    pub(crate) fn span(self, range: Range<usize>) -> Span {
        self.script.span(range)
    }

    /// The word that is written at `range`.
    pub(crate) fn word(self, range: Range<usize>) -> Word {
        Word::new(self.span(range.clone()), self.text(range))
    }

    /// Joins the places of words that the parser splits: `src=<(…)` is one.
    pub(crate) fn join_words(self, ranges: &mut Vec<Range<usize>>) {
        ranges.dedup_by(|next, last| {
            let is_one = last.end == next.start && self.text(next.clone()).starts_with(['<', '>']);
            if is_one {
                last.end = next.end;
            }
            is_one
        });
    }

    /// A piece of the text as it stands, such as the body of a here-document.
    pub(crate) fn piece(self, range: Range<usize>) -> Joined<'j> {
        let mut builder = JoinedBuilder::new(self.span(0..0).file);
        builder.push_joined(self.script, range);
        builder.finish()
    }

    /// The script that words at these places hold: quotes removed, joined by spaces, as `sh -c` and `eval` get
    /// it. Variables stay as they are written; `None` when a substitution may add anything.
    pub(crate) fn script_in(self, words: &[Range<usize>]) -> Option<Joined<'j>> {
        let mut builder = JoinedBuilder::new(self.span(0..0).file);
        for (at, range) in words.iter().enumerate() {
            let written = self.text(range.clone());
            let unquoted = unquote(written);
            if unquoted.has_substitution || unquoted.has_glob {
                return None;
            }
            if at > 0 {
                builder.push_replaced(" ", self.span(range.start..range.start));
            }
            for piece in unquoted.pieces {
                builder.push_joined(self.script, range.start + piece.start..range.start + piece.end);
            }
        }
        Some(builder.finish())
    }
}
