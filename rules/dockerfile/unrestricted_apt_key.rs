//! A key that is trusted for every package source.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Command, Script, Word};

#[derive(Default)]
pub(crate) struct UnrestrictedAptKey;

impl Rule for UnrestrictedAptKey {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        // One key is enough to say it, and where `apt-key` is gone nothing is added.
        let Some(word) = script.commands.iter().find_map(added) else { return };
        let release = cx.stage().and_then(|stage| stage.root_image()).and_then(ImageName::debian_release);
        if word.is("apt-key") && release.is_some_and(|release| !release.has_apt_key()) {
            return;
        }
        cx.report(word.span, "this key is trusted for every package source")
            .here("the key's owner can replace packages from all other sources")
            .help("write the key to `/etc/apt/keyrings/NAME.asc` and add `[signed-by=…]` to the `deb` line");
    }
}

/// The word of a command that adds a key for all sources.
fn added(command: &Command) -> Option<&Word> {
    let is_global = |word: &&Word| word.unquoted().starts_with("/etc/apt/trusted.gpg");
    if command.name() == "apt-key" {
        let adds = command.operands().next().is_some_and(|word| word.is("add") || word.is("adv"));
        return command.name_word().filter(|_| adds && !command.has_option('\0', &["--list-keys"]));
    }
    let target = command
        .redirects
        .iter()
        .filter(|it| it.operator.starts_with('>'))
        .filter_map(|it| it.target.as_ref());
    let written = || command.arguments().iter().rev().find(is_global);
    match command.name() {
        "curl" | "wget" | "gpg" | "tee" | "cp" | "mv" | "install" => {
            target.into_iter().find(is_global).or_else(written)
        }
        _ => target.into_iter().find(is_global),
    }
}
