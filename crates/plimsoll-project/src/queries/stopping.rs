//! Whether anybody minds how what a stage starts is stopped.

use plimsoll_shell::{Command, Script};

use crate::Stage;

impl Stage<'_> {
    /// Whether its name says that it is for development or tests.
    pub fn is_for_development(&self) -> bool {
        const WORDS: [&str; 6] = ["dev", "devel", "development", "test", "tests", "debug"];
        let is_word = |word: &str| WORDS.iter().any(|own| own.eq_ignore_ascii_case(word));
        self.name().is_some_and(|name| name.value.split(['-', '_', '.']).any(is_word))
    }

    /// Whether a program that it starts is a script of the build context whose shell neither hands over to another program nor
    /// handles signals.
    pub fn keeps_shell(&self, program: &str) -> bool {
        let hands_over = |it: &Command| it.is_wrapped_by("exec") || matches!(it.name(), "exec" | "trap");
        let script = self.file().entrypoint_script(program);
        script.is_some_and(|(_, script)| !script.commands.iter().any(hands_over))
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
        // The container ends by itself.
        ":" | "true" | "false" | "exit" => true,
        "tail" => command.has_option('f', &["--follow"]) || command.has_option('F', &[]),
        "sh" | "bash" | "ash" | "dash" | "zsh" => {
            command.arguments().iter().all(|word| matches!(word.unquoted(), "-i" | "-l" | "--login"))
        }
        _ => false,
    }
}
