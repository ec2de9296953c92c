//! Something is piped into a command that does not read it.

use std::cell::LazyCell;

use facts::programs::Role;
use plimsoll_linter::prelude::*;
use shell::{Command, Script};

/// They ask before they replace or remove something, when told to.
const ASKING: [&str; 3] = ["cp", "mv", "rm"];

/// They print nothing, unless an option says so.
const SILENT: [&str; 9] = ["chgrp", "chmod", "chown", "cp", "ln", "mkdir", "mv", "rm", "touch"];

#[derive(Default)]
pub(crate) struct UnreadPipe;

impl Rule for UnreadPipe {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        // Few commands are reported.
        let pipelines =
            LazyCell::new(|| script.pipelines().map(|(_, commands)| commands).collect::<Vec<_>>());
        for command in script.commands.iter().filter(|command| command.position.stage > 0) {
            let Some(word) = command.name_word().filter(|_| ignores_input(command)) else { continue };
            let name = command.name();
            let position = command.position;
            let before = pipelines.get(position.pipeline as usize).and_then(|commands| {
                let before = commands.binary_search_by_key(&(position.stage - 1), |it| it.position.stage);
                Some(commands.get(before.ok()?)?.name())
            });
            cx.report(word.span, format!("`{name}` does not read its piped input")).help(match name {
                _ if let Some(silent) = before.filter(|before| SILENT.contains(before)) => {
                    format!("use `&&`, because `{silent}` prints nothing")
                }
                _ if before == Some("yes") => format!("remove `yes |`: `{name}` does not ask"),
                "echo" | "printf" => "did you mean `cat`?".to_owned(),
                _ => format!("use `xargs {name}` to pass the input as arguments"),
            });
        }
    }
}

fn ignores_input(command: &Command) -> bool {
    let name = command.name();
    let arguments = command.arguments();
    let is_asking =
        |word: &str| word == "--interactive" || word.starts_with('-') && word.ends_with(['i', 'I']);
    let may_ask = ASKING.contains(&name) && arguments.iter().any(|word| is_asking(word.unquoted()));
    // A substitution inherits it.
    let passes_on = command.words.iter().any(|word| word.raw.contains(['`', '(']));
    // It is named as a file: `cp /dev/stdin /etc/app.conf`, `du --files0-from=-`.
    let names_input = |word: &str| {
        ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"].iter().any(|path| word.ends_with(path))
            || word.starts_with("--") && word.ends_with("=-")
    };
    let reads_it = arguments.iter().any(|word| names_input(word.unquoted()));
    // `sudo -S` reads the password from it.
    let is_password = |word: &shell::Word| {
        let text = word.unquoted();
        text == "--stdin" || text.starts_with('-') && !text.starts_with("--") && text.contains('S')
    };
    let asks_password = command.wrappers.iter().flat_map(|wrapper| &wrapper.words).any(is_password);
    let is_called =
        command.wrappers.iter().all(|wrapper| wrapper.words.first().is_some_and(|it| it.is("sudo")));
    Role::ReadsNoInput.is_of(name) && is_called && !may_ask && !passes_on && !reads_it && !asks_password
}
