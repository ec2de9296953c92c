//! yum, dnf, zypper … that would wait for an answer.

use dockerfile::{Form, Kind, Run};
use plimsoll_linter::prelude::*;
use shell::PackageVerb::{Install, Remove, Upgrade};
use shell::{Command, PackageManager};

#[derive(Default)]
pub(crate) struct InstallPrompt;

impl Rule for InstallPrompt {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        let command = &*cx.filled(command);
        if command.name() == "pacman" {
            check_pacman(command, run, cx);
            return;
        }
        let Some(action) = command.package_action() else { return };
        let changes = matches!(action.verb, Install | Upgrade | Remove);
        if !changes || !asks(&action, cx) || is_answered(command, action.manager) || is_configured(cx) {
            return;
        }
        let name = format!("{} {}", action.manager.name(), action.verb_word.unquoted());
        let option = match &run.command.form {
            Form::Exec(words) if words.iter().any(|word| word.text.span == action.verb_word.span) => {
                r#"", "-y"#
            }
            _ => " -y",
        };
        // KICS looks at what gets into an image only.
        let is_kept = cx.stage().is_none_or(|stage| stage.is_shipped());
        let answers = answers(action.manager, &action).iter().copied();
        let removes = action.manager == PackageManager::Pip || action.verb_word.is("autoremove");
        let (here, fails) = match action.manager {
            // Its source reads again and again where the input ends.
            PackageManager::Microdnf => {
                ("`microdnf` repeats its question forever, because a build has no terminal", "hangs")
            }
            // What is named and nothing else changes without a question.
            PackageManager::Apt | PackageManager::Aptitude => (
                "this command asks for confirmation if it must change other packages, and a build has no terminal",
                "can fail",
            ),
            _ if removes => ("this fails if there is something to remove", "can fail"),
            _ => ("this command asks for confirmation, and a build has no terminal", "fails"),
        };
        let is_unasked = cx.stage().is_some_and(|it| it.installs_unasked(&action.packages, cx.index()));
        // Who builds on an own image of this kind may have answered in its `dnf.conf`.
        let may_be_set = action.manager == PackageManager::Microdnf
            && cx.stage().is_none_or(|it| it.known_image().is_none());
        cx.report(action.verb_word.span, format!("`{name}` without `-y` {fails} in a build"))
            .here(here)
            .help("pass `-y`")
            .answers_to(answers.filter(|code| is_kept || !code.starts_with("kics")))
            .fix(Fix::safe("add `-y`").insert_after(action.verb_word.span, option))
            // There may be nothing to repair, or nothing to ask.
            .is_minor = may_be_set || action.manager.is_apt() && (action.packages.is_empty() || is_unasked);
    }
}

fn check_pacman(command: &Command, run: &Run, cx: &mut Context) {
    let Some(operation) = command.pacman_question().filter(|_| !is_fed(command)) else { return };
    let name = format!("pacman {}", operation.unquoted());
    let finding = cx.report(operation.span, format!("`{name}` without `--noconfirm` fails in a build"));
    finding
        .here("`pacman` asks for confirmation, and a build has no terminal")
        .help("pass `--noconfirm`")
        .answers_to([]);
    if let Form::Shell(_) = run.command.form {
        finding.fix(Fix::safe("add `--noconfirm`").insert_after(operation.span, " --noconfirm"));
    }
}

/// Whether the manager asks before it changes something. `microdnf` does since its 3.7.0 of 2021, which RHEL 9 has
/// (<https://github.com/rpm-software-management/microdnf/releases/tag/3.7.0>). Official images are built from Oracle's without
/// an answer.
fn asks(action: &shell::PackageAction, cx: &Context) -> bool {
    use PackageManager as M;
    match action.manager {
        M::Pip => action.verb == Remove,
        M::Apt | M::Aptitude | M::Dnf | M::Yum | M::Zypper => true,
        M::Microdnf => !cx.stage().and_then(|stage| stage.root_image()).is_some_and(never_asks),
        _ => false,
    }
}

/// Oracle Linux and what Oracle builds on it, RHEL 8 and what is built like it: their first releases had a `microdnf` that
/// never asks.
fn never_asks(image: &ImageName) -> bool {
    let name = image.full_repository();
    let is_kin = ["redhat", "ubi", "alma", "rocky", "oracle", "centos"].iter().any(|it| name.contains(it));
    let is_old = |text: &str| ["7", "8"].iter().any(|major| text.starts_with(major));
    let is_oracle = ["oracle", "graalvm"].iter().any(|part| name.contains(part));
    is_oracle || is_kin && (name.contains("ubi8") || name.contains("ubi7") || is_old(image.meant_tag()))
}

/// Whether something is typed into the command.
fn is_fed(command: &Command) -> bool {
    !command.is_wrapped_by("xargs")
        && (command.position.stage > 0 || command.redirects.iter().any(|it| it.operator.starts_with('<')))
}

/// Whether the command line answers, or something is typed into the command.
fn is_answered(command: &Command, manager: PackageManager) -> bool {
    let quiet = |word: &shell::Word| {
        let text = word.unquoted();
        text.starts_with("-q=2") || (!text.starts_with("--") && text.matches('q').count() > 1)
    };
    let by_option = match manager {
        // The global `-n` is `--non-interactive`.
        PackageManager::Zypper => command.has_option('n', &["--non-interactive", "--no-confirm"]),
        PackageManager::Apt | PackageManager::Aptitude => {
            command.has_option('s', &["--simulate", "--assume-no", "--dry-run"])
                || command.option('q', &[]).is_some_and(quiet)
        }
        _ => command.has_option('\0', &["--assumeno"]),
    };
    by_option
        || command.may_hide_options()
        || command
            .has_option('y', &["--yes", "--assume-yes", "--assumeyes", "--help", "--version", "--dry-run"])
        || command.option_values('\0', &["--setopt"]).iter().any(|value| value.text.contains("assumeyes"))
        || is_fed(command)
}

/// Whether the same instruction writes the answer into a configuration.
fn is_configured(cx: &Context) -> bool {
    let text = cx.instruction().map_or("", |instruction| cx.text(instruction.span)).to_ascii_lowercase();
    ["assumeyes=", "assumeyes =", "::assume-yes"].iter().any(|setting| text.contains(setting))
}

/// What other linters call it.
fn answers(manager: PackageManager, action: &shell::PackageAction) -> &'static [&'static str] {
    use PackageManager as M;
    match manager {
        M::Zypper => &["hadolint:DL3034", "kics:45e1fca5", "semgrep:missing-zypper-no-confirm-switch"],
        _ if action.verb != Install => &[],
        M::Yum => &["hadolint:DL3030", "kics:6e19193a", "semgrep:missing-yum-assume-yes-switch"],
        M::Dnf => &["hadolint:DL3038", "kics:7ebd323c", "semgrep:missing-dnf-assume-yes-switch"],
        M::Microdnf => &["hadolint:DL3038"],
        _ => &[],
    }
}
