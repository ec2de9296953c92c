//! A private key that is made while the image is built.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Script;

#[derive(Default)]
pub(crate) struct GeneratedKey;

impl Rule for GeneratedKey {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        let is_run = matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_)));
        if !is_run {
            return;
        }
        for command in &script.commands {
            let verb = command.operands().next().and_then(shell::Word::literal).unwrap_or_default();
            let has = |option: &str| command.arguments().iter().any(|word| word.is(option));
            let makes_key = match command.name() {
                "ssh-keygen" => has("-A") || has("-t") && !has("-l") && !has("-y") && !has("-R"),
                "openssl" => match verb {
                    "genrsa" | "genpkey" => true,
                    "req" => has("-newkey") || has("-keyout"),
                    "ecparam" => has("-genkey"),
                    _ => false,
                },
                _ => false,
            };
            // A key for the step itself is deleted by it.
            let is_deleted = script.commands.last().is_some_and(|last| last.name() == "rm");
            let Some(word) = command.name_word().filter(|_| makes_key && !is_deleted) else { continue };
            if cx.stage().is_some_and(|stage| !stage.is_shipped()) {
                return;
            }
            cx.report(
                word.span,
                format!("`{}` generates a private key shared by all containers", command.name()),
            )
            .here("anyone who can pull the image can read the key")
            .help("generate the key when the container starts, or mount it as a secret");
        }
    }
}
