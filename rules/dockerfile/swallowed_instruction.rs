//! An instruction that became part of another one, which fails with it.

use dockerfile::{Cmd, Entrypoint, Form, Instruction, Keyword, Kind, Run};
use plimsoll_linter::prelude::*;
use shell::{Command, PackageManager, PackageVerb, Word};

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

    fn check_run(&self, run: &Run, cx: &mut Context) {
        report(run, true, cx);
    }
}

/// An instruction in a script.
struct Swallowed {
    span: Span,
    keyword: Keyword,
    /// Whether it is the name of a command, not an argument.
    is_name: bool,
    /// Whether the step fails with it.
    fails: bool,
}

/// Reports the first instruction in a script that the step certainly fails with; without `fails`, the first instruction in a
/// script that has none of these.
pub(super) fn report(run: &Run, fails: bool, cx: &mut Context) {
    if run.command.is_exec() || run.command.interpreter().is_some() {
        return;
    }
    let commands = run.command.script().commands.iter();
    let found: Vec<Swallowed> = commands.flat_map(|command| swallowed(command, run, cx)).collect();
    let place = found.iter().find(|it| it.fails).or(found.first()).filter(|it| it.fails == fails);
    let Some(&Swallowed { span, keyword, is_name, .. }) = place else { return };
    let name = keyword.name();
    let opens_line = opens_line(span, cx);
    let finding = cx.report(span, format!("`{name}` is parsed as part of a `RUN`, not as an instruction"));
    if opens_line {
        finding.here(if is_name {
            "the previous line ends with `\\`, so the shell runs this line as a command"
        } else {
            "the previous line ends with `\\`, so this line is passed as arguments to the command above"
        });
        finding.help("remove `\\` and any `&&` at the end of the previous line");
    } else {
        finding.here("the shell looks for a program with this name").help(match keyword {
            Keyword::Run => "remove the second `RUN`".to_owned(),
            _ => format!("start a new line with `{name}` to make it an instruction"),
        });
    }
}

fn swallowed(command: &Command, run: &Run, cx: &Context) -> Vec<Swallowed> {
    // In the middle of a line, only the name of a command can be meant as an instruction.
    let program = command.words.iter().take(1).map(|word| (word, true));
    let words = program.chain(command.arguments().iter().map(|word| (word, false)));
    let spelled = words.filter_map(|(word, is_name)| Some((word, is_name, instruction_name(word)?)));
    // `LABEL -h` calls a program of this name.
    let is_called = |keyword: Keyword| {
        keyword == Keyword::Label && !command.arguments().iter().any(|argument| argument.raw.contains('='))
    };
    let found = spelled
        .filter(|(word, is_name, keyword)| opens_line(word.span, cx) || *is_name && !is_called(*keyword));
    let ends_step = || cx.stage().is_some_and(|stage| stage.fails_with(&run.command, command, cx.index()));
    found
        .map(|(word, is_name, keyword)| {
            let fails = (is_name || is_package(command, word)) && ends_step();
            Swallowed { span: word.span, keyword, is_name, fails }
        })
        .collect()
}

/// Whether the command installs a package of this name, which no distribution has: their names are lowercase.
fn is_package(command: &Command, word: &Word) -> bool {
    use PackageManager as M;
    command.package_action().is_some_and(|action| {
        action.verb == PackageVerb::Install
            && matches!(action.manager, M::Apk | M::Apt | M::AptGet)
            && action.packages.iter().any(|package| package.word.span == word.span)
    })
}

/// The instruction that a word spells in capitals.
fn instruction_name(word: &Word) -> Option<Keyword> {
    if !word.raw.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    Keyword::from_name(word.literal().filter(|name| *name == &*word.raw)?)
}

/// Whether nothing stands before a word on its line.
fn opens_line(word: Span, cx: &Context) -> bool {
    word.start > 0 && cx.text(Span { start: word.start - 1, end: word.start, ..word }) == "\n"
}
