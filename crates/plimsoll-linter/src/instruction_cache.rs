//! What was found in each instruction, kept while a file is edited: most instructions are the same after a keystroke.
//!
//! A rule that looked at nothing but the instruction says the same about the same text. [`Context`](crate::Context) knows
//! whether a rule looked further; only those that did are asked again.

use std::collections::HashMap;
use std::sync::Arc;

use plimsoll_diagnostics::{Diagnostic, Span};

use crate::ShellFinding;
use crate::carried::Carried;

/// What was found in a project when it was walked before.
#[derive(Default)]
pub(crate) struct InstructionCache {
    /// What rules found, by what they were given.
    pub(crate) instructions: Generations<CachedFindings>,
    /// What the shell linter found, by what it was given.
    scripts: Generations<(Span, Vec<ShellFinding>)>,
    /// What rules in Rego found, when they were asked for the last time.
    pub(crate) rego: Option<Carried>,
}

/// Answers of this walk and of the one before; what two walks do not need is forgotten.
pub(crate) struct Generations<T> {
    before: HashMap<String, T>,
    now: HashMap<String, T>,
}

/// What is known of an instruction.
pub(crate) struct CachedFindings {
    /// Where it stood then.
    at: Span,
    /// What rules found that looked at nothing else.
    found: Vec<Diagnostic>,
    /// The rules that looked further.
    pub(crate) further: Arc<[&'static str]>,
}

impl InstructionCache {
    /// What tells one question from every other: circumstances, names, and the text that it is about.
    pub(crate) fn key(circumstances: &[bool], names: &[&str], text: &str) -> String {
        let length = circumstances.len() + names.iter().map(|name| name.len() + 1).sum::<usize>() + 1;
        let mut key = String::with_capacity(length + text.len());
        key.extend(circumstances.iter().map(|is_so| if *is_so { '+' } else { '-' }));
        for name in names {
            key.push_str(name);
            key.push(',');
        }
        key.push('\n');
        key.push_str(text);
        key
    }

    /// What the shell linter finds in an instruction at `here`; it is asked when that is not known for `key`.
    pub(crate) fn script(
        &mut self,
        key: String,
        here: Span,
        check: impl FnOnce() -> Vec<ShellFinding>,
    ) -> Vec<ShellFinding> {
        if let Some((at, found)) = self.scripts.get(&key) {
            let mut found = found.clone();
            for finding in &mut found {
                finding.move_spans(|span| moved(span, *at, here));
            }
            return found;
        }
        let found = check();
        self.scripts.insert(key, (here, found.clone()));
        found
    }

    /// The walk is done.
    pub(crate) fn turn(&mut self) {
        self.instructions.turn();
        self.scripts.turn();
    }
}

impl<T> Generations<T> {
    /// The answer that was given.
    pub(crate) fn get(&mut self, key: &str) -> Option<&T> {
        match self.before.remove_entry(key) {
            Some((key, answer)) => Some(self.now.entry(key).insert_entry(answer).into_mut()),
            None => self.now.get(key),
        }
    }

    /// Keeps an answer.
    pub(crate) fn insert(&mut self, key: String, answer: T) {
        self.now.insert(key, answer);
    }

    fn turn(&mut self) {
        let as_many = HashMap::with_capacity(self.now.len());
        self.before = std::mem::replace(&mut self.now, as_many);
    }
}

impl<T> Default for Generations<T> {
    fn default() -> Generations<T> {
        Generations { before: HashMap::new(), now: HashMap::new() }
    }
}

impl CachedFindings {
    /// Of what was found in an instruction at `at`, what can be said again.
    pub(crate) fn new(at: Span, found: &[Diagnostic], further: Vec<&'static str>) -> CachedFindings {
        let is_own = |finding: &&Diagnostic| !further.iter().any(|rule| *rule == finding.rule);
        CachedFindings { at, found: found.iter().filter(is_own).cloned().collect(), further: further.into() }
    }

    /// What was found, as findings of an instruction that stands at `here` now.
    pub(crate) fn found_at(&self, here: Span) -> impl Iterator<Item = Diagnostic> {
        self.found.iter().cloned().map(move |mut finding| {
            finding.move_spans(|span| moved(span, self.at, here));
            finding
        })
    }
}

/// A place in or around an instruction that stood at `from` and stands at `to`.
fn moved(span: Span, from: Span, to: Span) -> Span {
    let place = |at: u32| at.wrapping_sub(from.start).wrapping_add(to.start);
    Span { file: to.file, start: place(span.start), end: place(span.end) }
}
