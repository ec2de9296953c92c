//! A server for remote logins in an image.

use dockerfile::Kind;
use facts::packages::Role;
use plimsoll_linter::prelude::*;
use shell::{Command, PackageVerb};

#[derive(Default)]
pub(crate) struct SshServer;

impl Rule for SshServer {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        match cx.instruction().map(|instruction| &instruction.kind) {
            Some(Kind::Run(_)) => {
                let settings = ["PermitRootLogin yes", "PermitEmptyPasswords yes"];
                let found = command.arguments().iter().find_map(|word| {
                    let text = word.unquoted();
                    Some((word, settings.into_iter().find(|setting| text.contains(setting))?))
                });
                if let Some((word, setting)) = found {
                    report(
                        word.span,
                        format!("`{setting}` makes remote logins to the container less secure"),
                        cx,
                    );
                }
            }
            // What starts it.
            Some(Kind::Cmd(_) | Kind::Entrypoint(_)) => {
                if let Some(word) =
                    command.name_word().filter(|_| matches!(command.name(), "sshd" | "dropbear"))
                {
                    report(
                        word.span,
                        format!("`{}` allows remote logins to the container", command.name()),
                        cx,
                    );
                }
                return;
            }
            _ => return,
        }
        let command = &*cx.filled(command);
        let Some(action) = command.package_action().filter(|action| action.verb == PackageVerb::Install)
        else {
            return;
        };
        if let Some(package) = action.packages.iter().find(|package| Role::RemoteLogin.is_of(&package.name)) {
            report(
                package.word.span,
                format!("`{}` allows remote logins to the container", package.name),
                cx,
            );
        }
    }
}

fn report(span: Span, message: String, cx: &mut Context) {
    cx.report(span, message)
        .here("an SSH server is another way into the container, with separate keys and passwords")
        .help("use `docker exec`, or `kubectl debug` in Kubernetes: neither needs a server in the image");
}
