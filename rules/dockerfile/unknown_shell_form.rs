//! CMD or ENTRYPOINT that a shell starts of which nobody knows whether it forwards signals.

use dockerfile::{Cmd, Entrypoint};
use plimsoll_linter::prelude::*;

use super::shell_form_command::check;

#[derive(Default)]
pub(crate) struct UnknownShellForm;

impl Rule for UnknownShellForm {
    fn check_cmd(&self, cmd: &Cmd, cx: &mut Context) {
        check(&cmd.command, "CMD", false, cx);
    }

    fn check_entrypoint(&self, entrypoint: &Entrypoint, cx: &mut Context) {
        check(&entrypoint.command, "ENTRYPOINT", false, cx);
    }
}
