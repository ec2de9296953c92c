//! A module that requires a newer Go than its image has.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct OutdatedGo;

impl Rule for OutdatedGo {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let file = stage.file();
        let Some(required) = file.required_go() else { return };
        let is_golang = |image: &&project::ImageName| image.official() == Some("golang");
        let Some(image) = stage.written_image().filter(is_golang) else { return };
        let may_be_another =
            ["GOTOOLCHAIN", "go.work", "GOWORK", "GOFLAGS", "modfile", "go mod init", " sed "];
        let is_too_old = is_older(image.meant_tag(), required) == Some(true);
        if !is_too_old || !stage.is_reachable() || may_be_another.iter().any(|it| file.text.raw.contains(it))
        {
            return;
        }
        let mut has_module = false;
        for (at, instruction) in stage.indexed() {
            has_module |= copies_module(instruction, stage, at);
            let Kind::Run(run) = &instruction.kind else { continue };
            let commands = run.command.commands();
            let is_elsewhere = |command: &Command| matches!(command.name(), "cd" | "pushd" | "rm");
            if !has_module || commands.iter().any(is_elsewhere) || cx.text(instruction.span).contains("||") {
                continue;
            }
            if let Some(word) = commands.iter().find_map(reading_module) {
                cx.report(word, format!("`go.mod` requires Go {required} or later"))
                    .here("this command fails: `GOTOOLCHAIN=local` prevents the download of a newer version")
                    .label(image.span, format!("this image contains Go {}", version_of(image)))
                    .help(format!("use `golang:{}` or later", line_of(required)));
                return;
            }
        }
    }
}

/// Whether the module at the root of the build context gets to the working directory.
fn copies_module(instruction: &Instruction, stage: &Stage, at: usize) -> bool {
    let is_module =
        |source: &dockerfile::Word| matches!(&*source.value, "go.mod" | "./go.mod" | "go.*" | "." | "./");
    let Some((_, to)) = instruction.copy_paths() else { return false };
    let target = to.value.trim_end_matches('/');
    let is_here =
        matches!(target, "." | "") && &*to.value != "/" || stage.workdir_at(at).get() == Some(target);
    is_here && instruction.context_sources().any(is_module)
}

/// The name of a `go` command that reads `go.mod`.
fn reading_module(command: &Command) -> Option<Span> {
    let verb = command.operands().next()?.literal()?;
    let is_reading = match verb {
        "build" | "test" | "vet" => true,
        "mod" => command.operands().nth(1).is_some_and(|word| word.is("download") || word.is("tidy")),
        _ => false,
    };
    let is_plain = command.position.is_unconditional() && !command.has_option('C', &[]);
    let word = command.name_word()?;
    (command.name() == "go" && is_reading && is_plain).then_some(word.span)
}

/// Whether the Go of a tag is older than what is required; `None` where it is not known. Since 1.21, the image sets
/// `GOTOOLCHAIN=local`.
fn is_older(tag: &str, required: &str) -> Option<bool> {
    let of_image = numbers(tag.split('-').next()?)?;
    let required = numbers(required)?;
    let (minor, wanted) = (of_image.get(1)?, required.get(1)?);
    if of_image.first() != Some(&1) || required.first() != Some(&1) || *minor < 21 {
        return None;
    }
    // A tag without a patch is the newest one.
    Some(minor < wanted || minor == wanted && of_image.len() > 2 && of_image.get(2) < required.get(2))
}

/// `1.22.5`
fn numbers(version: &str) -> Option<Vec<u32>> {
    version.split('.').map(|part| part.parse().ok()).collect()
}

/// The version in the tag of an image.
fn version_of<'i>(image: &'i project::ImageName) -> &'i str {
    image.meant_tag().split('-').next().unwrap_or_default()
}

/// The tag of the release that `1.26.1` belongs to: `1.26`, or the version itself for a later patch.
fn line_of(required: &str) -> &str {
    required.strip_suffix(".0").unwrap_or(required)
}
