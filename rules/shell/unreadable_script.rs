//! A script that its shell refuses to read.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Dialect, Script, Shell, Unreadable};

use crate::project::truncated_command::lost_part;

#[derive(Default)]
pub(crate) struct UnreadableScript;

impl Rule for UnreadableScript {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        // `truncated-command` reports why the rest is missing.
        let service = container.service;
        if service.command.iter().chain(&service.entrypoint).any(|command| lost_part(command).is_some()) {
            return;
        }
        for given in container.shell_texts() {
            if matches!(given.dialect, Dialect::Ksh | Dialect::Zsh) {
                continue;
            }
            let script = Script::parse(&given.text);
            // `[-f` is the name of a program that does not exist.
            let glued = |name: &str| name.starts_with('[') && !matches!(name, "[" | "[[");
            let words = script.commands.iter().filter_map(|command| command.name_word());
            for word in words.filter(|word| word.literal().is_some_and(glued)) {
                cx.report(word.span, "missing space after `[`")
                    .here("the shell looks for a program with this name")
                    .help("add a space after `[` and before `]`")
                    .answers_to(["shellcheck:SC1035"]);
            }
            if let Some(unread) = script.unreadable(&given.text) {
                report(unread, cx);
            }
        }
    }

    fn check_script(&self, script: &Script, cx: &mut Context) {
        let text = match cx.instruction().map(|instruction| instruction.kind.triggered()) {
            Some(Kind::Run(run)) => run.command.shell_text(),
            _ => None,
        };
        let unread = match &text {
            Some(text) => script.unreadable(text),
            None => script.problems.first().map(|(span, reason)| Unreadable {
                span: *span,
                reason: reason.clone(),
                codes: vec!["SC1072", "SC1073"],
            }),
        };
        let Some(unread) = unread else { return };
        let shell = cx.stage().and_then(|stage| stage.script_shell_at(cx.index()));
        // It was read as Bash would: these two know more.
        if matches!(shell, Some(Shell::Posix(Dialect::Ksh | Dialect::Zsh))) {
            return;
        }
        // A template engine will change it first.
        let text = cx.instruction().map_or("", |instruction| cx.text(instruction.span));
        if text.contains("{{") || cx.stage().is_some_and(|stage| stage.file().is_template()) {
            return;
        }
        report(unread, cx);
    }
}

fn report(unread: Unreadable, cx: &mut Context) {
    let aliases = unread.codes.into_iter().map(|code| format!("shellcheck:{code}").into());
    cx.report(unread.span, "syntax error in this script")
        .here(unread.reason.replace('\'', "`"))
        .help("fix the syntax: the shell stops at this error")
        .aliases = Some(aliases.collect());
}
