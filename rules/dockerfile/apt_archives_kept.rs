//! Downloaded `.deb` files that stay in the image since somebody switched Debian's clean-up off.

use dockerfile::{Instruction, Kind, Run};
use plimsoll_linter::prelude::*;
use shell::{Command, PackageManager, PackageVerb};

#[derive(Default)]
pub(crate) struct AptArchivesKept;

impl Rule for AptArchivesKept {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        if stage.is_shipped() {
            check(stage.instructions(), cx);
        }
    }

    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        // A file that is still being written has no FROM yet.
        check(file.preamble(), cx);
    }
}

fn check(instructions: &[Instruction], cx: &mut Context) {
    let mut switched_off = None;
    for instruction in instructions {
        let kind = match &instruction.kind {
            Kind::Onbuild(onbuild) => &onbuild.instruction.kind,
            kind => kind,
        };
        let Kind::Run(run) = kind else { continue };
        let removes = |command: &&Command| {
            command.name() == "rm" && command.operands().any(|word| word.is(DOCKER_CLEAN))
        };
        let removal = run.command.commands().iter().find(removes).and_then(Command::name_word);
        switched_off = switched_off.or(removal.map(|word| word.span));
        if let Some(switched_off) = switched_off {
            check_run(run, switched_off, cx);
        }
    }
}

/// The configuration of Debian's and Ubuntu's images that deletes what was downloaded.
const DOCKER_CLEAN: &str = "/etc/apt/apt.conf.d/docker-clean";
/// Where APT keeps it.
const ARCHIVES: &str = "/var/cache/apt/archives";

fn check_run(run: &Run, switched_off: Span, cx: &mut Context) {
    if run.mounts.iter().any(|mount| mount.keeps_out(ARCHIVES)) {
        return;
    }
    let is_apt = |manager| matches!(manager, PackageManager::AptGet | PackageManager::Apt);
    let mut kept = None;
    for command in run.command.commands() {
        match command.package_action().filter(|action| is_apt(action.manager)) {
            Some(action) if matches!(action.verb, PackageVerb::Install | PackageVerb::Upgrade) => {
                kept = Some(action.verb_word.span);
            }
            Some(action) if action.verb == PackageVerb::Clean => kept = None,
            _ if command.deletes(ARCHIVES) => kept = None,
            _ => {}
        }
    }
    if let Some(span) = kept {
        cx.report(span, "downloaded packages stay in the image")
            .here(format!("packages in `{ARCHIVES}` become part of this layer"))
            .label(switched_off, "the base image's cleanup configuration is removed here")
            .help(
                "add a cache mount: `RUN --mount=type=cache,target=/var/cache/apt,sharing=locked`, or end this step with `apt-get clean`",
            );
    }
}
