//! Runs the shell linter over a script.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use plimsoll_diagnostics::{Fix, Joined, Span};
use plimsoll_shell::Dialect;
use shuck_linter::{
    AmbientShellOptions, AnalysisRequest, Diagnostic, LinterSettings, Rule, ShellCheckCodeMap, ShellDialect,
};

use crate::place::{self, Shift};
use crate::trigger::is_worth_checking;

/// Checks scripts for some codes.
#[derive(Debug)]
pub struct ShellCheck {
    settings: LinterSettings,
    codes: HashMap<Rule, u32>,
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
    /// What would change it, in a few words.
    pub help: Option<String>,
    /// How to change the file, where that is certain.
    pub fix: Option<Fix>,
}

impl ShellCheck {
    /// Checks for these codes, and for no other.
    pub fn new(codes: impl IntoIterator<Item = u32>) -> ShellCheck {
        let map = ShellCheckCodeMap::default();
        let wanted: std::collections::HashSet<u32> = codes.into_iter().collect();
        let codes: HashMap<Rule, u32> = map
            .mappings()
            .filter(|(code, _)| wanted.contains(code))
            .map(|(code, rule)| (rule, code))
            .collect();
        let settings = LinterSettings::for_rules(codes.keys().copied()).with_resolve_source_closure(false);
        ShellCheck { settings, codes }
    }

    /// Whether there is nothing to check for.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// What is to be said about a script. Nothing about one that cannot be read: half of it would mislead.
    pub fn check(&self, input: Input<'_>) -> Vec<Finding> {
        let Some(dialect) = dialect(input.dialect) else { return Vec::new() };
        if self.is_empty() || !is_worth_checking(&input.script.text) {
            return Vec::new();
        }
        // What is set already is exported, with a value that is one word: nothing else is known of it.
        let mut prologue = String::new();
        for name in input.variables {
            prologue.extend(["export ", name, "=1\n"]);
        }
        let shift = Shift(prologue.len());
        let text = prologue + &input.script.text;
        let Some(parsed) = plimsoll_shell::syntax(&text) else { return Vec::new() };
        if parsed.is_err() {
            return Vec::new();
        }
        let mut settings = self.settings.clone().with_shell(dialect);
        settings.ambient_shell_options =
            AmbientShellOptions { errexit: input.errexit, pipefail: input.pipefail };
        let request = AnalysisRequest::from_parse_result(&parsed, &text, &settings);
        // Comments that silence codes are rare, and their names cost something to know.
        let request = if text.contains("shellcheck") { request } else { request.without_suppressions() };
        // A mistake in there costs what it would have said about this script.
        let found = catch_unwind(AssertUnwindSafe(|| request.lint())).unwrap_or_default();
        found.iter().filter_map(|finding| self.finding(finding, shift, input)).collect()
    }

    fn finding(&self, found: &Diagnostic, shift: Shift, input: Input<'_>) -> Option<Finding> {
        let script = input.script;
        let code = *self.codes.get(&found.rule)?;
        let range = shift.back(found.span.start.offset()..found.span.end.offset(), script)?;
        let message = found.message.lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
        Some(Finding {
            code,
            span: script.span(range),
            message,
            help: found.fix_title.clone(),
            fix: place::fix(found, shift, script).filter(|_| input.is_plain),
        })
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
