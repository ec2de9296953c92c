//! An archive that is copied into the image to be unpacked there.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;
use shell::Command;

/// What ADD unpacks: tar, as it is or compressed by gzip, bzip2 or xz.
const ENDINGS: [&str; 11] =
    [".tar", ".tar.bz2", ".tar.gz", ".tar.lzma", ".tar.xz", ".tb2", ".tbz", ".tbz2", ".tgz", ".tlz", ".txz"];

/// How many archives are kept in mind: each `tar` looks through them.
const MOST_COPIED: usize = 500;

#[derive(Default)]
pub(crate) struct CopiedArchive;

impl Rule for CopiedArchive {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        check(stage.instructions(), cx);
    }

    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        // A file that is still being written has no FROM yet.
        check(file.preamble(), cx);
    }
}

fn check(instructions: &[Instruction], cx: &mut Context) {
    // The archives that lie in the image: the word that copied each, and its file name there.
    let mut copied: Vec<(Span, String)> = Vec::new();
    for instruction in instructions {
        match &instruction.kind {
            Kind::Copy(copy) if copy.from.is_none() => {
                let target = file_name(&copy.destination.value);
                let sources = copy.sources.iter().filter(|source| is_archive(&source.value));
                let left = MOST_COPIED.saturating_sub(copied.len());
                copied.extend(sources.take(left).map(|source| {
                    let name = if is_archive(&target) { target.clone() } else { file_name(&source.value) };
                    (source.text.span, name)
                }));
            }
            Kind::Run(run) if !copied.is_empty() => {
                for command in run.command.commands().iter().filter(|command| unpacks(command)) {
                    let named: Vec<String> =
                        command.arguments().iter().map(|word| file_name(word.unquoted())).collect();
                    let found = copied.iter().position(|(_, name)| named.contains(name));
                    let Some(((source, _), word)) =
                        found.map(|at| copied.remove(at)).zip(command.name_word())
                    else {
                        continue;
                    };
                    report(source, command, word.span, cx);
                }
            }
            _ => {}
        }
    }
}

fn report(source: Span, command: &Command, unpacked: Span, cx: &mut Context) {
    let selects = command.options().any(|word| {
        let text = word.unquoted();
        ["--strip", "--exclude", "--transform", "--wildcards"].iter().any(|option| text.starts_with(option))
    });
    let help = if selects {
        "mount the archive in the step that extracts it: `RUN --mount=type=bind,source=…,target=…`"
    } else {
        "use `ADD`, which extracts the archive, or mount the archive in the step that extracts it: `RUN --mount=type=bind,source=…,target=…`"
    };
    cx.report(source, "the archive stays in the image, next to its extracted files")
        .here("a later step cannot remove the archive from this layer")
        .label(unpacked, "extracted here")
        .help(help);
}

fn unpacks(command: &Command) -> bool {
    let is_old_style = |word: &shell::Word| {
        let text = word.unquoted();
        !text.starts_with('-') && text.contains('x') && text.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    matches!(command.name(), "tar" | "bsdtar" | "gtar")
        && (command.has_option('x', &["--extract", "--get"])
            || command.arguments().first().is_some_and(is_old_style))
}

fn is_archive(name: &str) -> bool {
    let name = name.trim_matches(['"', '\'']).to_ascii_lowercase();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// The last part of a path, of either kind.
fn file_name(path: &str) -> String {
    path.trim_matches(['"', '\'']).rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}
