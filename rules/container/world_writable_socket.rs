//! `chmod 666 /var/run/docker.sock`.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct WorldWritableSocket;

impl Rule for WorldWritableSocket {
    fn check_command(&self, command: &shell::Command, cx: &mut Context) {
        self.check_host_command(command, cx);
    }

    fn check_host_command(&self, command: &shell::Command, cx: &mut Context) {
        if command.name() != "chmod" {
            return;
        }
        let is_socket = |word: &shell::Word| {
            ["docker.sock", "podman.sock"].iter().any(|socket| word.unquoted().ends_with(socket))
        };
        let mut operands = command.arguments().iter().filter(|word| !word.unquoted().starts_with('-'));
        let Some(mode) = operands.next().filter(|_| operands.any(is_socket)) else { return };
        if is_for_all(mode.unquoted()) {
            cx.report(mode.span, "the engine socket is writable by every user")
                .here("every user on the machine can become root")
                .help("remove this command and add the user to the group `docker`");
        }
    }
}

/// Whether a mode lets everybody write.
fn is_for_all(mode: &str) -> bool {
    let is_octal = !mode.is_empty() && mode.bytes().all(|byte| byte.is_ascii_digit());
    if is_octal {
        return mode.bytes().last().is_some_and(|last| matches!(last, b'2' | b'3' | b'6' | b'7'));
    }
    mode.split(',').any(|part| {
        let (who, what) = part.split_once(['+', '=']).unwrap_or_default();
        (who.is_empty() || who.contains(['o', 'a'])) && what.contains('w') && part.contains(['+', '='])
    })
}
