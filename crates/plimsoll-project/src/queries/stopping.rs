//! Whether anybody minds how what a stage starts is stopped.

use plimsoll_diagnostics::{Joined, Text};
use plimsoll_shell::{Command, Script, Word};

use crate::Stage;

impl Stage<'_> {
    /// Whether its name says that it is for development or tests.
    pub fn is_for_development(&self) -> bool {
        const WORDS: [&str; 6] = ["dev", "devel", "development", "test", "tests", "debug"];
        let is_word = |word: &str| WORDS.iter().any(|own| own.eq_ignore_ascii_case(word));
        self.name().is_some_and(|name| name.value.split(['-', '_', '.']).any(is_word))
    }

    /// The text of the script of the build context that a command of its CMD or ENTRYPOINT runs, if that is at hand:
    /// `/app/run.sh`, `bash /app/run.sh`.
    pub fn script_run_by(&self, command: &Command) -> Option<Text<'_>> {
        let is_shell = matches!(command.name(), "sh" | "bash" | "ash" | "dash");
        let word = command.words.get(usize::from(is_shell))?;
        self.file().entrypoint_text(word.unquoted())
    }

    /// Whether the exec form alone changes nothing for a command: it does not handle SIGTERM, which process 1 then ignores.
    pub fn is_deaf(&self, command: &Command) -> bool {
        let arguments = || command.arguments().iter().map(Word::unquoted);
        let is_module =
            arguments().take_while(|word| word.starts_with('-')).any(|word| word == "-m" || word == "-c");
        let file = arguments().find(|word| !word.starts_with('-')).filter(|word| word.ends_with(".py"));
        let runs_file = matches!(command.name(), "python" | "python3") && file.is_some() && !is_module;
        // https://github.com/Pylons/waitress/issues/269
        runs_file || command.name() == "waitress-serve" || self.keeps_shell(command)
    }

    /// Whether what a command runs is a script of the build context whose shell neither hands over to another program nor handles
    /// signals.
    fn keeps_shell(&self, command: &Command) -> bool {
        // `exec 2>/dev/null` hands over to nothing.
        let is_exec = |it: &Command| it.name() == "exec" && !it.arguments().is_empty();
        let hands_over = |it: &Command| it.is_wrapped_by("exec") || is_exec(it) || it.name() == "trap";
        let script = self.script_run_by(command).map(|text| Script::parse(&Joined::verbatim(text)));
        script.is_some_and(|script| !script.commands.iter().any(hands_over))
    }
}

/// Whether it prints what the program says of itself and ends: nobody stops that with a signal.
pub fn only_prints_help(script: &Script) -> bool {
    const ASKS: [&str; 5] = ["--help", "-h", "-help", "--version", "-V"];
    let prints = |command: &Command| match command.arguments() {
        [word] => ASKS.contains(&word.unquoted()),
        [verb, _] => matches!(command.name(), "pip" | "pip3") && verb.is("show"),
        _ => false,
    };
    !script.commands.is_empty() && script.commands.iter().all(prints)
}

/// Whether it is a program that handles no SIGTERM, which process 1 then ignores: the exec form changes nothing. An interactive
/// shell ignores it as well.
pub fn ignores_signals(script: &Script) -> bool {
    let [command] = script.commands.as_slice() else { return false };
    match command.name() {
        // The container ends by itself, or waits for nothing.
        ":" | "true" | "false" | "exit" | "sleep" => true,
        "tail" => command.has_option('f', &["--follow"]) || command.has_option('F', &[]),
        "sh" | "bash" | "ash" | "dash" | "zsh" => {
            command.arguments().iter().all(|word| matches!(word.unquoted(), "-i" | "-l" | "--login"))
        }
        _ => false,
    }
}
