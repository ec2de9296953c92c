//! Bake files, in HCL and in JSON: each target that is built is a build.

use std::collections::{HashMap, HashSet};

use plimsoll_commands::{CommandLine, Flag, Verb};
use plimsoll_compose::yaml::{Entry, Mapping, Scalar, Stream, Yaml};
use plimsoll_compose::{hcl, json, yaml};
use plimsoll_diagnostics::{Diagnostic, FileId, Sources, Text};
use plimsoll_project::{COMPOSE_NAMES, Document, Folder, Line, Loaded, Loader, Place, Project};

use super::written::{in_file, template};
use super::{Format, Name, data, script};
use crate::folders::{folder_of, join, name_of};
use crate::load::Reader;
use crate::proof::{Changes, Proof};
use crate::{Preset, RuleMeta};

/// Targets inherit from targets; deeper than this, nobody writes.
const MOST_DEPTH: usize = 16;

/// How many entries of targets are visited for all targets of a file, those that they inherit included.
const MOST_VISITED: usize = 200_000;

/// The format of `docker-bake.hcl` and `docker-bake.json`.
pub(super) struct BakeFormat;

impl Format for BakeFormat {
    /// `docker-bake.hcl`, `docker-bake.NAME.json`, `bake.hcl`.
    fn is_named(&self, name: Name<'_>) -> bool {
        let file = name.file.to_ascii_lowercase();
        let rest = file.strip_prefix("docker-bake").or_else(|| file.strip_prefix("bake"));
        rest.is_some_and(|rest| rest.starts_with('.') && (rest.ends_with(".json") || rest.ends_with(".hcl")))
    }

    fn is_doubtful(&self, _: Name<'_>) -> bool {
        true
    }

    fn reads_like(&self, text: &str) -> bool {
        text.contains("\"target\"") || text.contains("target \"")
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/{docker-bake,bake}*.{hcl,json}"]
    }

    fn open<'s>(&self, file: FileId, reader: &Reader<'s>) -> Project<'s> {
        let read = reads(&reader.sources.file(file).path);
        let mut document = Document::new(reader.sources, file, "bake", read);
        document.around = names_around(document.path, reader);
        let is_whole = !is_override(document.path);
        let (lines, is_too_much) =
            document.data.documents.first().filter(|_| is_whole).map(lines).unwrap_or_default();
        if is_too_much {
            let message = "the targets inherit too much; the rest is not read";
            let place = reader.sources.text(file).span.before();
            document.data.problems.push(Diagnostic::new("limit-exceeded", place, message));
        }
        let mut project = Project::lines(reader.sources, file, Place::Script, lines, Vec::new(), reader);
        project.documents.push(document);
        project
    }

    fn preset(&self, meta: &RuleMeta) -> Preset {
        script::in_scripts(meta)
    }

    fn same_meaning(&self, sources: &Sources, before: FileId, after: FileId, changes: &Changes) -> Proof {
        let read = reads(&sources.file(before).path);
        data::same(read, sources.text(before), sources.text(after), changes)
    }
}

/// What reads a file of this name.
fn reads(path: &str) -> for<'s> fn(Text<'s>) -> Stream<'s> {
    if path.to_ascii_lowercase().ends_with(".hcl") { hcl::read } else { json::read }
}

/// Whether Bake lays a file over another one, which has what is missing in it.
fn is_override(path: &str) -> bool {
    name_of(path).contains(".override.")
}

/// The names of what the files beside a Bake file build, which Bake reads with it; `*` where one cannot be read.
fn names_around(path: &str, reader: &Reader<'_>) -> Vec<String> {
    let others = ["", ".override"]
        .into_iter()
        .flat_map(|lay| ["hcl", "json"].into_iter().map(move |end| format!("docker-bake{lay}.{end}")));
    let all = others.chain(COMPOSE_NAMES.iter().map(|name| (*name).to_owned()));
    let paths = all.map(|name| join(folder_of(path), &name)).filter(|other| other != path);
    let mut names = Vec::new();
    for other in paths {
        let id = match reader.load(&other) {
            Loaded::File(id) => id,
            Loaded::Missing => continue,
            Loaded::Refused => return vec!["*".to_owned()],
        };
        let is_bake = other.ends_with(".hcl") || other.ends_with(".json");
        let read = if is_bake { reads(&other) } else { yaml::read };
        let stream = read(reader.sources.text(id));
        if !stream.problems.is_empty() {
            return vec!["*".to_owned()];
        }
        let blocks = stream.documents.iter().flat_map(|document| {
            ["group", "target", "services"].into_iter().filter_map(|key| document.get(key)?.as_mapping())
        });
        names.extend(
            blocks.flat_map(|block| &block.entries).map(|entry| entry.key.value.clone().into_owned()),
        );
    }
    names
}

/// The targets of a file by name, and how many entries of targets may still be visited.
struct Targets<'y, 's> {
    by_name: HashMap<&'y str, &'y Yaml<'s>>,
    rest: usize,
}

