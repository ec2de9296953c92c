//! A service that is meant to stay up, and only starts a program that ends at once.

use compose::Restart;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ImmediateExit;

impl Rule for ImmediateExit {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        // Another file may be laid over it, and set its command.
        if container.line().is_none() && container.app.has_overlay() {
            return;
        }
        // Without such a sign, it may be a job, or run by hand.
        let restart = match container.restart() {
            Value::Known { value: Restart::Always | Restart::UnlessStopped, set_at } => {
                Some((set_at, "the container restarts each time it exits"))
            }
            _ => None,
        };
        let port = container.published().first().map(|port| (port.span, "nothing listens on this port"));
        let Some((stays_up, because)) = restart.or(port) else { return };
        let Some(Value::Known { value: (image, command), set_at }) = container.interactive_command() else {
            return;
        };
        cx.report(set_at, format!("{} exits as soon as it starts", container.title()))
            .here(format!("`{image}` runs `{command}` by default, which exits without a terminal"))
            .label(stays_up, because)
            .help(match container.line() {
                None => "set `command`, or set `tty: true` to keep the container running".to_owned(),
                Some(_) => format!(
                    "add a command after the image, or add `{}` to keep the container running",
                    container.says("tty")
                ),
            });
    }
}
