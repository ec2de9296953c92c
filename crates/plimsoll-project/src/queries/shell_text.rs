//! The texts that shells of the POSIX family get, and what those shells know when they read them.

use std::borrow::Cow;

use plimsoll_compose::interpolate::{Piece, Template};
use plimsoll_compose::yaml::{Scalar, Style};
use plimsoll_compose::{CommandForm, TestForm};
use plimsoll_diagnostics::{Joined, JoinedBuilder};
use plimsoll_dockerfile::{CommandLine, Form};
use plimsoll_shell::{Command, Dialect, Script, Shell, string_argument};

use crate::values::shell::has_option;
use crate::{Container, DockerfileModel, Stage, Value};

/// A script as a shell gets it.
#[derive(Clone, Debug)]
pub struct ShellText<'p> {
    /// The text, with its way back to the file.
    pub text: Cow<'p, Joined<'p>>,
    /// What the shell knows.
    pub dialect: Dialect,
    /// Whether the shell was started with `-e`.
    pub errexit: bool,
    /// Whether the shell was started with `-o pipefail`.
    pub pipefail: bool,
    /// The variables in the text that are set before it runs, or may be.
    pub variables: Vec<String>,
    /// Whose text it is, where the tree of its file has that as commands.
    command: Option<&'p CommandLine<'p>>,
    /// Whether it stands in the file without quotes of another language around it, so that it may be edited as shell.
    pub is_plain: bool,
}

impl<'p> DockerfileModel<'p> {
    /// The shell that a comment names for a stage: the last one in front of or in the stage, or above all stages.
    pub(crate) fn shell_in_comment(&self, stage: Stage<'p>, before: u32) -> Option<&'p str> {
        let start = stage.span().start;
        let first = self.ranges.first().and_then(|range| self.tree.instructions.get(range.start));
        let preamble = first.map_or(0, |from| from.span.start);
        let last_before = |end: u32| {
            let next = self.shell_comments.partition_point(|(at, _)| *at < end);
            self.shell_comments.get(next.checked_sub(1)?)
        };
        let here = last_before(before).filter(|(at, _)| *at >= start);
        here.or_else(|| last_before(before.min(preamble))).map(|(_, shell)| *shell)
    }
}

impl<'p> ShellText<'p> {
    /// The same text as commands, where the tree of its file has it: read when it is first asked for.
    pub fn read(&self) -> Option<&'p Script> {
        self.command.map(CommandLine::script)
    }
}

impl<'p> Stage<'p> {
    /// The script of a command in instruction `at`, when a shell of the POSIX family reads it.
    ///
    /// `is_run` tells whether it is run while building, when ARG is set too.
    pub fn shell_text(&self, command: &'p CommandLine<'p>, at: usize, is_run: bool) -> Option<ShellText<'p>> {
        let text = command.shell_text().filter(|_| !self.file().is_template())?;
        let is_plain = !command.is_exec();
        let started = match (&command.form, command.interpreter()) {
            (Form::Exec(words), _) => {
                let words: Vec<&str> = words.iter().map(|word| &*word.value).collect();
                Started::by(&words)
            }
            (_, Some(line)) => Started {
                shell: Shell::from_interpreter(line.raw),
                ..Started::by(&line.raw.split_ascii_whitespace().collect::<Vec<_>>())
            },
            (Form::Shell(_), None) => {
                if let Some(named) = self.file().shell_in_comment(*self, command.span.start) {
                    Started::by(&named.split_ascii_whitespace().collect::<Vec<_>>())
                } else {
                    let shell = self.shell_at(at);
                    let (errexit, pipefail) = (shell.has_errexit(), shell.has_pipefail());
                    Started { shell: shell.shell, errexit, pipefail }
                }
            }
        };
        let is_set = |name: &str| {
            let of_build = is_run && (self.declares(name, at) || is_proxy(name));
            of_build || self.evaluation.env.at(name, self.time(self.end())).is_some()
        };
        let found = started.text(Cow::Borrowed(text), is_plain, is_set)?;
        Some(ShellText { command: Some(command), ..found })
    }

    /// Whether the step at `at` fails when this command of it does.
    pub fn fails_with(&self, run: &'p CommandLine<'p>, command: &Command, at: usize) -> bool {
        let has_errexit = || self.shell_text(run, at, true).is_some_and(|text| text.errexit);
        run.script().fails_with(command, has_errexit)
    }

    /// Each command of the step at `at`, and whether the step fails when it does.
    pub fn with_failures(&self, run: &'p CommandLine<'p>, at: usize) -> Vec<(&'p Command, bool)> {
        let has_errexit = self.shell_text(run, at, true).is_some_and(|text| text.errexit);
        run.script().with_failures(has_errexit)
    }
}

