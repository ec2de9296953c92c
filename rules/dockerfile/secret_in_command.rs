//! A password, token or key among the words of a command.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use project::secrets::{SecretKind, written_in};
use shell::Command;

#[derive(Default)]
pub(crate) struct SecretInCommand;

impl Rule for SecretInCommand {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let is_run = matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_)));
        for (span, secret) in written_in(command) {
            let what = match secret.kind {
                SecretKind::Token(what) => what,
                SecretKind::PrivateKey => "a private key",
                SecretKind::Connection | SecretKind::Named => "a password or token",
            };
            let is_dropped = is_run && cx.stage().is_some_and(|stage| !stage.is_shipped());
            let (place, help) = if is_dropped {
                (
                    super::baked_secret::ONLY_HERE,
                    "mount it where it is needed: `RUN --mount=type=secret,id=…`",
                )
            } else if is_run {
                (
                    "stays in the history of the image, for everybody who can pull it",
                    "mount it where it is needed: `RUN --mount=type=secret,id=…`",
                )
            } else {
                (
                    "stays in the configuration of the image, for everybody who can pull it",
                    "give it to the container when it starts, from a file or a secret of the engine",
                )
            };
            cx.report(span, format!("{what} is written into a command")).here(place).help(help);
        }
    }
}
