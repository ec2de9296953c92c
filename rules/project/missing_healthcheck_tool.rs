//! A health check runs a program that its image does not have.

use plimsoll_linter::prelude::*;
use project::Healthcheck;

#[derive(Default)]
pub(crate) struct MissingHealthcheckTool;

impl Rule for MissingHealthcheckTool {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        if let Value::Known { value: check, .. } = container.healthcheck() {
            report(&check, |program| container.lacks(program), cx);
        }
    }

    fn check_dockerfile(&self, file: &BuildFile, cx: &mut Context) {
        // Services that build it are asked instead.
        let last = file.last_stage().filter(|_| cx.project().app.is_none());
        if let Some(stage) = last
            && let Value::Known { value: check, .. } = stage.healthcheck()
        {
            report(&check, |program| stage.lacks(program), cx);
        }
    }
}

fn report<'p>(
    check: &Healthcheck,
    lacks: impl Fn(&str) -> Value<std::borrow::Cow<'p, str>>,
    cx: &mut Context,
) {
    for program in check.programs() {
        let Value::Known { value: image, set_at } = lacks(&program.name) else { continue };
        let what = if program.name == "sh" { "a shell".to_owned() } else { format!("`{}`", program.name) };
        let finding =
            cx.report(program.span, format!("the health check needs {what}, which the image does not have"));
        finding
            .here("fails, so the container never becomes healthy")
            .label(set_at, format!("`{image}` comes without it"))
            .help("check with a program that is there, or install this one");
        // Without a shell, nothing else in it matters.
        if program.name == "sh" {
            break;
        }
    }
}
