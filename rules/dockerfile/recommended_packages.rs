//! `apt-get install` with everything that is recommended.

use dockerfile::{Form, Kind};
use plimsoll_linter::prelude::*;
use shell::{PackageManager, PackageVerb, Script};

#[derive(Default)]
pub(crate) struct RecommendedPackages;

impl Rule for RecommendedPackages {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        if stage.is_shipped() {
            check(stage.instructions(), Some(stage), cx);
        }
    }

    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        // A file that is still being written has no FROM yet.
        check(file.preamble(), None, cx);
    }
}

fn check(instructions: &[dockerfile::Instruction], stage: Option<&Stage>, cx: &mut Context) {
    for (at, instruction) in instructions.iter().enumerate() {
        let kind = match &instruction.kind {
            Kind::Onbuild(onbuild) => &onbuild.instruction.kind,
            kind => kind,
        };
        // Whether APT's configuration says it, for this instruction and all that follow.
        if cx.text(instruction.span).to_ascii_lowercase().contains("apt::install-recommends") {
            let text = cx.text(instruction.span);
            let is_file = ["apt.conf", "APT_CONFIG"].iter().any(|file| text.contains(file));
            if is_file || matches!(kind, Kind::Copy(_)) {
                return;
            }
        }
        if let Kind::Run(run) = kind {
            let outer = |name: &str| stage?.variable_at(name, at).get().map(str::to_owned);
            check_script(run.command.script(), matches!(run.command.form, Form::Shell(_)), &outer, cx);
        }
    }
}

fn check_script(script: &Script, is_shell: bool, outer: &shell::Outer, cx: &mut Context) {
    for written in &script.commands {
        if !written.is_about_packages() {
            continue;
        }
        let command = script.filled(written, outer);
        let is_apt = |manager| matches!(manager, PackageManager::AptGet | PackageManager::Apt);
        let Some(action) = command.package_action().filter(|action| is_apt(action.manager)) else { continue };
        if action.verb != PackageVerb::Install
            || !action.verb_word.is("install")
            || command.has_option('\0', &["--no-install-recommends", "--download-only"])
            || command
                .option_values('o', &["--option"])
                .iter()
                .any(|value| value.text.to_ascii_lowercase().contains("install-recommends"))
            || command.may_hide_options()
        {
            continue;
        }
        let name = action.manager.name();
        let finding = cx
            .report(action.verb_word.span, format!("`{name} install` also installs recommended packages"))
            .here("recommended packages make the image larger and need security updates")
            .help("pass `--no-install-recommends`");
        if is_shell {
            let fix = Fix::risky("add `--no-install-recommends`");
            finding.fix(fix.insert_after(action.verb_word.span, " --no-install-recommends"));
        }
        if action.manager == PackageManager::Apt {
            finding.answers_to(["cis:4.3"]);
        }
    }
}