impl<'p> Container<'p> {
    /// The scripts that a service itself gives to a shell of the POSIX family: in `entrypoint`, `command` and
    /// `healthcheck`. What a variable without a value is part of is left out.
    pub fn shell_texts(&self) -> Vec<ShellText<'p>> {
        let service = self.service;
        let given = |command: Option<&'p plimsoll_compose::Command<'p>>| {
            command.filter(|command| command.form != CommandForm::Null).map_or(&[][..], |it| &*it.words)
        };
        let (entrypoint, command) = (given(service.entrypoint.as_ref()), given(service.command.as_ref()));
        let together: Vec<&Scalar<'p>> = entrypoint.iter().chain(command).collect();
        let mut found: Vec<_> = self.string_of(&together).into_iter().collect();
        if let Some(test) = service.healthcheck.as_ref().and_then(|check| check.test.as_ref()) {
            let words: Vec<&Scalar<'p>> = test.words.iter().collect();
            match (test.form, words.first()) {
                (TestForm::String | TestForm::CmdShell, Some(script)) => {
                    let sh = Started { shell: Shell::Posix(Dialect::Sh), errexit: false, pipefail: false };
                    found.extend(self.script(script, sh));
                }
                (TestForm::Cmd, _) => found.extend(self.string_of(&words)),
                _ => {}
            }
        }
        found
    }

    /// The script among the words of a command that calls a shell.
    fn string_of(&self, words: &[&Scalar<'p>]) -> Option<ShellText<'p>> {
        let values: Vec<&str> = words.iter().map(|word| &*word.value).collect();
        let at = string_argument(values.iter().copied())?;
        self.script(words.get(at)?, Started::by(values.get(..at)?))
    }

    fn script(&self, scalar: &Scalar<'p>, started: Started) -> Option<ShellText<'p>> {
        let is_block = matches!(scalar.style, Style::Literal | Style::Folded);
        let is_plain = is_block && !scalar.value.contains('$');
        let is_set = |name: &str| !matches!(self.env(name), Value::Unset);
        started.text(Cow::Owned(given_to_shell(scalar)?), is_plain, is_set)
    }
}

/// A shell, and how it was started.
struct Started {
    shell: Shell,
    errexit: bool,
    pipefail: bool,
}

impl Started {
    /// A program with its arguments.
    fn by(words: &[&str]) -> Started {
        let options = || words.iter().copied().skip(1);
        Started {
            shell: Shell::from_path(words.first().copied().unwrap_or_default()),
            errexit: has_option(options(), "errexit", Some('e')),
            pipefail: has_option(options(), "pipefail", None),
        }
    }

    fn text<'p>(
        self,
        text: Cow<'p, Joined<'p>>,
        is_plain: bool,
        is_set: impl Fn(&str) -> bool,
    ) -> Option<ShellText<'p>> {
        let Shell::Posix(dialect) = self.shell else { return None };
        if holds_template(&text.text) {
            return None;
        }
        let Started { errexit, pipefail, .. } = self;
        let variables = variables(&text).into_iter().filter(|name| is_set(name)).collect();
        Some(ShellText { text, dialect, errexit, pipefail, variables, command: None, is_plain })
    }
}

/// Whether a template engine will change the text before a shell gets it: `{{` outside of quotes.
fn holds_template(text: &str) -> bool {
    let mut quote = None;
    let mut before = ' ';
    for character in text.chars() {
        match (quote, character) {
            (Some(open), close) if open == close => quote = None,
            (None, '"' | '\'') if before != '\\' => quote = Some(character),
            (None, '{') if before == '{' => return true,
            _ => {}
        }
        before = character;
    }
    false
}

/// The names behind each `$` of a text, each once.
fn variables(text: &Joined<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for behind in text.text.split('$').skip(1) {
        let behind = behind.trim_start_matches(['{', '#', '!']);
        let is_name = |character: char| character == '_' || character.is_ascii_alphanumeric();
        let end = behind.find(|character| !is_name(character)).unwrap_or(behind.len());
        let name = behind.get(..end).unwrap_or_default();
        if !name.is_empty() && !name.starts_with(|first: char| first.is_ascii_digit()) {
            names.push(name.to_owned());
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// The build arguments that BuildKit declares by itself.
///
/// Source: Dockerfile reference, "Predefined ARGs".
fn is_proxy(name: &str) -> bool {
    name.to_ascii_lowercase()
        .strip_suffix("_proxy")
        .is_some_and(|kind| ["http", "https", "ftp", "no", "all"].contains(&kind))
}

/// A value as its program gets it: `$$` is `$`, variables are what the file says. `None` when one has no value.
fn given_to_shell<'s>(scalar: &Scalar<'s>) -> Option<Joined<'s>> {
    let joined = scalar.joined();
    if !scalar.value.contains('$') {
        return Some(joined);
    }
    let template = Template::parse(&scalar.value);
    if template.error.is_some() {
        return None;
    }
    let mut builder = JoinedBuilder::new(scalar.span.file);
    let mut at = 0;
    for piece in template.pieces {
        let (end, is_literal) = match &piece {
            Piece::Literal(literal) => (at + literal.len(), true),
            Piece::Escape => (at + 2, false),
            Piece::Variable(variable) => (variable.range.end, false),
        };
        if is_literal {
            builder.push_joined(&joined, at..end);
        } else {
            let expansion = Template { pieces: vec![piece], error: None }.expand(|_| None);
            if !expansion.unset.is_empty() || !expansion.missing.is_empty() {
                return None;
            }
            builder.push_replaced(&expansion.value, joined.span(at..end));
        }
        at = end;
    }
    Some(builder.finish())
}
