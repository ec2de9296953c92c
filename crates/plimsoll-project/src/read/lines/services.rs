//! The services that lines of `docker compose` ask for, and whether the Compose file that a line reads has them.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use plimsoll_commands::{CommandLine, Tool, Verb, Word};
use plimsoll_diagnostics::{MOST_COMPARED, Sources, Span};
use plimsoll_facts::Images;

use super::files;
use crate::read::assembly;
use crate::{COMPOSE_NAMES, Folder, Line, Loaded, Loader, Presence, UnknownService, path};

/// The Compose files that the lines of a file read.
pub(super) struct ComposeFiles<'a, 's> {
    sources: &'s Sources,
    loader: &'a dyn Loader<'s>,
    /// The services by the paths of the files; `None` where not all of them are known.
    read: HashMap<Vec<String>, Option<Services>>,
}

/// The services of a Compose file.
#[derive(Clone)]
struct Services {
    names: Arc<HashSet<String>>,
    /// The first of them.
    first: Arc<[String]>,
}

impl Services {
    fn new(names: Vec<String>) -> Services {
        let first = names.iter().take(MOST_COMPARED).cloned().collect();
        Services { first, names: Arc::new(names.into_iter().collect()) }
    }
}

impl<'a, 's> ComposeFiles<'a, 's> {
    pub(super) fn new(sources: &'s Sources, loader: &'a dyn Loader<'s>) -> Self {
        ComposeFiles { sources, loader, read: HashMap::new() }
    }

    /// The services that a line asks for and that its Compose files do not have. Nothing where it is not certain which
    /// files these are, or where another Compose file beside, above or below them has it.
    pub(super) fn unknown(&mut self, line: &Line, folder: &str) -> Vec<UnknownService> {
        let asked: Vec<(Span, String)> = asked(&line.command);
        if asked.is_empty() {
            return Vec::new();
        }
        let Some(paths) = self.files(line, folder) else { return Vec::new() };
        let Some(services) = self.services(&paths) else { return Vec::new() };
        // A script that changes to its own directory reads the file that is there.
        let is_in_others = |name: &str| {
            !line.command.is_from_script && paths.iter().any(|path| self.loader.completes(name, path))
        };
        let is_missing = |name: &String| !services.names.contains(name) && !is_in_others(name);
        let unknown = asked.into_iter().filter(|(_, name)| is_missing(name)).map(|(span, name)| {
            let file = paths.first().cloned().unwrap_or_default();
            UnknownService { span, name, file, services: services.first.clone() }
        });
        unknown.collect()
    }

    /// The files that a line reads: those that it names, or the one that Compose looks for. `None` where it depends on the
    /// folder that the script is started in.
    fn files(&self, line: &Line, folder: &str) -> Option<Vec<String>> {
        let command = &line.command;
        let given: Option<Vec<&str>> =
            command.globals.all("--file").map(|flag| flag.value.as_ref().and_then(Word::text)).collect();
        let given = given?;
        if given.iter().any(|name| !path::is_relative(name) || *name == "-") {
            return None;
        }
        let is_file = |path: &str| self.loader.presence(path) == Presence::File;
        let in_folder = |at: &str| {
            let mut names = COMPOSE_NAMES.iter().map(|name| path::join(at, name));
            names.find(|path| is_file(path)).map(|path| vec![path])
        };
        let from = |start: &String| {
            let mut at = path::join(start, &command.folder);
            if !given.is_empty() {
                let paths: Vec<String> = given.iter().map(|name| path::join(&at, name)).collect();
                return paths.iter().all(|path| is_file(path)).then_some(paths);
            }
            // Compose looks in the folders above, too. So does a script that may be started there.
            let mut found = in_folder(&at);
            while found.is_none() && line.folder != Folder::Near && !matches!(&*at, "" | "." | "/") {
                at = path::folder(&at).to_owned();
                found = in_folder(&at);
            }
            found.filter(|_| !self.names_files(&at))
        };
        let found: BTreeSet<Vec<String>> =
            files::starts(&line.folder, folder).iter().filter_map(from).collect();
        let mut found = found.into_iter();
        found.next().filter(|_| found.next().is_none())
    }

    /// Whether `.env` says which files Compose reads in a folder.
    fn names_files(&self, folder: &str) -> bool {
        let path = path::join(folder, ".env");
        match self.loader.presence(&path) {
            Presence::Missing => false,
            Presence::File => match self.loader.load(&path) {
                Loaded::File(file) => self.sources.text(file).raw.contains("COMPOSE_FILE"),
                Loaded::Missing | Loaded::Refused => true,
            },
            Presence::Folder | Presence::Unknown => true,
        }
    }

    fn services(&mut self, paths: &[String]) -> Option<Services> {
        if let Some(known) = self.read.get(paths) {
            return known.clone();
        }
        let services = self.assemble(paths).map(Services::new);
        self.read.insert(paths.to_vec(), services.clone());
        services
    }

    fn assemble(&self, paths: &[String]) -> Option<Vec<String>> {
        let Loaded::File(first) = self.loader.load(paths.first()?) else { return None };
        // A file that Compose looks for is read with the one that overrides it; those that are named, alone.
        let is_looked_for =
            matches!(paths, [only] if COMPOSE_NAMES.iter().any(|name| only.rsplit('/').next() == Some(name)));
        let together = (!is_looked_for).then(|| paths.to_vec());
        let loader = Named { loader: self.loader, together };
        let read = assembly::assemble(self.sources, first, &loader);
        let is_whole = !read.is_open && read.compose.problems.is_empty();
        let names = read.compose.services.iter().map(|service| service.name.value.to_string());
        is_whole.then(|| names.collect())
    }
}

/// The services that a line asks Compose for. Compose asks its file whether it has them, or for a container of them.
fn asked(command: &CommandLine) -> Vec<(Span, String)> {
    let is_certain = matches!(command.tool, Tool::Docker | Tool::DockerCompose)
        && command.flags.mistake.is_none()
        && !command.flags.is_open
        && !command.is_elsewhere
        && !command.makes_files
        && ["--project-directory", "--env-file"].iter().all(|flag| command.globals.get(flag).is_none());
    let most = match command.verb {
        Verb::ComposeUp | Verb::ComposeBuild | Verb::ComposeLogs => usize::MAX,
        Verb::ComposeRun | Verb::ComposeExec => 1,
        _ => 0,
    };
    let words = command.flags.operands.iter().take(if is_certain { most } else { 0 });
    // Behind a word that may be several, or none, nothing is certain.
    let known = words.take_while(|word| !word.may_be_many);
    known
        .filter_map(|word| Some((word.span, word.text()?.to_owned())))
        .filter(|(_, name)| is_name(name))
        .collect()
}

/// Whether a word may be the name of a service.
fn is_name(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
}

/// A loader that says which Compose files are read together.
struct Named<'a, 's> {
    loader: &'a dyn Loader<'s>,
    together: Option<Vec<String>>,
}

impl<'s> Loader<'s> for Named<'_, 's> {
    fn load(&self, path: &str) -> Loaded {
        self.loader.load(path)
    }

    fn together(&self) -> Option<&[String]> {
        self.together.as_deref()
    }

    fn images(&self) -> Images<'s> {
        self.loader.images()
    }

    fn context_files(&self) -> &[String] {
        self.loader.context_files()
    }

    fn presence(&self, path: &str) -> Presence {
        self.loader.presence(path)
    }
}
