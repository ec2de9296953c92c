//! Applies every safe fix to a copy of a folder in memory, reads the result again and compares what the files mean.
//!
//! `cargo xtask prove-fixes DIR` runs it. It compares otherwise than the proof of the fixer: Dockerfiles by what holds at
//! the end of each stage and by the programs that run, Compose files by every value with its path, and by the comments.
//! With `--unsafe`, other fixes are made as well; of those it asks that files can be read, comments stay, and a second run
//! changes nothing. With `--mutate N`, N files with slips in them are fixed instead. Exit code 1 when anything is not as it should be.
#![expect(clippy::print_stdout, reason = "it talks to the person who runs it")]

mod mutate;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use plimsoll_compose::yaml::{Node, Yaml};
use plimsoll_compose::{Compose, truth_value};
use plimsoll_diagnostics::{Applicability, Category, FileId, Level, SourceFile, Sources, Text};
use plimsoll_dockerfile::{Dockerfile, HealthcheckTest, Kind};
use plimsoll_linter::{
    Checked, Disk, FileKind, FileSystem, FixRequest, Fixer, Overlay, Overrides, Preset, PresetSource,
    Settings, Workspace, limits, plain_path,
};
use plimsoll_project::Project;
use plimsoll_rules::RULES;

/// What to prove.
#[derive(Parser)]
struct Options {
    /// The directory whose files are fixed, in memory.
    folder: String,
    /// Also make the fixes after which a file may behave otherwise.
    #[arg(long = "unsafe")]
    is_unsafe: bool,
    /// Fix so many mutated files instead.
    #[arg(long)]
    mutate: Option<u64>,
    /// Where the numbers start that choose the mutations.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let folder = &options.folder;
    if let Some(count) = options.mutate {
        let campaign = mutate::Campaign { folder: plain_path(Path::new(folder)), count, seed: options.seed };
        return if mutate::run(&campaign) { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let sure = if options.is_unsafe { Applicability::Unsafe } else { Applicability::Safe };
    let named = [plain_path(Path::new(folder))];
    let Ok(disk) = Disk::here(&named) else { return ExitCode::from(2) };
    let workspace = Workspace::find(&disk, &named);
    let preset = Some(PresetSource::Preset(Preset::All));
    let overrides = Overrides { preset, ..Overrides::default() };
    let settings = Settings { overrides, ..Settings::default() };
    let fixer = Fixer::new(RULES, &settings, &disk, &workspace);

    let before = fixer.linter().check(&disk, &workspace);
    let outcome = fixer.fix(&disk, &workspace, FixRequest::all(sure));
    let texts: BTreeMap<String, Vec<u8>> =
        outcome.texts.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
    let files = Overlay { below: &disk, texts };
    let again = fixer.fix(&files, &workspace, FixRequest::all(sure));

    println!("{} files, {} fixes in {} of them", before.files.len(), outcome.count(), outcome.texts.len());
    list(
        "files with fixes that were not made",
        outcome.withheld.iter().map(|(path, withheld)| format!("{path}: {withheld:?}")),
    );
    let (was, is) = (refusals(&before), refusals(&outcome.left));
    let worse: Vec<&String> =
        is.iter().filter(|(path, count)| was.get(*path) < Some(*count)).map(|it| it.0).collect();
    let changed: Vec<String> =
        outcome.texts.iter().filter_map(|(path, new)| difference(&disk, path, new, sure)).collect();
    let unstable: Vec<&String> = again.texts.keys().collect();
    list("files that read worse", worse.iter());
    list("files that mean something else", changed.iter());
    list("files that a second run changes", unstable.iter());
    if worse.is_empty() && changed.is_empty() && unstable.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn list(what: &str, items: impl ExactSizeIterator<Item = impl std::fmt::Display>) {
    println!("{} {what}", items.len());
    items.for_each(|item| println!("  {item}"));
}

/// How many findings say, for each file, that it cannot be read or will be refused.
fn refusals(checked: &Checked) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    for finding in &checked.diagnostics {
        if finding.level == Level::Error && matches!(finding.category, Category::Syntax | Category::Validity)
        {
            *count.entry(checked.sources.file(finding.primary.span.file).path.clone()).or_default() += 1;
        }
    }
    count
}

/// The first fact in which the new text of a file differs from what is on the disk.
fn difference(disk: &Disk, path: &str, new: &str, sure: Applicability) -> Option<String> {
    let bytes = disk.read(path, limits::FILE_BYTES).ok()?;
    let old = String::from_utf8_lossy(&bytes);
    let is_safe = sure == Applicability::Safe;
    let read: &dyn Fn(&str) -> Vec<String> = match FileKind::of_named(path) {
        FileKind::Dockerfile if is_safe => &|text| meaning(path, text),
        FileKind::Compose => &|text| values(text, is_safe),
        _ => return None,
    };
    let (before, after) = (read(&old), read(new));
    let at = before.iter().zip(&after).position(|(before, after)| before != after);
    let at = at.or((before.len() != after.len()).then_some(before.len().min(after.len())))?;
    let fact = |facts: &[String]| facts.get(at).cloned().unwrap_or_default();
    Some(format!("{path}: `{}` → `{}`", fact(&before), fact(&after)))
}

/// The comments of a Compose file, and with `all` every value with the keys above it, in the order of the alphabet: fixes
/// sort lists. Without what fixes are meant to take away or to write otherwise.
fn values(text: &str, all: bool) -> Vec<String> {
    let compose = Compose::parse(Text::new(text, FileId::FIRST, 0));
    let mut said: Vec<String> = compose.comments.iter().map(|comment| comment.text.raw.to_owned()).collect();
    if all {
        compose.documents.iter().for_each(|document| collect("", document, &mut said));
        said.retain(|line| !line.starts_with("/version="));
    }
    said.sort();
    said
}

fn collect(path: &str, yaml: &Yaml<'_>, said: &mut Vec<String>) {
    match &yaml.node {
        Node::Mapping(mapping) => {
            let entries = mapping.entries.iter();
            entries.for_each(|entry| collect(&format!("{path}/{}", entry.key.value), &entry.value, said));
        }
        Node::Sequence(items) => items.iter().for_each(|item| collect(&format!("{path}/-"), item, said)),
        Node::Scalar(scalar) => {
            let truth = truth_value(&scalar.value).map(|truth| truth.to_string());
            said.push(format!("{path}={}", truth.as_deref().unwrap_or(&scalar.value)));
        }
        Node::Alias(alias) => said.push(format!("{path}=*{}", alias.name.raw)),
    }
}

/// What a Dockerfile leads to, one fact a line, without their places.
fn meaning(path: &str, text: &str) -> Vec<String> {
    let sources = Sources::new();
    let file = sources.add(SourceFile::new(path, text));
    let project = Project::dockerfile(&sources, file);
    let place = format!("  ({path}:");
    let dump = project.dump().to_string();
    let facts = dump.lines().map(|line| line.split(&place).next().unwrap_or_default());
    // The names of stages and protocols mean the same in any letter case; what stands before a port, nothing.
    let fact = |line: &str| match line.trim_start().split_once(' ') {
        Some(("stage", rest)) => rest.to_lowercase(),
        Some(("exposes", rest)) => rest.rsplit(':').next().unwrap_or_default().trim().to_lowercase(),
        // Lists of words, however they are written.
        Some(("cmd" | "entrypoint", _)) => String::new(),
        _ => line.to_owned(),
    };
    let trees = project.dockerfiles.iter().flat_map(|file| programs(&file.tree));
    facts.map(fact).chain(trees).collect()
}

/// What runs, in order: the name of each program and its operands; and what else is said, keywords left out.
fn programs(tree: &Dockerfile<'_>) -> Vec<String> {
    let mut said = Vec::new();
    for instruction in &tree.instructions {
        let command = match &instruction.kind {
            Kind::Run(run) => &run.command,
            Kind::Cmd(cmd) => &cmd.command,
            Kind::Entrypoint(entrypoint) => &entrypoint.command,
            Kind::Healthcheck(check) => match &check.test {
                HealthcheckTest::Cmd(_, command) => command,
                HealthcheckTest::None(_) => continue,
            },
            Kind::Label(label) => {
                let pairs = label.pairs.iter();
                said.extend(pairs.filter_map(|pair| Some(pair.value.as_ref()?.literal()?.into_owned())));
                continue;
            }
            Kind::Maintainer(maintainer) => {
                said.push(maintainer.name.value.to_string());
                continue;
            }
            _ => continue,
        };
        for command in command.commands() {
            let operands: Vec<&str> = command.operands().map(plimsoll_shell::Word::unquoted).collect();
            // What fixes are meant to change: lists that are removed, and the program that people call.
            if command.name() == "rm" && operands == ["/var/lib/apt/lists/*"] {
                continue;
            }
            let name = if command.name() == "apt" { "apt-get" } else { command.name() };
            said.push(format!("{name} {}", operands.join(" ")));
        }
    }
    said
}
