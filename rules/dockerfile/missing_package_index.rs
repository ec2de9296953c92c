//! APT installs packages before it has fetched a list of them.

use dockerfile::{Kind, Run};
use facts::packages::Role as Package;
use facts::programs::Role;
use facts::{ImageKind, KnownImage};
use plimsoll_linter::prelude::*;
use shell::{Command, PackageAction, PackageSource, PackageVerb};

#[derive(Default)]
pub(crate) struct MissingPackageIndex;

/// What a command means for the package index.
enum Effect {
    None,
    Unknown,
    /// It installs packages, of which the first is certainly not in the image.
    Installs(Span, String),
}

impl Rule for MissingPackageIndex {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let Some(name) = stage.written_image().filter(|name| name.official().is_some()) else { return };
        let Some(image) = name.known().filter(|image| has_no_index(image, name.meant_tag())) else { return };
        if !stage.is_reachable() {
            return;
        }
        for (at, instruction) in stage.indexed() {
            let effect = match &instruction.kind {
                Kind::Run(run) => of_run(run, at, stage, &image, cx.text(instruction.span)),
                _ => instruction.copy_paths().map_or(Effect::None, |(_, to)| of_copy(&to.value)),
            };
            match effect {
                Effect::None => {}
                Effect::Unknown => return,
                Effect::Installs(place, package) => {
                    cx.report(place, "packages are installed without a package index")
                        .here(format!("`apt-get` cannot find `{package}`"))
                        .label(name.span, "this image contains no package index")
                        .help("run `apt-get update` first, in the same `RUN`");
                    return;
                }
            }
        }
    }
}

/// Whether an official image has no package index: those of Debian and Ubuntu, and the small ones of languages.
fn has_no_index(image: &KnownImage, tag: &str) -> bool {
    let is_small = image.kind == ImageKind::Runtime && tag.split('-').any(|part| part == "slim");
    image.manager == Some("apt") && (is_distribution(image) || is_small)
}

fn is_distribution(image: &KnownImage) -> bool {
    image.kind == ImageKind::Base && matches!(image.repository, "debian" | "ubuntu")
}

fn of_run(run: &Run, at: usize, stage: &Stage, image: &KnownImage, text: &str) -> Effect {
    let script = run.command.script();
    let is_plain = run.mounts.is_empty()
        && script.problems.is_empty()
        && !script.commands.is_empty()
        && stage.script_shell(&run.command, at).is_posix()
        && !["||", "update", "Update", "$(", "`"].iter().any(|sign| text.contains(sign));
    if !is_plain {
        return Effect::Unknown;
    }
    let effect = |command: &Command| of_command(&stage.filled(script, command, at), image);
    let mut effects = script.commands.iter().map(effect);
    effects.find(|effect| !matches!(effect, Effect::None)).unwrap_or(Effect::None)
}

fn of_command(command: &Command, image: &KnownImage) -> Effect {
    if !command.position.is_unconditional() || !command.position.in_current_shell() {
        return Effect::Unknown;
    }
    match command.package_action() {
        // With `-U`, it fetches the list first.
        Some(_) if command.has_option('U', &["--update"]) => Effect::Unknown,
        Some(action) if action.manager.is_apt() => of_apt(&action, image),
        None if Role::BringsNoProgram.is_of(command.name()) => Effect::None,
        _ => Effect::Unknown,
    }
}

fn of_apt(action: &PackageAction, image: &KnownImage) -> Effect {
    let is_missing = |name: &str| {
        let is_for_builds = name.ends_with("-dev") || Package::Compiler.is_of(name);
        is_for_builds && is_distribution(image) || image.has_tool(name) == Some(false)
    };
    let missing =
        action.packages.iter().find(|it| it.source == PackageSource::Registry && is_missing(&it.name));
    match (action.verb, missing) {
        (PackageVerb::Clean | PackageVerb::Remove, _) => Effect::None,
        (PackageVerb::Install, Some(package)) => {
            Effect::Installs(action.verb_word.span, package.name.to_string())
        }
        _ => Effect::Unknown,
    }
}

/// What is copied to a directory of the system may be lists, or say where packages are.
fn of_copy(destination: &str) -> Effect {
    let is_system = ["/var", "/etc", "/usr"].iter().any(|folder| destination.starts_with(folder));
    if is_system || destination == "/" || destination.contains('$') { Effect::Unknown } else { Effect::None }
}
