//! An instruction that became part of another one.

use dockerfile::{Cmd, Entrypoint, Form, Instruction, Keyword, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct SwallowedInstruction;

impl Rule for SwallowedInstruction {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let name = instruction.keyword.value.to_ascii_uppercase();
        let found = match &instruction.kind {
            Kind::Cmd(Cmd { command }) | Kind::Entrypoint(Entrypoint { command }) => match &command.form {
                Form::Shell(text) if text.text.split([' ', '\t']).next() == Some(&*name) => {
                    let span = text.span(0..name.len());
                    cx.report(span, format!("`{name}` is written twice"))
                        .here("the shell looks for a program with this name")
                        .help(format!("remove the second `{name}`"));
                    return;
                }
                _ => return,
            },
            _ => instruction.copy_paths().and_then(|(sources, to)| {
                sources.iter().chain([to]).skip(1).find_map(|word| {
                    let keyword = Keyword::from_name(word.text.raw)?;
                    let is_upper = word.text.raw.bytes().all(|byte| byte.is_ascii_uppercase());
                    (is_upper && opens_line(word.text.span, cx)).then_some((word.text.span, keyword))
                })
            }),
        };
        let Some((span, keyword)) = found else { return };
        let own = keyword.name();
        cx.report(span, format!("`{own}` is part of the `{name}` above, not an instruction"))
            .here("the previous line ends with `\\`, so each word on this line is a path")
            .help("remove `\\` at the end of the previous line");
    }

    fn check_run(&self, run: &dockerfile::Run, cx: &mut Context) {
        if run.command.is_exec() || run.command.interpreter().is_some() {
            return;
        }
        let script = run.command.script();
        let mut words = script.commands.iter().flat_map(|command| {
            // In the middle of a line, only the name of a command can be meant as an instruction.
            let name = command.words.iter().take(1).map(move |word| (command, word, true));
            name.chain(command.arguments().iter().map(move |word| (command, word, false)))
        });
        let swallowed = words.find_map(|(command, word, is_name)| {
            let keyword = instruction_name(word)?;
            // `LABEL -h` calls a program of this name.
            let is_called = is_name
                && !opens_line(word.span, cx)
                && keyword == Keyword::Label
                && !command.arguments().iter().any(|argument| argument.raw.contains('='));
            (!is_called && (is_name || opens_line(word.span, cx))).then_some((word.span, keyword))
        });
        let Some((span, keyword)) = swallowed else { return };
        let name = keyword.name();
        let opens_line = opens_line(span, cx);
        let finding =
            cx.report(span, format!("`{name}` is parsed as part of a `RUN`, not as an instruction"));
        if opens_line {
            finding.here("the previous line ends with `\\`, so this line is part of that command");
            finding.help("remove `\\` and any `&&` at the end of the previous line");
        } else {
            finding.here("the shell looks for a program with this name").help(match keyword {
                Keyword::Run => "remove the second `RUN`".to_owned(),
                _ => format!("start a new line with `{name}` to make it an instruction"),
            });
        }
    }
}

/// The instruction that a word spells in capitals.
fn instruction_name(word: &shell::Word) -> Option<Keyword> {
    if !word.raw.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    Keyword::from_name(word.literal().filter(|name| *name == &*word.raw)?)
}

/// Whether nothing stands before a word on its line.
fn opens_line(word: Span, cx: &Context) -> bool {
    word.start > 0 && cx.text(Span { start: word.start - 1, end: word.start, ..word }) == "\n"
}
