//! Runs the shell linter over a script.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};

use plimsoll_diagnostics::{Fix, Joined, Span};
use plimsoll_shell::{Dialect, Script};
use shuck_linter::{
    AmbientShellOptions, AnalysisRequest, LinterSettings, Rule, ShellCheckCodeMap, ShellDialect,
};

use crate::found::Found;
use crate::memory::{CacheKey, Memory};
use crate::own::{self, FACTS, View};
use crate::trigger::Trigger;

/// Checks scripts for some codes.
#[derive(Debug)]
pub struct ShellCheck {
    settings: LinterSettings,
    codes: HashMap<Rule, u32>,
    /// Those that are found in the shell model.
    own: BTreeSet<u32>,
    /// `None` when every script is looked at.
    trigger: Option<Trigger>,
    memory: Memory,
}

/// A script, and what is known where it is run.
#[derive(Clone, Copy, Debug)]
pub struct Input<'i> {
    /// The text as the shell gets it.
    pub script: &'i Joined<'i>,
    /// What the shell knows.
    pub dialect: Dialect,
    /// Whether it was started with `-e`.
    pub errexit: bool,
    /// Whether it was started with `-o pipefail`.
    pub pipefail: bool,
    /// Names of variables that are set already.
    pub variables: &'i [String],
    /// What the shell model has made of the same text, if it was asked: most scripts need no other look then.
    pub read: Option<&'i Script>,
    /// Whether it stands in its file without quotes of another language around it, so that it may be edited as shell.
    pub is_plain: bool,
}

/// What a code says about a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `2086`, which is written `SC2086`.
    pub code: u32,
    /// Where.
    pub span: Span,
    /// One line, no full stop.
    pub message: String,
    /// What happens, in a few words.
    pub label: &'static str,
    /// What would change it, in a few words.
    pub help: Option<String>,
    /// How to change the file, where that is certain.
    pub fix: Option<Fix>,
}

impl ShellCheck {
    /// Checks for these codes, and for no other.
    pub fn new(codes: impl IntoIterator<Item = u32>) -> ShellCheck {
        let map = ShellCheckCodeMap::default();
        let wanted: BTreeSet<u32> = codes.into_iter().collect();
        let own: BTreeSet<u32> =
            FACTS.iter().map(|own| own.code).filter(|code| wanted.contains(code)).collect();
        let codes: HashMap<Rule, u32> = map
            .mappings()
            .filter(|(code, _)| wanted.contains(code) && !own.contains(code))
            .map(|(code, rule)| (rule, code))
            .collect();
        let settings = LinterSettings::for_rules(codes.keys().copied()).with_resolve_source_closure(false);
        let trigger = Some(Trigger::new(codes.values().copied()));
        ShellCheck { settings, codes, own, trigger, memory: Memory::default() }
    }

    /// Looks also at scripts in which no code can find anything.
    #[cfg(test)]
    pub(crate) fn looking_everywhere(self) -> ShellCheck {
        ShellCheck { trigger: None, ..self }
    }

    /// Whether there is nothing to check for.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty() && self.own.is_empty()
    }

    /// What is to be said about a script. Nothing about one that cannot be read: half of it would mislead.
    ///
    /// The work grows with the square of the script, with the cube of its functions: the caller bounds both.
    pub fn check(&self, input: Input<'_>) -> Vec<Finding> {
        let Some(dialect) = dialect(input.dialect) else { return Vec::new() };
        let mut findings = self.find_own(input);
        let is_worth_checking =
            |trigger: &Trigger| trigger.is_worth_checking(&input.script.text, input.variables, input.read);
        if self.codes.is_empty() || !self.trigger.as_ref().is_none_or(is_worth_checking) {
            return findings;
        }
        // What is set already is exported, with a value that is one word: nothing else is known of it.
        let mut text = String::new();
        for name in input.variables {
            text.extend(["export ", name, "=1\n"]);
        }
        let prologue = text.len();
        text.push_str(&input.script.text);
        let key = CacheKey { text, dialect, errexit: input.errexit, pipefail: input.pipefail };
        let found = self.memory.answer(key, |key| self.find(key, prologue));
        findings.extend(found.iter().filter_map(|found| found.in_file(input)));
        findings
    }

    /// What is found in the shell model.
    fn find_own(&self, input: Input<'_>) -> Vec<Finding> {
        if self.own.is_empty() {
            return Vec::new();
        }
        let read = input.read.map_or_else(|| Cow::Owned(Script::parse(input.script)), Cow::Borrowed);
        let (script, dialect, errexit) = (input.script, input.dialect, input.errexit);
        let view = View { script, read: &read, dialect, errexit, variables: input.variables };
        own::check(&view, &self.own)
    }

    fn find(&self, key: &CacheKey, prologue: usize) -> Vec<Found> {
        let &CacheKey { ref text, dialect, errexit, pipefail } = key;
        let parsed = plimsoll_shell::syntax(text).filter(|parsed| !parsed.is_err());
        let Some(parsed) = parsed else { return Vec::new() };
        let mut settings = self.settings.clone().with_shell(dialect);
        settings.ambient_shell_options = AmbientShellOptions { errexit, pipefail };
        let request = AnalysisRequest::from_parse_result(&parsed, text, &settings);
        // Comments that silence codes are rare, and their names cost something to know.
        let request = if text.contains("shellcheck") { request } else { request.without_suppressions() };
        // A mistake in there costs what it would have said about this script.
        let found = catch_unwind(AssertUnwindSafe(|| request.lint())).unwrap_or_default();
        let codes = found.iter().filter_map(|found| Some((*self.codes.get(&found.rule)?, found)));
        codes.filter_map(|(code, found)| Found::new(code, found, prologue)).collect()
    }
}

/// The shell as ShellCheck knows it; it does not read Zsh.
fn dialect(dialect: Dialect) -> Option<ShellDialect> {
    match dialect {
        Dialect::Sh => Some(ShellDialect::Sh),
        Dialect::Dash | Dialect::Ash => Some(ShellDialect::Dash),
        Dialect::Bash => Some(ShellDialect::Bash),
        Dialect::Ksh => Some(ShellDialect::Ksh),
        Dialect::Zsh => None,
    }
}
