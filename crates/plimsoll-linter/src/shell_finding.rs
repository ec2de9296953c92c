//! What the shell linter says about a place of a script, before a rule makes it a finding of its own.

use std::borrow::Cow;

use plimsoll_diagnostics::{Diagnostic, Fix, Span};
use plimsoll_dockerfile::Kind;
use plimsoll_shell::Command;

use crate::Context;

/// What a code of `ShellCheck` says about a place.
#[derive(Clone, Debug)]
pub struct ShellFinding {
    /// The code, as pages name it: `shellcheck:SC2086`.
    pub alias: &'static str,
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

impl ShellFinding {
    /// Moves every span.
    pub(crate) fn move_spans(&mut self, to: impl Fn(Span) -> Span) {
        self.span = to(self.span);
        for edit in self.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.span = to(edit.span);
        }
    }

    /// Reports it as it is; the answer takes more.
    pub fn report<'d>(&self, cx: &'d mut Context) -> &'d mut Diagnostic {
        self.retell(self.message.clone(), cx)
    }

    /// Reports it in other words; the answer takes more.
    pub fn retell<'d>(&self, message: impl Into<String>, cx: &'d mut Context) -> &'d mut Diagnostic {
        let finding = cx.report(self.span, message);
        finding.answers_to([self.alias]).help = self.help.clone().map(Cow::Owned);
        finding.fixes.extend(self.fix.clone());
        finding
    }

    /// The program of a step that gets the place in its arguments.
    pub fn program<'c>(&self, cx: &Context<'c>) -> Option<&'c str> {
        let Kind::Run(run) = &cx.instruction()?.kind else { return None };
        let commands = run.command.commands();
        let behind = commands.partition_point(|command| command.span.start <= self.span.start);
        let command = commands.get(behind.checked_sub(1)?)?;
        command.span.contains(self.span).then(|| command.name())
    }

    /// The program of a step that gets braces as they are written and succeeds with a name that does not exist, so that
    /// the build goes on.
    pub fn braces_kept_by<'c>(&self, cx: &Context<'c>) -> Option<&'c str> {
        let accepts = |command: &&Command| match command.name() {
            "mkdir" => command.has_option('p', &["--parents"]),
            "rm" => command.has_option('f', &["--force"]),
            "touch" => true,
            _ => false,
        };
        self.commands_with_braces(cx).find(accepts).map(Command::name)
    }

    /// Whether the step goes on with the braces: a program takes them as they are, or expands them itself, as `curl` does in
    /// a URL (<https://curl.se/docs/manpage.html>).
    pub fn has_accepted_braces(&self, cx: &Context) -> bool {
        let is_expanded = |command: &Command| {
            command.name() == "curl" && !command.has_option('g', &["--globoff"]) && self.is_in_url(command)
        };
        self.braces_kept_by(cx).is_some() || self.commands_with_braces(cx).any(is_expanded)
    }

    fn is_in_url(&self, command: &Command) -> bool {
        command.operands().any(|word| word.span.contains(self.span) && word.unquoted().contains("://"))
    }

    /// The commands of a step with the braces of this finding in an operand.
    fn commands_with_braces<'c>(&self, cx: &Context<'c>) -> impl Iterator<Item = &'c Command> {
        let instruction = cx.instruction().filter(|_| self.alias == "shellcheck:SC3009");
        let run = instruction.and_then(|instruction| match &instruction.kind {
            Kind::Run(run) => Some(run),
            _ => None,
        });
        let commands = run.into_iter().flat_map(|run| run.command.commands());
        commands.filter(|command| command.operands().any(|word| word.span.contains(self.span)))
    }
}
