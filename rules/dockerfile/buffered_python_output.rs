//! A Python program whose output is held back.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct BufferedPythonOutput;

const VARIABLE: &str = "PYTHONUNBUFFERED";

/// How many services are asked whether they set the variable.
const MOST_SERVICES: usize = 50;

impl Rule for BufferedPythonOutput {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let is_python = stage.root_image().is_some_and(|image| image.official() == Some("python"));
        if !stage.is_last() || !is_python || stage.declares(VARIABLE, stage.end()) {
            return;
        }
        let Some(start) = stage.started_command() else { return };
        let Some(command) = start.commands().first() else { return };
        let is_program = command.name() == "python" || command.name().starts_with("python3");
        // Options stand before the script, or before `-m`.
        let mut options = command.arguments().iter().map(shell::Word::unquoted);
        let is_unbuffered = options
            .by_ref()
            .take_while(|word| word.starts_with('-') && !word.starts_with("-m") && !word.starts_with("-c"))
            .any(|word| !word.starts_with("--") && word.contains('u'));
        let Some(word) = command.name_word().filter(|_| is_program && !is_unbuffered) else { return };
        let sets = |container: &Container| {
            let service = container.service;
            service.has("tty") || service.environment.iter().any(|pair| pair.name.value == VARIABLE)
        };
        if cx.project().containers().take(MOST_SERVICES).any(|container| sets(&container)) {
            return;
        }
        cx.report(word.span, "the program's output appears late in the logs")
            .here("without a terminal, Python buffers what a program prints")
            .help(format!("add `ENV {VARIABLE}=1`, or start Python with `-u`"));
    }
}
