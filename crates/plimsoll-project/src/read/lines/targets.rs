//! The targets that lines of `docker buildx bake` ask for, and whether the Bake files that a line reads have them.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use plimsoll_commands::{CommandLine, Tool, Verb, Word};
use plimsoll_compose::bake;
use plimsoll_compose::yaml::Yaml;
use plimsoll_diagnostics::{MOST_COMPARED, Sources, Span};

use super::files;
use crate::{BakeFiles, COMPOSE_NAMES, Line, Loaded, Loader, Presence, UnknownTarget, path};

/// What Bake builds where nothing is asked for.
const IMPLIED: &str = "default";

/// The Bake files that the lines of a file read.
pub(super) struct BakeTargets<'a, 's> {
    loader: &'a dyn Loader<'s>,
    files: BakeFiles<'s>,
    /// The names by the paths of the files that are read together; `None` where they are not understood.
    known: HashMap<Vec<String>, Option<Rc<Names>>>,
}

impl<'a, 's> BakeTargets<'a, 's> {
    pub(super) fn new(sources: &'s Sources, loader: &'a dyn Loader<'s>) -> Self {
        BakeTargets { loader, files: BakeFiles::new(sources), known: HashMap::new() }
    }

    /// The targets that a line asks for and that its files do not have. Nothing where it is not certain which files these
    /// are, or what is in them.
    pub(super) fn unknown(&mut self, line: &Line, folder: &str) -> Vec<UnknownTarget> {
        let command = &line.command;
        let is_certain = command.verb == Verb::Bake
            && command.tool == Tool::Docker
            && command.flags.mistake.is_none()
            && !command.flags.is_open
            && !command.is_elsewhere
            && !command.makes_files;
        let asked = if is_certain { asked(command) } else { Vec::new() };
        if asked.is_empty() {
            return Vec::new();
        }
        let Some(paths) = read_by(line, folder, self.loader) else { return Vec::new() };
        let Some(known) = self.names(&paths) else { return Vec::new() };
        let file = paths.iter().find(|path| is_bake(path)).or(paths.first()).cloned().unwrap_or_default();
        let has = |name: &str| known.all.contains(name);
        // Without a group of this name, all services of Compose are built.
        let is_missing = |name: &str| !(has(name) || name == IMPLIED && known.has_services);
        let unknown = asked.into_iter().filter(|(_, name)| is_missing(name));
        let unknown = unknown.map(|(span, name)| UnknownTarget {
            span,
            name,
            file: file.clone(),
            targets: known.first.clone(),
        });
        unknown.collect()
    }

    fn names(&mut self, paths: &[String]) -> Option<Rc<Names>> {
        if let Some(known) = self.known.get(paths) {
            return known.clone();
        }
        let names = names(paths, self.loader, &mut self.files).map(Rc::new);
        self.known.insert(paths.to_vec(), names.clone());
        names
    }
}

/// What a line asks for. A definition elsewhere stands in the place of the first word.
fn asked(command: &CommandLine) -> Vec<(Span, String)> {
    let mut asked = built(command);
    if !asked.is_empty() {
        asked.extend(changed(command));
    }
    asked
}

/// The targets of which a line sets something else: `--set TARGET.KEY=VALUE`.
fn changed(command: &CommandLine) -> impl Iterator<Item = (Span, String)> {
    let values = command.flags.all("--set").filter_map(|flag| flag.value.as_ref());
    let names =
        values.filter_map(|value| Some((value.span, value.as_template().split('.').next()?.to_owned())));
    names.filter(|(_, name)| is_name(name))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

/// What is built.
fn built(command: &CommandLine) -> Vec<(Span, String)> {
    let operands = &command.flags.operands;
    if operands.is_empty() {
        return vec![(command.verb_span, IMPLIED.to_owned())];
    }
    let is_elsewhere = |word: &Word| {
        let text = word.as_template();
        text.contains("://") || text.starts_with("git@") || text.contains('#') || text == "-"
    };
    if operands.iter().any(is_elsewhere) {
        return Vec::new();
    }
    // Behind a word that may be several, or none, nothing is certain.
    let known = operands.iter().take_while(|word| !word.may_be_many);
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
    };
    known
        .filter_map(|word| Some((word.span, word.text()?.to_owned())))
        .filter(|(_, name)| is_name(name))
        .collect()
}

/// The files that a line reads: those that it names, or those that Bake looks for. `None` where it depends on the folder
/// that the script is started in, or no Bake file is among them.
fn read_by(line: &Line, folder: &str, loader: &dyn Loader) -> Option<Vec<String>> {
    let command = &line.command;
    let given: Option<Vec<&str>> =
        command.flags.all("--file").map(|flag| flag.value.as_ref().and_then(Word::text)).collect();
    let given = given?;
    if given.iter().any(|name| !path::is_relative(name) || *name == "-" || name.contains("://")) {
        return None;
    }
    let is_file = |path: &String| loader.presence(path) == Presence::File;
    let from = |start: &String| {
        let at = path::join(start, &command.folder);
        if !given.is_empty() {
            let paths: Vec<String> = given.iter().map(|name| path::join(&at, name)).collect();
            return paths.iter().all(is_file).then_some(paths);
        }
        let names = bake::DEFAULT_FILES.iter().chain(COMPOSE_NAMES.iter());
        let there: Vec<String> = names.map(|name| path::join(&at, name)).filter(is_file).collect();
        there.iter().any(|path| is_bake(path)).then_some(there)
    };
    let found: BTreeSet<Vec<String>> = files::starts(&line.folder, folder).iter().filter_map(from).collect();
    let mut found = found.into_iter();
    found.next().filter(|_| found.next().is_none())
}

fn is_bake(path: &str) -> bool {
    path.ends_with(".hcl") || path.ends_with(".json")
}

/// What the files build.
pub(super) struct Names {
    /// Groups, targets and services.
    all: HashSet<String>,
    /// The first of them.
    first: Vec<String>,
    has_services: bool,
}

/// The names of what files build; `None` where one of them cannot be read, or makes up names.
fn names<'s>(paths: &[String], loader: &dyn Loader<'s>, files: &mut BakeFiles<'s>) -> Option<Names> {
    let mut names = Names { all: HashSet::new(), first: Vec::new(), has_services: false };
    for path in paths {
        let Loaded::File(id) = loader.load(path) else { return None };
        if !matches!(path.rsplit('.').next()?, "hcl" | "json" | "yaml" | "yml") {
            return None;
        }
        let file = files.get(id);
        if !file.is_whole() {
            return None;
        }
        for document in &file.stream.documents {
            let entries = |key: &str| {
                document.get(key).and_then(Yaml::as_mapping).map(|block| &*block.entries).unwrap_or_default()
            };
            // What a Compose file includes has services, too.
            let is_open = document.get("include").is_some()
                || entries("target").iter().any(|target| target.value.get("matrix").is_some());
            if is_open {
                return None;
            }
            names.has_services |= !entries("services").is_empty();
            let found = bake::names(document).map(|name| name.value.clone().into_owned());
            let found: Vec<String> = found.collect();
            let more = MOST_COMPARED.saturating_sub(names.first.len());
            names.first.extend(found.iter().take(more).cloned());
            names.all.extend(found);
        }
    }
    Some(names)
}
