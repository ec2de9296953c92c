//! Dependencies are installed from a file that was not copied into the image.

use dockerfile::{Kind, Run};
use facts::programs::Role;
use plimsoll_linter::prelude::*;
use shell::{Command, PackageManager as Manager};

#[derive(Default)]
pub(crate) struct MissingManifest;

impl Rule for MissingManifest {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let Some(image) = stage.written_image().filter(|image| has_no_application(image)) else { return };
        if !stage.is_reachable() {
            return;
        }
        for (at, instruction) in stage.indexed() {
            let run = match &instruction.kind {
                Kind::Run(run) if is_plain(run, at, stage, cx.text(instruction.span)) => run,
                Kind::Run(_) | Kind::Copy(_) | Kind::Add(_) => return,
                _ => continue,
            };
            for command in run.command.commands() {
                if let Some((word, manifest)) = wanted(command) {
                    // What names the file before may create it.
                    let before = cx.text(image.span.to(word.before()));
                    if before.contains(manifest.trim_end_matches("*.json").trim_end_matches('*')) {
                        return;
                    }
                    let copied_later = stage.indexed().skip(at + 1).find_map(|(_, it)| match it.kind {
                        Kind::Copy(_) => Some(it.span),
                        _ => None,
                    });
                    let finding = cx.report(word, format!("`{manifest}` is not in the image yet"));
                    finding.here(format!("`{}` fails without this file", command.name()));
                    match copied_later {
                        Some(copy) => {
                            finding.label(copy, "files are copied here, after the step that needs them")
                        }
                        None => finding.label(image.span, "nothing is copied into this image"),
                    };
                    finding.help(format!("copy the file before this step: `COPY {manifest} ./`"));
                    return;
                }
                if !adds_no_file(command) {
                    return;
                }
            }
        }
    }
}

/// Whether an image is one of a distribution or a language, in which there is no application.
fn has_no_application(image: &project::ImageName) -> bool {
    let is_bare = image.known().is_some_and(|known| known.kind.is_foundation());
    image.official().is_some() && is_bare && !image.meant_tag().contains("onbuild")
}

/// Whether a step is a chain of commands that all run, in files of the image alone.
fn is_plain(run: &Run, at: usize, stage: &Stage, text: &str) -> bool {
    let script = run.command.script();
    let is_chained =
        |command: &Command| command.position.is_unconditional() && command.position.in_current_shell();
    run.mounts.is_empty()
        && script.problems.is_empty()
        && stage.script_shell(&run.command, at).is_posix()
        && !["||", ">", "<", "$("].iter().any(|sign| text.contains(sign))
        && script.commands.iter().all(is_chained)
}

/// Whether a command puts no file where a package manager of a language looks for one.
fn adds_no_file(command: &Command) -> bool {
    Role::BringsNoProgram.is_of(command.name())
        || command.package_action().is_some_and(|action| match action.manager {
            Manager::Apk | Manager::Apt | Manager::AptGet | Manager::Gem | Manager::Pip => true,
            // Other installs write `package.json`.
            Manager::Npm => command.has_option('g', &["--global"]),
            _ => false,
        })
}

/// The file without which a command fails, and the word that asks for it.
fn wanted(command: &Command) -> Option<(Span, String)> {
    let operands: Vec<&str> = command.operands().map(shell::Word::unquoted).collect();
    let name = command.name_word()?.span;
    let of_pip = || {
        let mut words = command.arguments().iter();
        words.find(|word| word.is("-r") || word.is("--requirement"))?;
        let file = words.next()?;
        let path = file.literal()?;
        let is_own = !path.contains(':') && !path.starts_with(['/', '-', '.', '~']) && path.ends_with(".txt");
        is_own.then(|| (file.span, path.to_owned()))
    };
    match (command.name(), &*operands) {
        ("pip" | "pip3", ["install", ..]) => of_pip(),
        ("npm", ["ci"]) => Some((name, "package*.json".to_owned())),
        ("bundle", ["install"]) => Some((name, "Gemfile*".to_owned())),
        _ => None,
    }
}
