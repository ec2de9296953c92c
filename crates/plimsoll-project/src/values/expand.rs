//! Words of a Dockerfile with the variables in scope put in, and where each part of the result was decided.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::{Variable, Word, expand};

/// How long an expanded value may get; longer ones are unknown.
const MAX_LEN: usize = 16 * 1024;

/// What is known of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lookup<'a> {
    /// Its value, and where that was decided.
    Set(&'a str, Span),
    /// An ARG without a default: `--build-arg` may give it, and must where no default stands with the variable.
    NotGiven,
    /// Certainly not set: it reads as empty.
    Unset,
    /// It may have any value, or none.
    Unknown,
}

/// A word with its variables put in.
#[derive(Debug)]
pub(crate) struct Expansion<'s> {
    /// The text; `None` when it cannot be known.
    pub(crate) text: Option<Cow<'s, str>>,
    /// What hides it when it is not known; all of the word otherwise.
    pub(crate) span: Span,
    /// Where the parts of the text start, and what decided each. Empty when only the whole word is known.
    pieces: Vec<(usize, Source)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// It stands in the word, from this byte of the file on.
    Word(u32),
    /// It stands for a variable, and was decided there.
    Variable(Span),
}

impl<'s> Expansion<'s> {
    /// Puts variables into a word.
    pub(crate) fn new<'l>(word: &Word<'s>, lookup: impl Fn(&str) -> Lookup<'l>) -> Expansion<'s> {
        let span = word.text.span;
        let verbatim = *word.value == *word.text.raw;
        let is_special =
            |character| matches!(character, '$' | '"' | '\'') || word.escape() == Some(character);
        if word.escape().is_none() || !word.value.contains(is_special) {
            let pieces = if verbatim { vec![(0, Source::Word(span.start))] } else { Vec::new() };
            return Expansion { text: Some(word.value.clone()), span, pieces };
        }
        let variables = word.variables();
        let hiding = variables.iter().find(|variable| match lookup(variable.name) {
            Lookup::Unknown => true,
            // With a modifier, not being given is an answer.
            Lookup::NotGiven => variable.modifier.is_empty(),
            Lookup::Set(..) | Lookup::Unset => false,
        });
        if let Some(variable) = hiding {
            return Expansion { text: None, span: variable.span, pieces: Vec::new() };
        }
        let is_quoted = word.value.contains(|character| is_special(character) && character != '$');
        // Part by part only where every `$` starts a variable: what cannot be read must not pass for text.
        let outer = outermost(&variables);
        let inside: usize = outer.iter().map(|variable| dollars(word, variable.span)).sum();
        let expanded = if verbatim && !is_quoted && inside == dollars(word, span) {
            in_parts(word, &outer, &lookup)
        } else {
            plain(word, &word.value, &lookup).map(|(text, _)| (text, Vec::new()))
        };
        let (text, pieces) = expanded.unzip();
        Expansion { text: text.map(Cow::Owned), span, pieces: pieces.unwrap_or_default() }
    }

    /// Where bytes `range` of the text were decided: the part of the word, or of the variable's value, that
    /// they are. All of the word when several places decided together.
    pub(crate) fn place(&self, range: Range<usize>) -> Span {
        let first = self.pieces.partition_point(|(at, _)| *at <= range.start).saturating_sub(1);
        let last = self.pieces.partition_point(|(at, _)| *at < range.end).saturating_sub(1);
        match self.pieces.get(first) {
            Some((_, Source::Variable(set_at))) if first == last => *set_at,
            Some((at, Source::Word(start))) if first == last => {
                let from = *start as usize + range.start.saturating_sub(*at);
                Span::new(self.span.file, from, from + range.len())
            }
            _ => self.span,
        }
    }
}

/// The variables that stand in no other's default.
fn outermost<'v, 'w>(variables: &'v [Variable<'w>]) -> Vec<&'v Variable<'w>> {
    let mut end = 0;
    let is_outer = |variable: &&Variable<'_>| {
        let outer = variable.span.start >= end;
        end = end.max(variable.span.end);
        outer
    };
    variables.iter().filter(is_outer).collect()
}

/// How many `$` stand in a part of a word.
fn dollars(word: &Word<'_>, part: Span) -> usize {
    let start = part.start.saturating_sub(word.text.span.start) as usize;
    let text = word.text.raw.get(start..start + part.len()).unwrap_or_default();
    text.bytes().filter(|byte| *byte == b'$').count()
}

/// Expands variable by variable, so that each part of the text keeps its place.
fn in_parts<'l>(
    word: &Word<'_>,
    variables: &[&Variable<'_>],
    lookup: &impl Fn(&str) -> Lookup<'l>,
) -> Option<(String, Vec<(usize, Source)>)> {
    let base = word.text.span.start;
    let (mut text, mut pieces) = (String::new(), Vec::new());
    let literal = |text: &mut String, pieces: &mut Vec<_>, from: u32, to: u32| {
        let part = word.value.get(from.saturating_sub(base) as usize..to.saturating_sub(base) as usize)?;
        if !part.is_empty() {
            pieces.push((text.len(), Source::Word(from)));
            text.push_str(part);
        }
        Some(())
    };
    let mut at = base;
    for variable in variables {
        literal(&mut text, &mut pieces, at, variable.span.start)?;
        at = variable.span.end;
        let written = word
            .value
            .get(variable.span.start.saturating_sub(base) as usize..at.saturating_sub(base) as usize)?;
        let (value, set_at) = plain(word, written, lookup)?;
        if !value.is_empty() {
            pieces.push((text.len(), Source::Variable(set_at.unwrap_or(variable.span))));
            text.push_str(&value);
        }
        if text.len() > MAX_LEN {
            return None;
        }
    }
    literal(&mut text, &mut pieces, at, word.text.span.end)?;
    Some((text, pieces))
}

/// Expands text of a word as BuildKit does. With the place of the variable, when just one has a value.
fn plain<'l>(
    word: &Word<'_>,
    text: &str,
    lookup: &impl Fn(&str) -> Lookup<'l>,
) -> Option<(String, Option<Span>)> {
    let set_at = Cell::new(None);
    let values = Cell::new(0_usize);
    let expanded = expand::expand(text, word.escape()?, |name: &str| match lookup(name) {
        Lookup::Set(value, place) => {
            values.set(values.get() + 1);
            set_at.set(Some(place));
            Some(value)
        }
        Lookup::NotGiven | Lookup::Unset | Lookup::Unknown => None,
    });
    let value = expanded.ok()?.value;
    (value.len() <= MAX_LEN).then_some((value, set_at.get().filter(|_| values.get() == 1)))
}
