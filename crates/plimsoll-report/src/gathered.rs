//! Many findings of one rule, gathered for people: a few are shown, and a line at the end counts the others.

use std::collections::BTreeMap;

use plimsoll_diagnostics::{Diagnostic, Level};

use crate::Report;

/// A rule with more findings than this is gathered.
const MANY: usize = 10;

/// How many of them are shown.
const SHOWN: usize = 3;

/// What people are shown of a report.
pub(crate) struct Gathered<'r> {
    pub(crate) shown: Vec<&'r Diagnostic>,
    /// The rules of which some findings are not shown, and how many, the most frequent first.
    not_shown: Vec<(&'r str, usize)>,
}

impl<'r> Gathered<'r> {
    /// All findings, or a few of each rule if the report gathers them. Errors are always shown.
    pub(crate) fn new(report: &'r Report) -> Gathered<'r> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let may_go = |diagnostic: &&'r Diagnostic| report.gathers && diagnostic.level < Level::Error;
        for diagnostic in report.diagnostics.iter().filter(may_go) {
            *counts.entry(&diagnostic.rule).or_default() += 1;
        }
        counts.retain(|_, count| *count > MANY);
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let is_shown = |diagnostic: &&'r Diagnostic| {
            if !may_go(diagnostic) || !counts.contains_key(&*diagnostic.rule) {
                return true;
            }
            let seen = seen.entry(&diagnostic.rule).or_default();
            *seen += 1;
            *seen <= SHOWN
        };
        let shown = report.diagnostics.iter().filter(is_shown).collect();
        let mut not_shown: Vec<_> = counts.into_iter().map(|(rule, count)| (rule, count - SHOWN)).collect();
        not_shown.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
        Gathered { shown, not_shown }
    }

    /// A line for each rule of which some findings are not shown.
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> {
        self.not_shown.iter().map(|(rule, count)| {
            format!("{rule}: {count} more findings; `--select {rule}` shows all of them")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_diagnostics::{FileId, Span};

    #[test]
    fn many_warnings_are_gathered_and_errors_are_not() {
        let finding = |rule: &'static str, level| {
            let at = Span::at(FileId::FIRST, 0);
            Diagnostic { level, ..Diagnostic::new(rule, at, "m") }
        };
        let mut diagnostics: Vec<_> = (0..12).map(|_| finding("a", Level::Warning)).collect();
        diagnostics.extend((0..10).map(|_| finding("b", Level::Note)));
        diagnostics.extend((0..11).map(|_| finding("c", Level::Error)));
        diagnostics.push(finding("a", Level::Error));
        diagnostics.extend((0..20).map(|_| finding("d", Level::Note)));
        let report = Report { diagnostics, gathers: true, ..Report::default() };
        let gathered = Gathered::new(&report);
        assert_eq!(gathered.shown.len(), 3 + 10 + 11 + 1 + 3);
        let lines: Vec<String> = gathered.lines().collect();
        assert_eq!(
            lines,
            [
                "d: 17 more findings; `--select d` shows all of them",
                "a: 9 more findings; `--select a` shows all of them",
            ]
        );
        let all = Report { gathers: false, ..report };
        assert_eq!(Gathered::new(&all).shown.len(), 54);
    }
}
