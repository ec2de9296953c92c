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
                SecretKind::PrivateKey => "private key",
                SecretKind::Connection | SecretKind::Named => "password or token",
            };
            let is_dropped = is_run && cx.stage().is_some_and(|stage| !stage.is_shipped());
            let (place, help) = if is_dropped {
                (super::baked_secret::ONLY_HERE, "use a build secret: `RUN --mount=type=secret,id=…`")
            } else if is_run {
                (
                    "anyone who can pull the image can read it in the image history",
                    "use a build secret: `RUN --mount=type=secret,id=…`",
                )
            } else {
                (
                    "anyone who can pull the image can read it in the image config",
                    "pass the value at run time, for example as a Compose secret",
                )
            };
            cx.report(span, format!("hard-coded {what} in a command")).here(place).help(help);
        }
    }
}
