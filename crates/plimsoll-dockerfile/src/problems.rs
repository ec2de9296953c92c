//! What BuildKit would refuse, while it is collected.

use std::borrow::Cow;

use plimsoll_diagnostics::{Diagnostic, Span};

/// The text cannot be read: a page of the linter.
const SYNTAX: &str = "dockerfile-syntax";
/// It can be read, and BuildKit refuses what it says: another page.
const VALIDITY: &str = "dockerfile-validity";

/// The problems of a file.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    /// In the order in which they were met.
    pub(crate) list: Vec<Diagnostic>,
    /// Inside of an ONBUILD trigger, of which BuildKit reads no more than words until a child image runs it.
    pub(crate) in_trigger: bool,
}

impl Problems {
    /// BuildKit's tokenizer stops here, in a trigger too.
    pub(crate) fn unreadable(
        &mut self,
        span: Span,
        message: impl Into<String>,
        here: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Option<&mut Diagnostic> {
        self.add(SYNTAX, span, message.into(), here.into(), help.into())
    }

    /// The instruction is written in a way that BuildKit does not know.
    pub(crate) fn syntax(
        &mut self,
        span: Span,
        message: impl Into<String>,
        here: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Option<&mut Diagnostic> {
        if self.in_trigger { None } else { self.unreadable(span, message, here, help) }
    }

    /// The instruction can be read, and says something that BuildKit refuses.
    pub(crate) fn validity(
        &mut self,
        span: Span,
        message: impl Into<String>,
        here: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Option<&mut Diagnostic> {
        if self.in_trigger {
            return None;
        }
        self.add(VALIDITY, span, message.into(), here.into(), help.into())
    }

    fn add(
        &mut self,
        rule: &'static str,
        span: Span,
        message: String,
        here: Cow<'static, str>,
        help: Cow<'static, str>,
    ) -> Option<&mut Diagnostic> {
        let mut problem = Diagnostic::new(rule, span, message);
        // Hardly any of them is a rule of other linters; those that are say so.
        problem.here(here).help(help).answers_to([]);
        self.list.push(problem);
        self.list.last_mut()
    }
}

/// The candidate nearest to `word`, when it is near: fewer than three letters added, dropped or changed. Of
/// several as near, the first. What shares less than half of its letters is not near.
pub(crate) fn suggestion<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    const LIMIT: usize = 3;
    candidates
        .filter(|candidate| word.len().abs_diff(candidate.len()) < LIMIT)
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance < LIMIT && distance * 2 <= candidate.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance, letter case aside.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (from, a) in one.chars().enumerate() {
        let mut corner = from;
        let mut left = from + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, b) in row.iter_mut().skip(1).zip(other.chars()) {
            let change = corner + usize::from(!a.eq_ignore_ascii_case(&b));
            corner = *cell;
            *cell = change.min(left + 1).min(*cell + 1);
            left = *cell;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found() {
        let names = ["ADD", "ARG", "ENV", "FROM", "RUN"];
        let near = |word| suggestion(word, names.into_iter());
        assert_eq!(near("RUNN"), Some("RUN"));
        assert_eq!(near("fom"), Some("FROM"));
        assert_eq!(near("SCRIPT"), None);
        assert_eq!(near("EOF"), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
