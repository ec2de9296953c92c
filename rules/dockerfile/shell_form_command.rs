//! CMD or ENTRYPOINT that a shell starts.

use dockerfile::{Cmd, CommandLine, Entrypoint, Form};
use plimsoll_linter::prelude::*;
use shell::Script;

use super::malformed_exec_form::misread_program;

#[derive(Default)]
pub(crate) struct ShellFormCommand;

impl Rule for ShellFormCommand {
    fn check_cmd(&self, cmd: &Cmd, cx: &mut Context) {
        check(&cmd.command, "CMD", true, cx);
    }

    fn check_entrypoint(&self, entrypoint: &Entrypoint, cx: &mut Context) {
        check(&entrypoint.command, "ENTRYPOINT", true, cx);
    }
}

/// Reports a shell form where it is known which shell reads it, or where it is not.
pub(super) fn check(command: &CommandLine, name: &str, is_known: bool, cx: &mut Context) {
    let Form::Shell(text) = &command.form else { return };
    let sh = cx.stage().and_then(|stage| stage.sh_at(cx.index()));
    if sh.is_some() != is_known {
        return;
    }
    // Who chose a shell wants one, and `cmd` on Windows knows no signals. Where there is no shell at all, `missing-shell` says more.
    let chosen = |stage: Stage| {
        let is_missing = stage.lacks_shell(stage.end()).is_some();
        is_missing || stage.is_windows() || stage.shell_at(cx.index()).set_at.is_some()
    };
    if cx.is_trigger() || cx.stage().is_some_and(chosen) || misread_program(command, false).is_some() {
        return;
    }
    let script = command.script();
    let written = cx.text(text.whole()).trim_end();
    if replaces_itself(script, cx)
        || name == "CMD" && cx.stage().is_some_and(|stage| stage.signals_all())
        || sh == Some(shell::Dialect::Ash) && script.ends_in_program(written)
        || project::only_prints_help(script)
        || project::ignores_signals(script)
        || script.commands.iter().any(|command| command.is_wrapped_by("exec"))
    {
        return;
    }
    let is_last = cx.stage().is_none_or(|stage| stage.is_last());
    let is_minor = is_minor(script, written, cx);
    let here = match sh {
        Some(shell::Dialect::Dash) => {
            "`/bin/sh` is dash, which does not forward signals: `docker stop` kills the program after 10 s"
        }
        Some(shell::Dialect::Ash | shell::Dialect::Bash) => {
            "the shell replaces itself only with the last command, so earlier commands receive no signals"
        }
        _ => "if `/bin/sh -c` does not forward signals, `docker stop` kills the program after 10 s",
    };
    let array = as_array(script, written);
    let has_no_shebang = array.is_some()
        && cx.stage().zip(script.commands.first()).is_some_and(|(stage, command)| {
            stage.script_run_by(command).is_some_and(|text| !text.raw.starts_with("#!"))
        });
    let finding = cx
        .report(command.span, format!("`{name}` in shell form might not pass signals to the program"))
        .here(here);
    finding.is_minor = is_minor;
    match array {
        Some(_) if has_no_shebang => {
            finding.help("start the script with `#!/bin/sh`, make it executable, and write a JSON array");
        }
        Some(array) => {
            finding.help(format!("write a JSON array: `{name} {array}`"));
            finding.fix(Fix::risky("write a JSON array").replace(text.whole(), array));
        }
        None if script.commands.iter().all(|it| it.position.in_loop) => {
            finding.help("handle the signal in the script: `trap 'exit 0' TERM`");
        }
        None => {
            finding.help("write a JSON array, or add `exec` before the command that must receive signals");
        }
    }
    if !is_last {
        const PEERS: [&str; 3] =
            ["buildkit:JSONArgsRecommended", "hadolint:DL3025", "semgrep:prefer-json-notation"];
        finding.answers_to(PEERS);
    }
}

/// Whether nobody minds how it stops, or the exec form alone changes nothing: a script keeps its shell, or Python, which ignores
/// the signal as process 1, runs a file.
fn is_minor(script: &Script, written: &str, cx: &Context) -> bool {
    let Some(stage) = cx.stage() else { return false };
    let is_server = stage.shows_server() || cx.project().app.is_some();
    let reloads = || written.split_ascii_whitespace().any(|word| word == "--reload" || word == "runserver");
    let is_chain = || script.commands.iter().all(|it| it.position.depth == 0);
    let is_deaf = || is_chain() && script.commands.last().is_some_and(|it| stage.is_deaf(it));
    !is_server || stage.is_for_development() || reloads() || is_deaf()
}

/// Whether the image's shell is known to become the only command of the script, as after `exec`.
pub(super) fn replaces_itself(script: &Script, cx: &Context) -> bool {
    let sh = cx.stage().and_then(|stage| stage.sh_at(cx.index()));
    let [command] = script.commands.as_slice() else { return false };
    matches!(sh, Some(shell::Dialect::Ash | shell::Dialect::Bash))
        && script.pipelines.len() == 1
        && command.position.depth == 0
        && !command.position.in_condition
        && !command.position.in_subshell
}

/// The command as an exec form, when it needs no shell.
pub(crate) fn as_array(script: &Script, written: &str) -> Option<String> {
    const BUILTINS: [&str; 12] =
        [".", ":", "cd", "eval", "exit", "export", "read", "set", "source", "trap", "ulimit", "umask"];
    let [command] = script.commands.as_slice() else { return None };
    let is_plain = command.assignments.is_empty()
        && command.redirects.is_empty()
        && command.wrappers.is_empty()
        && script.pipelines.len() == 1
        && command.position.depth == 0
        && !command.position.in_condition
        && !command.position.in_subshell
        && command.span.len() == written.len()
        && !written.contains('\n')
        && !BUILTINS.contains(&command.name());
    let words: Option<Vec<String>> = command.words.iter().map(|word| Some(quote(word.literal()?))).collect();
    is_plain.then_some(())?;
    Some(format!("[{}]", words?.join(", ")))
}

fn quote(word: &str) -> String {
    format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
}
