//! A service starts a program that its image does not have.

use compose::CommandForm;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingProgram;

impl Rule for MissingProgram {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let own = |command: &&compose::Command| command.form != CommandForm::Null;
        let entrypoint = service.entrypoint.as_ref().filter(own);
        // An entrypoint that nobody reads may take the first word for an argument.
        let command = service.command.as_ref().filter(own).filter(|_| container.starts_with_command());
        let Some(word) = entrypoint.or(command).and_then(|command| command.words.first()) else { return };
        if word.is_interpolated() {
            return;
        }
        let program = word.value.rsplit('/').next().unwrap_or_default();
        let Value::Known { value: image, set_at } = container.lacks(program) else { return };
        cx.report(word.span, format!("{} runs `{program}`, which is not installed", container.title()))
            .here("the container does not start")
            .label(set_at, format!("`{image}` does not include this program"))
            .help(match program {
                "bash" => "use `sh`, or install `bash` in your own image".to_owned(),
                _ => format!("use an image that includes `{program}`"),
            });
    }
}
