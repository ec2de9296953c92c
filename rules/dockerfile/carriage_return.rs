//! Windows line endings in a here-document that a program runs.

use dockerfile::{Instruction, Kind, Run};
use plimsoll_linter::prelude::*;
use shell::Shell;

#[derive(Default)]
pub(crate) struct CarriageReturn;

impl Rule for CarriageReturn {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        // Other programs may take such lines, and what a command writes to a file may be meant.
        let (is_run, is_script) = match &instruction.kind {
            Kind::Run(run) => (true, is_read_by_shell(run, cx)),
            Kind::Copy(_) | Kind::Add(_) => (false, false),
            _ => return,
        };
        let script = instruction.heredocs.iter().find(|heredoc| {
            let body = heredoc.body.raw;
            body.contains("\r\n") && !body.trim().is_empty() && (is_script || body.starts_with("#!"))
        });
        let Some(heredoc) = script else { return };
        if cx.stage().is_some_and(|stage| stage.is_windows()) {
            return;
        }
        let line = heredoc.body.raw.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let start = line.as_ptr().addr() - heredoc.body.raw.as_ptr().addr();
        let line = heredoc.body.slice(start, start + line.trim_end().len()).span;
        let message = if is_run {
            "the shell reads Windows line endings as part of each command"
        } else {
            "this script's interpreter does not exist"
        };
        cx.report(line, message)
            .here("this line ends with a carriage return (CR)")
            .label(heredoc.marker.span, "BuildKit does not change the line endings in a here-document")
            .help(
                "save the file with LF line endings, and add `*Dockerfile* text eol=lf` to `.gitattributes`",
            );
    }
}

/// Whether a shell runs what the here-document holds: nothing stands beside it, or the name of a shell.
fn is_read_by_shell(run: &Run, cx: &Context) -> bool {
    let line = cx.text(run.command.span).lines().next().unwrap_or_default();
    let mut words = line.split_whitespace().filter(|word| !word.starts_with("<<"));
    words.next().is_none_or(|word| Shell::from_path(word).is_posix())
}
