//! The variables in a word, and its value when there are none.

use std::borrow::Cow;

use plimsoll_diagnostics::Span;

use crate::Word;
use crate::expand::{Lexer, Reason, Reference};

/// A variable in a word: `$NAME`, `${NAME:-default}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable<'w> {
    /// The name.
    pub name: &'w str,
    /// All of it, from the `$` on.
    pub span: Span,
    /// `:-`, `:+`, `?`, `#`, `/` …; empty without one.
    pub modifier: &'w str,
    /// What follows the modifier, as it is written.
    pub operand: &'w str,
}

impl<'w> Variable<'w> {
    /// What stands in its place when it has no value: `12` of `${TAG:-12}`, as it is written.
    pub fn default(&self) -> Option<&'w str> {
        matches!(self.modifier, "-" | ":-").then_some(self.operand)
    }
}

impl<'s> Word<'s> {
    /// Its value, when no variable is in it: quotes and escapes are removed where BuildKit removes them.
    pub fn literal(&self) -> Option<Cow<'_, str>> {
        let Some(escape) = self.escape else { return Some(Cow::Borrowed(&self.value)) };
        if !self.value.contains(['$', '"', '\'', escape]) {
            return Some(Cow::Borrowed(&self.value));
        }
        let mut lexer = Lexer::new(&self.value, escape, &|_| None);
        let value = lexer.run().ok()?;
        lexer.references.is_empty().then_some(Cow::Owned(value))
    }

    /// The escape character with which BuildKit expands it; `None` where it takes the word as it is.
    pub fn escape(&self) -> Option<char> {
        self.escape
    }

    /// The variables in it that BuildKit puts values for, in order; those in defaults included.
    pub fn variables(&self) -> Vec<Variable<'_>> {
        let Some(escape) = self.escape.filter(|_| self.value.contains('$')) else { return Vec::new() };
        let mut lexer = Lexer::new(&self.value, escape, &|_| None);
        lexer.only_looks = true;
        // Where the word is wrong, what stands before is still there.
        let _ = lexer.run();
        let mut references = std::mem::take(&mut lexer.references);
        references.sort_by_cached_key(|reference| reference.whole.start);
        let is_verbatim = self.text.raw == self.value;
        let mut places = Places { word: self, is_verbatim, value: 0, raw: 0 };
        references.iter().map(|reference| self.variable(reference, &mut places)).collect()
    }

    /// Why BuildKit will not expand it, whatever values the variables have, and where.
    pub(crate) fn refusal(&self) -> Option<(Reason, Span)> {
        // Neither a bare `$NAME` nor an escape can be wrong.
        let escape = self.escape.filter(|_| self.value.contains(['{', '"', '\'']))?;
        let mut lexer = Lexer::new(&self.value, escape, &|_| None);
        lexer.only_looks = true;
        let reason = lexer.run().err()?;
        let is_here = self.text.raw == self.value;
        let start = if is_here { lexer.construct } else { 0 };
        let end = match reason {
            Reason::UnsupportedModifier(_) | Reason::BadSubstitution if is_here => lexer.position(),
            _ => self.text.raw.len(),
        };
        Some((reason, self.text.slice(start, end).span))
    }

    fn variable(&self, reference: &Reference, places: &mut Places<'_, 's>) -> Variable<'_> {
        let part = |range: &std::ops::Range<usize>| self.value.get(range.clone()).unwrap_or_default();
        Variable {
            name: part(&reference.name),
            span: places.span(&reference.whole),
            modifier: part(&reference.modifier),
            operand: part(&reference.operand),
        }
    }
}

/// Finds places of a word's value in its text, which may hold more: a continued line, quotes, JSON escapes.
struct Places<'w, 's> {
    word: &'w Word<'s>,
    /// Whether the value is the text. It may be long, and is compared once.
    is_verbatim: bool,
    /// How far both were followed.
    value: usize,
    raw: usize,
}

impl Places<'_, '_> {
    /// Asked in the order in which the places start.
    fn span(&mut self, range: &std::ops::Range<usize>) -> Span {
        let text = self.word.text;
        if self.is_verbatim {
            return text.slice(range.start, range.end).span;
        }
        let wanted = self.word.value.get(range.clone()).unwrap_or_default();
        let dollars = |text: &str| text.bytes().filter(|byte| *byte == b'$').count();
        // Nothing between the two holds more or fewer `$` than the other, so they are counted.
        let passed = self.word.value.get(self.value..range.start).map_or(0, dollars);
        let rest = text.raw.get(self.raw..).unwrap_or_default();
        let Some((skip, _)) = rest.match_indices('$').nth(passed) else { return text.span };
        (self.value, self.raw) = (range.start, self.raw + skip);
        let here = text.raw.get(self.raw..).unwrap_or_default();
        if here.starts_with(wanted) {
            return text.slice(self.raw, self.raw + wanted.len()).span;
        }
        text.slice(self.raw, text.raw.len()).span
    }
}
