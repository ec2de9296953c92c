//! `apt-key` in an image that does not have it.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct RemovedAptKey;

impl Rule for RemovedAptKey {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let Some(word) = command.name_word().filter(|_| command.name() == "apt-key") else { return };
        let Some(image) = cx.stage().and_then(|stage| stage.root_image()) else { return };
        if image.debian_release().is_some_and(|release| !release.has_apt_key()) {
            cx.report(word.span, format!("`{image}` does not have `apt-key`"))
                .here("the build fails: APT removed this command")
                .help(
                    "write the key to `/etc/apt/keyrings/NAME.asc` and add `[signed-by=…]` to the `deb` line",
                );
        }
    }
}
