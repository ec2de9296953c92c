//! A password that is set while the image is built.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

const SAME: &str = "sets the same password in every container";
const NONE: &str = "allows anyone to log in without a password";

#[derive(Default)]
pub(crate) struct FixedPassword;

impl Rule for FixedPassword {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let Some(name) = command.name_word() else { return };
        let password = || command.option_value('p', &["--password"]);
        let is_fixed = |value: &shell::OptionValue| {
            let is_lock = value.text.is_empty() || value.text.starts_with(['!', '*']);
            value.word.literal().is_some() && !is_lock
        };
        let (word, what, answer) = match command.name() {
            // A random one, which nobody knows, unlocks an account for logins by key.
            "chpasswd" if is_random(cx) => return,
            "chpasswd" => (name, SAME, "checkov:CKV2_DOCKER_17"),
            "passwd" if command.has_option('d', &["--delete"]) => (name, NONE, "dockle:DKL-LI-0001"),
            "passwd" if command.has_option('\0', &["--stdin"]) => (name, SAME, "dockle:DKL-LI-0001"),
            "useradd" | "usermod" => match password() {
                Some(value) if is_fixed(&value) => (value.word, SAME, "dockle:DKL-LI-0001"),
                _ => return,
            },
            _ => return,
        };
        let here = if what == NONE {
            "containers created from this image do not ask for a password"
        } else {
            "anyone who can pull the image can read the password or its hash"
        };
        cx.report(word.span, format!("`{}` {what}", command.name()))
            .here(here)
            .help("remove this command: accounts stay locked until a password is set, and `docker exec` needs no password")
            .answers_to([answer]);
    }
}

fn is_random(cx: &Context) -> bool {
    let text = cx.instruction().map_or("", |instruction| cx.text(instruction.span));
    ["/dev/urandom", "/dev/random", "openssl rand", "pwgen", "uuidgen"]
        .iter()
        .any(|source| text.contains(source))
}
