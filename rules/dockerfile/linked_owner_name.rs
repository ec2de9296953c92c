//! COPY --link with the name of a user or group.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct LinkedOwnerName;

impl Rule for LinkedOwnerName {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        if !matches!(instruction.kind, Kind::Copy(_) | Kind::Add(_)) {
            return;
        }
        let is_off =
            |flag: &dockerfile::Flag| flag.value.as_ref().is_some_and(|value| value.value == "false");
        let Some(link) = instruction.flag("link").filter(|link| !is_off(link)) else { return };
        let Some(owner) = instruction.flag("chown").and_then(|chown| chown.value.as_ref()) else { return };
        let Some(text) = cx.expand(owner) else { return };
        // BuildKit knows `root` without looking it up.
        let is_number = |part: &str| part == "root" || part.bytes().all(|byte| byte.is_ascii_digit());
        let Some(name) = text.split(':').find(|part| !is_number(part)) else { return };
        cx.report(owner.text.span, format!("`{name}` cannot be resolved with `--link`"))
            .here("the build fails: a layer created with `--link` has no `/etc/passwd`")
            .label(link.word.text.span, "this layer does not depend on the layers before it")
            .help("use numeric IDs, for example `--chown=1000:1000`, or remove `--link`");
    }
}
