//! `apt-get install` without `-y`.

use dockerfile::{Form, Kind};
use plimsoll_linter::prelude::*;
use shell::{Command, PackageManager};

/// What asks before it changes anything. `autoremove` is left out: mostly there is nothing to remove, and nothing to ask.
const ASKING: [&str; 8] =
    ["install", "reinstall", "upgrade", "dist-upgrade", "full-upgrade", "remove", "purge", "build-dep"];

#[derive(Default)]
pub(crate) struct AptGetYes;

impl Rule for AptGetYes {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        let command = &*cx.filled(command);
        let mut operands = command.operands_but(PackageManager::AptGet.takes_value());
        let verb = operands.next();
        let Some(verb) = verb.filter(|verb| verb.literal().is_some_and(|verb| ASKING.contains(&verb))) else {
            return;
        };
        let is_configured = || cx.stage().is_some_and(|stage| stage.apt_assumes_yes(cx.index()));
        if command.name() != "apt-get" || is_answered(command) || is_configured() {
            return;
        }
        let verb_name = verb.unquoted();
        // For a package in a file, it only asks if that brings others.
        let is_file = |word: &shell::Word| {
            let text = word.unquoted();
            text.ends_with(".deb") && (text.starts_with('/') || text.starts_with("./"))
        };
        let rest: Vec<&shell::Word> = operands.collect();
        if verb_name == "install" && !rest.is_empty() && rest.iter().all(|word| is_file(word)) {
            return;
        }
        // Without a package, these change nothing; `-f install` repairs what is broken.
        let changes_named = matches!(verb_name, "install" | "reinstall" | "remove" | "purge" | "build-dep");
        if changes_named && rest.is_empty() && !command.has_option('f', &["--fix-broken"]) {
            return;
        }
        let packages = command.package_action().map(|action| action.packages).unwrap_or_default();
        let is_unasked = cx.stage().is_some_and(|stage| stage.installs_unasked(&packages, cx.index()));
        // In `["apt-get", "install"]` the option is an element of its own.
        let is_element = match &run.command.form {
            Form::Exec(words) => words.iter().any(|word| word.text.span == verb.span),
            Form::Shell(_) => false,
        };
        let option = if is_element { r#"", "-y"# } else { " -y" };
        let finding = cx
            .report(verb.span, format!("`apt-get {verb_name}` without `-y` can fail in a build"))
            .here("`apt-get` asks for confirmation if it must change other packages, and a build has no terminal")
            .help("pass `-y`")
            .fix(Fix::safe("add `-y`").insert_after(verb.span, option));
        if verb_name != "install" {
            finding.answers_to([]);
        }
        // There may be nothing to remove or to upgrade, or nothing to ask.
        finding.is_minor = is_unasked || !matches!(verb_name, "install" | "reinstall" | "build-dep");
    }
}

/// Whether the command line answers, or says that nothing is to happen.
fn is_answered(command: &Command) -> bool {
    let is_set = |value: &str| matches!(value, "true" | "yes" | "1");
    let configured = |setting: &str| {
        let setting = setting.to_ascii_lowercase();
        setting.split_once('=').is_some_and(|(name, value)| match name {
            "apt::get::assume-yes" => is_set(value),
            "quiet" => value.parse().is_ok_and(|level: u32| level >= 2),
            _ => false,
        })
    };
    command.may_hide_options()
        || command.has_option('y', &["--yes", "--assume-yes", "--assume-no", "--config-file"])
        || command.has_option('s', &["--simulate", "--just-print", "--dry-run", "--recon", "--no-act"])
        || command.has_option('c', &["--print-uris", "--help"])
        || quietness(command) >= 2
        || command.option_values('o', &["--option"]).iter().any(|value| configured(value.text))
        // `yes | apt-get install`
        || (!command.is_wrapped_by("xargs")
            && (command.position.stage > 0
                || command.redirects.iter().any(|redirect| redirect.operator.starts_with('<'))))
}

/// How often `-q` is given; twice implies `-y` (apt-get(8)).
fn quietness(command: &Command) -> u32 {
    let level = |word: &shell::Word| {
        let text = word.unquoted();
        match text.split_once('=') {
            Some(("-q" | "--quiet", level)) => level.parse().unwrap_or(1),
            None if text == "--quiet" => 1,
            None if !text.starts_with("--") => text.matches('q').count() as u32,
            _ => 0,
        }
    };
    command.options().map(level).sum()
}
