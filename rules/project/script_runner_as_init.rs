//! A script runner of Node.js as the first process of a container.

use dockerfile::{CommandLine, Form};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ScriptRunnerAsInit;

impl Rule for ScriptRunnerAsInit {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let Some(stage) = file.last_stage().filter(|stage| !stage.is_windows()) else { return };
        let (entrypoint, cmd) = (stage.entrypoint().get(), stage.cmd().get());
        let Some(command) = entrypoint.or(cmd) else { return };
        if entrypoint.is_none() && !stage.starts_command() {
            return;
        }
        let words = words_of(command);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let Some(script) = script_of(&words) else { return };
        let help = file.package_script(script).filter(|line| is_plain(line)).map_or_else(
            || "start the program directly: `CMD [\"node\", \"…\"]`".to_owned(),
            |line| {
                let words: Vec<String> = line.split_whitespace().map(|word| format!("\"{word}\"")).collect();
                format!("start the program directly: `CMD [{}]`", words.join(", "))
            },
        );
        report(command.span, &words, help, cx);
    }

    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let has_init = service.init.as_ref().is_some_and(|init| !init.is(false));
        let Some(command) = service.command.as_ref().filter(|_| !has_init && service.entrypoint.is_none())
        else {
            return;
        };
        let words: Vec<&str> = command.words.iter().map(|word| &*word.value).collect();
        if script_of(&words).is_some() {
            report(
                command.span,
                &words,
                "start the program directly, with the command from `package.json`".to_owned(),
                cx,
            );
        }
    }
}

fn report(span: Span, words: &[&str], help: String, cx: &mut Context) {
    let name = words.join(" ");
    let runner = words.first().copied().unwrap_or_default();
    cx.report(span, format!("`{name}` is the first process in the container"))
        .here(format!("`{runner}` does not reliably forward signals to the program"))
        .help(help);
}

fn words_of(command: &CommandLine) -> Vec<String> {
    match &command.form {
        Form::Exec(words) => words.iter().map(|word| word.value.to_string()).collect(),
        Form::Shell(script) => script.text.split_whitespace().map(str::to_owned).collect(),
    }
}

/// The script of `package.json` that the words run.
fn script_of<'w>(words: &[&'w str]) -> Option<&'w str> {
    match *words {
        ["npm" | "yarn" | "pnpm", script @ ("start" | "serve")]
        | ["npm", "run" | "run-script", script]
        | ["yarn" | "pnpm", "run", script] => Some(script),
        _ => None,
    }
}

/// Whether a script is one plain command that Node runs.
fn is_plain(line: &str) -> bool {
    line.starts_with("node ") && !line.contains(['&', '|', ';', '$', '"', '\'', '\\', '>', '<', '='])
}
