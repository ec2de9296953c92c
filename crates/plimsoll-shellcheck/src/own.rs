//! The codes that the shell linter does not have, found in the shell model: what is written here is after the manuals of
//! the shells and of the programs.

mod conditions;
mod facts;
mod names;
mod programs;
mod redirections;
mod small;
mod text;
mod variables;

use std::collections::BTreeSet;

use plimsoll_diagnostics::Span;
use plimsoll_shell::{Command, Dialect, Script, Word};

pub(crate) use self::facts::FACTS;
use crate::check::Finding;

/// A script, and what is known of its shell.
pub(crate) struct View<'v> {
    pub(crate) script: &'v plimsoll_diagnostics::Joined<'v>,
    pub(crate) read: &'v Script,
    pub(crate) dialect: Dialect,
    pub(crate) errexit: bool,
    pub(crate) variables: &'v [String],
}

/// What was found of the codes that are wanted.
pub(crate) struct Findings<'w> {
    wanted: &'w BTreeSet<u32>,
    found: Vec<Finding>,
}

/// What the codes of ours that are `wanted` say about a script. Nothing about one that cannot be read.
pub(crate) fn check(view: &View<'_>, wanted: &BTreeSet<u32>) -> Vec<Finding> {
    let mut findings = Findings { wanted, found: Vec::new() };
    if wanted.is_empty() || !view.read.problems.is_empty() {
        return Vec::new();
    }
    for (at, command) in view.read.commands.iter().enumerate() {
        names::check(at, command, &mut findings);
        programs::check(view, at, command, &mut findings);
        conditions::check(view, at, command, &mut findings);
        redirections::check(view, command, &mut findings);
        variables::check(view, command, &mut findings);
        if matches!(view.dialect, Dialect::Sh | Dialect::Dash | Dialect::Ash) {
            small::check(view, command, &mut findings);
        }
    }
    conditions::check_negations(view, &mut findings);
    variables::check_loops(view, &mut findings);
    text::check(view, &mut findings);
    findings.found.sort_by_cached_key(|finding| finding.span.start);
    findings.found
}

impl Findings<'_> {
    /// Reports a code at a place.
    fn add(&mut self, code: u32, span: Span) {
        if !self.wanted.contains(&code) {
            return;
        }
        let Some(fact) = FACTS.iter().find(|fact| fact.code == code) else { return };
        self.found.push(Finding {
            code,
            span,
            message: fact.message.to_owned(),
            label: fact.label,
            help: (!fact.help.is_empty()).then(|| fact.help.to_owned()),
            fix: None,
        });
    }

    /// Whether one of these codes is wanted.
    fn want(&self, codes: &[u32]) -> bool {
        codes.iter().any(|code| self.wanted.contains(code))
    }
}

impl View<'_> {
    fn text(&self) -> &str {
        &self.script.text
    }

    /// The byte of the script's text that stands at a place of the file.
    fn offset(&self, at: u32) -> usize {
        let (mut low, mut high) = (0, self.text().len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.script.span(middle..middle).start < at {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// What stands between two places.
    fn between(&self, from: Span, to: Span) -> &str {
        self.text().get(self.offset(from.end)..self.offset(to.start)).unwrap_or_default()
    }
}

/// A part of a word; all of it where a line is continued inside.
fn part(word: &Word, start: usize, end: usize) -> Span {
    if word.span.len() != word.raw.len() {
        return word.span;
    }
    Span { start: word.span.start + start as u32, end: word.span.start + end as u32, ..word.span }
}

/// Whether a text is the name of a variable.
fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first == '_' || first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric())
}

/// The words of a command that are no options.
fn operands(command: &Command) -> Vec<&Word> {
    command.operands().collect()
}