/// The builds of a file, and whether there were too many to be read. What is only inherited from is none.
fn lines(bake: &Yaml<'_>) -> (Vec<Line>, bool) {
    let entries: &[Entry<'_>] =
        bake.get("target").and_then(Yaml::as_mapping).map(|targets| &*targets.entries).unwrap_or_default();
    let groups =
        bake.get("group").and_then(Yaml::as_mapping).into_iter().flat_map(|groups| groups.entries.iter());
    let grouped: HashSet<&str> =
        groups.flat_map(|group| list(&group.value, "targets")).map(|name| &*name.value).collect();
    let inherited: HashSet<&str> =
        entries.iter().flat_map(|target| list(&target.value, "inherits")).map(|name| &*name.value).collect();
    let is_built = |target: &&Entry<'_>| {
        let name = &*target.key.value;
        grouped.contains(name) || !inherited.contains(name)
    };
    let mut targets = Targets { by_name: HashMap::new(), rest: MOST_VISITED };
    for entry in entries {
        targets.by_name.entry(&entry.key.value).or_insert(&entry.value);
    }
    let lines = entries.iter().filter(is_built).filter_map(|target| line(target, &mut targets)).collect();
    (lines, targets.rest == 0)
}

fn list<'y, 's>(target: &'y Yaml<'s>, key: &str) -> impl Iterator<Item = &'y Scalar<'s>> {
    let items = target.get(key).and_then(Yaml::as_sequence).unwrap_or_default();
    items.iter().filter_map(Yaml::as_scalar)
}

/// Adds a target and those that it inherits from, what counts more first. One that is there already counts no more.
fn ancestry<'y, 's>(
    target: &'y Yaml<'s>,
    all: &mut Targets<'y, 's>,
    depth: usize,
    found: &mut Vec<&'y Mapping<'s>>,
    seen: &mut HashSet<&'y str>,
) {
    let own = target.as_mapping();
    let inside = own.iter().flat_map(|own| own.entries.iter()).map(|entry| size(&entry.value)).sum::<usize>();
    all.rest = all.rest.saturating_sub(1 + inside);
    found.extend(own);
    if depth == MOST_DEPTH {
        return;
    }
    // The last one that is named counts more than the first.
    let names: Vec<_> = list(target, "inherits").collect();
    for name in names.into_iter().rev() {
        if let Some(parent) = all.by_name.get(&*name.value).copied().filter(|_| all.rest > 0)
            && seen.insert(&name.value)
        {
            ancestry(parent, all, depth + 1, found, seen);
        }
    }
}

/// How many values there are in a value, as far as they are looked at.
fn size(value: &Yaml<'_>) -> usize {
    let listed = value.as_sequence().map_or(0, <[_]>::len);
    1 + listed + value.as_mapping().map_or(0, |mapping| mapping.entries.len())
}

fn line<'y, 's>(target: &'y Entry<'s>, all: &mut Targets<'y, 's>) -> Option<Line> {
    let mut from = Vec::new();
    ancestry(&target.value, all, 0, &mut from, &mut HashSet::from([&*target.key.value]));
    if all.rest == 0 {
        return None;
    }
    let first = |key: &str| from.iter().find_map(|mapping| mapping.get(key));
    // What a target inherits from another file may name the Dockerfile.
    let is_here =
        |name: &Yaml<'_>| name.as_scalar().is_some_and(|name| all.by_name.contains_key(&*name.value));
    let mut inherited = from.iter().filter_map(|from| from.get("inherits"));
    let is_known = |names: &Yaml<'_>| names.as_sequence().is_some_and(|names| names.iter().all(is_here));
    if first("dockerfile").is_none() && !inherited.all(is_known) {
        return None;
    }
    if first("dockerfile-inline").is_some() || first("matrix").is_some() {
        return None;
    }
    let text = |key: &str| first(key).and_then(Yaml::as_scalar);
    let at = target.key.span;
    let mut command = CommandLine::of_flags(Verb::Build, &[], at);
    let context = text("context").map_or_else(|| in_file(".", at), template);
    command.flags.operands = vec![context];
    // Unlike `docker build`, Bake looks for the Dockerfile in the context.
    if let Some(dockerfile) = text("dockerfile") {
        let context = command.flags.operands.first().and_then(|context| context.text()).unwrap_or(".");
        let path = match super::join(context, &dockerfile.value) {
            Some(path) if !dockerfile.value.contains('$') => path,
            _ => return None,
        };
        command.flags.flags.extend(Flag::of("build", "--file", in_file(&path, dockerfile.span)));
    }
    if let Some(stage) = text("target") {
        command.flags.flags.extend(Flag::of("build", "--target", template(stage)));
    }
    let mut seen: HashSet<&str> = HashSet::new();
    for arg in from
        .iter()
        .filter_map(|mapping| mapping.get("args")?.as_mapping())
        .flat_map(|args| args.entries.iter())
    {
        if !seen.insert(&arg.key.value) {
            continue;
        }
        let Some(value) = arg.value.as_scalar().filter(|value| !value.is_null()) else { continue };
        let word = in_file(&format!("{}={}", arg.key.value, value.value), arg.key.span.to(value.span));
        command.flags.flags.extend(Flag::of("build", "--build-arg", word));
    }
    let contexts = from.iter().filter_map(|mapping| mapping.get("contexts")?.as_mapping());
    for context in contexts.flat_map(|contexts| contexts.entries.iter()) {
        let Some(value) = context.value.as_scalar() else { continue };
        let word = in_file(&format!("{}={}", context.key.value, value.value), context.key.span);
        command.flags.flags.extend(Flag::of("build", "--build-context", word));
    }
    for (key, flag) in
        [("secret", "--secret"), ("ssh", "--ssh"), ("platforms", "--platform"), ("tags", "--tag")]
    {
        for item in first(key).and_then(Yaml::as_sequence).unwrap_or_default() {
            let Some(item) = item.as_scalar() else { continue };
            command.flags.flags.extend(Flag::of("build", flag, template(item)));
        }
    }
    command.span = target.span();
    Some(Line::new(command, Folder::Near))
}
