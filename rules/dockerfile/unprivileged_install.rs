//! Packages of the distribution that a user installs who may not.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use project::is_root;
use shell::{Command, PackageManager, PackageVerb};

#[derive(Default)]
pub(crate) struct UnprivilegedInstall;

impl Rule for UnprivilegedInstall {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let Some(action) = command.package_action().filter(|it| needs_root(it.manager, it.verb)) else {
            return;
        };
        let Some(instruction) = cx.instruction() else { return };
        let Kind::Run(run) = &instruction.kind else { return };
        let Some(stage) = cx.stage().filter(|stage| !cx.is_trigger() && !stage.is_windows()) else { return };
        // Once for a step: what comes later is never reached.
        let is_again = run.command.commands().iter().any(|other| {
            other.span.start < command.span.start
                && other.package_action().is_some_and(|it| needs_root(it.manager, it.verb))
        });
        if is_again
            || run.command.shell_text().is_none_or(|script| may_be_root(&script.text))
            || !command.wrappers.is_empty()
            || !stage.fails_with(&run.command, command, cx.index())
            || OTHER_ROOT.iter().any(|long| command.has_option('\0', &[long]))
        {
            return;
        }
        let Value::Known { value, set_at } = stage.user_at(cx.index()) else { return };
        let user = value.split(':').next().unwrap_or(value);
        if is_root(value) || stage.sets_owner() || stage.second_root(value, cx.index()).is_some() {
            return;
        }
        let name = format!("{} {}", action.manager.name(), action.verb_word.unquoted());
        let from = stage.root().from().filter(|from| from.image.text.span == set_at);
        let finding =
            cx.report(action.verb_word.span, format!("`{name}` runs as user `{user}`, not as root"));
        finding.here("this step fails: only root can write to the package database");
        match from {
            Some(from) => finding
                .label(set_at, format!("`{}` runs as `{user}` by default", from.image.value))
                .help(format!("add `USER root` above this step, and `USER {user}` below it")),
            None => finding
                .label(set_at, "the user is set here")
                .help(format!("move this step above `USER {value}`")),
        };
    }
}

/// Whether a package manager changes what belongs to root.
fn needs_root(manager: PackageManager, verb: PackageVerb) -> bool {
    use PackageManager as M;
    matches!(manager, M::Apk | M::Apt | M::AptGet | M::Aptitude | M::Dnf | M::Microdnf | M::Yum | M::Zypper)
        && matches!(
            verb,
            PackageVerb::Install | PackageVerb::Upgrade | PackageVerb::Remove | PackageVerb::UpdateIndex
        )
}

/// Whether a script becomes root, or does without it.
fn may_be_root(script: &str) -> bool {
    ["sudo", "doas", "su ", "su-exec", "gosu", "runuser", "fakeroot", "setpriv", "||", "unshare"]
        .iter()
        .any(|word| script.contains(word))
}

/// Options with which nothing of the image is changed, or another folder than its root.
const OTHER_ROOT: [&str; 9] = [
    "--root",
    "--installroot",
    "--usermode",
    "--simulate",
    "--dry-run",
    "--just-print",
    "--print-uris",
    "--help",
    "--version",
];
