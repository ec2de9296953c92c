//! A command substitution in a value, which nothing runs.

use compose::yaml::Scalar;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnexpandedSubstitution;

impl Rule for UnexpandedSubstitution {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        // Of a file that Compose refuses, nothing is started.
        if cx.project().app.as_ref().is_some_and(|app| !app.compose.problems.is_empty()) {
            return;
        }
        let args = service.build.iter().flat_map(|build| &build.args);
        for pair in service.environment.iter().chain(args) {
            // Prompts and commands are read by a shell later.
            let name = pair.name.value.to_ascii_uppercase();
            let is_script = ["PS1", "PROMPT", "COMMAND", "CMD", "SCRIPT", "HOOK", "ALIAS"];
            if let Some(value) = pair.value.as_ref().filter(|_| !is_script.iter().any(|it| name.contains(it)))
            {
                check(value, cx);
            }
        }
        for value in [&service.user, &service.image, &service.container_name].into_iter().flatten() {
            check(value, cx);
        }
    }
}

fn check(value: &Scalar, cx: &mut Context) {
    let text = value.template();
    let is_command = |inside: &str| inside.starts_with(|c: char| c.is_ascii_lowercase());
    let ticks = text.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    let parens = text.split_once("$(").filter(|(before, _)| !before.ends_with('$'));
    let inside = ticks.or_else(|| parens.and_then(|(_, rest)| Some(rest.split_once(')')?.0)));
    if inside.is_some_and(is_command) {
        cx.report(value.span, "no shell runs this command")
            .here("this text is passed on unchanged")
            .help("set a variable in the shell that runs Compose, and write `${NAME}` here");
    }
}
