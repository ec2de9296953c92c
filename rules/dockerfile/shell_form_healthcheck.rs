//! A HEALTHCHECK that starts a shell for a command that needs none.

use dockerfile::{Form, Healthcheck, HealthcheckTest};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ShellFormHealthcheck;

impl Rule for ShellFormHealthcheck {
    fn check_healthcheck(&self, healthcheck: &Healthcheck, cx: &mut Context) {
        let HealthcheckTest::Cmd(_, command) = &healthcheck.test else { return };
        let Form::Shell(text) = &command.form else { return };
        let written = cx.text(text.whole()).trim_end();
        let Some(array) = super::shell_form_command::as_array(command.script(), written) else { return };
        cx.report(command.span, "the health check starts an unnecessary shell")
            .here("a single command does not need a shell")
            .help(format!("write a JSON array: `{array}`"))
            .fix(Fix::safe("write a JSON array").replace(text.whole(), array));
    }
}
