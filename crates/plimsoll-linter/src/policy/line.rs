//! The lines of a policy, as reports show them.

use plimsoll_diagnostics::{Level, Span};

use super::Policy;

/// A line of a policy, for a report.
pub struct PolicyLine<'p> {
    /// The requirement that it asks for.
    pub requirement: &'static str,
    /// The section and the key, as they are written.
    pub section: &'p str,
    /// The key, with its group.
    pub key: &'p str,
    /// How much it is asked for, and from when on if that day is to come.
    pub word: String,
    /// Where the word stands, in the policy's files.
    pub place: Span,
    /// All that is written of what it declares; the word, where it declares nothing.
    pub extent: Span,
    /// The lowest level of what breaks it on the day.
    pub level: Level,
    /// The environment that it is about, if it is about one.
    pub environment: Option<&'p str>,
    /// The services that it is asked of; empty: all.
    pub only: Vec<&'p str>,
    /// Why it is asked.
    pub why: Option<&'p str>,
    /// Its number, as verdicts name it.
    pub number: usize,
}

impl Policy {
    /// The lines that ask for something, as they hold on a day.
    pub fn lines<'p>(&'p self, today: &'p str) -> impl Iterator<Item = PolicyLine<'p>> {
        self.constraints.iter().enumerate().map(move |(number, constraint)| PolicyLine {
            requirement: constraint.requirement.name,
            section: &constraint.section,
            key: &constraint.key,
            word: constraint.word_on(today),
            place: constraint.place,
            extent: self.extent(number).unwrap_or(constraint.place),
            level: constraint.level(today),
            environment: constraint.environment.as_ref().map(|environment| &*environment.name),
            only: constraint.only.iter().map(|(name, _)| &**name).collect(),
            why: constraint.why.as_deref(),
            number,
        })
    }

    fn extent(&self, constraint: usize) -> Option<Span> {
        let check = self.checks.iter().find(|check| check.constraints.contains(&constraint))?;
        check.written.as_ref().map(|written| written.span)
    }
}
