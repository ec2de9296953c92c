//! Command lines of container clients in scripts: each that makes a container is a service of an application of its own,
//! each that builds an image is one that is built.

mod build;
mod files;
mod lower;
mod services;
mod targets;
mod words;

use std::collections::HashSet;

use plimsoll_commands::CommandLine;
use plimsoll_compose::Compose;
use plimsoll_compose::yaml::{Entry, Mapping, Node, Scalar, Yaml};
use plimsoll_diagnostics::{FileId, Sources, Span, Text};
use plimsoll_shell as shell;

pub use self::files::MissingEnvFile;
pub use self::services::UnknownService;
pub use self::targets::UnknownTarget;
use crate::assembly::Assembly;
use crate::{Build, Container, Loader, Project, build_link, path};

/// The command lines of a script, or of a file with scripts in it.
#[derive(Debug)]
pub struct Lines {
    /// The file.
    pub file: FileId,
    /// The lines, in order.
    pub lines: Vec<Line>,
    /// Commands that are no line of a client and that speak of an engine: `chmod 666 /var/run/docker.sock`.
    pub commands: Vec<shell::Command>,
    /// Where the file runs.
    pub place: Place,
    /// For each service of the application its line.
    of_service: Vec<usize>,
}

/// A command line, and where it comes from.
#[derive(Clone, Debug)]
pub struct Line {
    /// What is asked.
    pub command: CommandLine,
    /// The image, where the line itself has no word for it: the options of a service of a workflow.
    pub image: Option<plimsoll_commands::Word>,
    /// Where the line itself starts, for comments above it.
    pub whole: Span,
    /// The folder that it is run in, where the file says so.
    pub folder: Folder,
    /// The Compose files that it names, and that are certainly not there.
    pub missing: Vec<(Span, String)>,
    /// The files of variables that it names, and that are certainly not there.
    pub missing_env_files: Vec<MissingEnvFile>,
    /// The services of Compose that it asks for, and that certainly do not exist.
    pub unknown_services: Vec<UnknownService>,
    /// The targets of Bake that it asks for, and that certainly do not exist.
    pub unknown_targets: Vec<UnknownTarget>,
    /// Whether its folder certainly holds what the repository holds, and nothing else: nothing before it makes files.
    pub is_of_repository: bool,
}

impl Line {
    /// A line in a script, run in a folder.
    pub fn new(command: CommandLine, folder: Folder) -> Line {
        let whole = command.span;
        Line {
            command,
            image: None,
            whole,
            folder,
            missing: Vec::new(),
            missing_env_files: Vec::new(),
            unknown_services: Vec::new(),
            unknown_targets: Vec::new(),
            is_of_repository: false,
        }
    }
}

/// The folder that a line is run in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Folder {
    /// The one of its file, or one above it.
    Near,
    /// This one, seen from where the paths of the project are.
    At(String),
    /// Nobody knows.
    Unknown,
}

impl Folder {
    /// A folder below this one; nobody knows where a variable leads.
    #[must_use]
    pub fn below(&self, path: &str) -> Folder {
        match self {
            Folder::At(top) if !path.contains("${") && path::is_relative(path) => {
                Folder::At(path::join(top, path))
            }
            _ => Folder::Unknown,
        }
    }
}

/// Where a script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Somebody calls it.
    Script,
    /// A service of continuous integration, without a terminal.
    Ci,
    /// An init system keeps it running.
    Unit,
    /// Nowhere: it is an example.
    Text,
}

impl Lines {
    /// The line of the service at `index`.
    pub(crate) fn of_service(&self, index: usize) -> Option<&Line> {
        self.lines.get(*self.of_service.get(index)?)
    }
}

impl<'s> Project<'s> {
    /// The command lines of a file. `lines` come from its scripts, in order.
    pub fn lines(
        sources: &'s Sources,
        file: FileId,
        place: Place,
        mut lines: Vec<Line>,
        commands: Vec<shell::Command>,
        loader: &dyn Loader<'s>,
    ) -> Project<'s> {
        let source = sources.text(file);
        let at = &*sources.file(file).path;
        let folder = path::folder(at);
        // Whoever names the files elsewhere names them here, too.
        let mut compose_files =
            (!source.raw.contains("COMPOSE_FILE")).then(|| services::ComposeFiles::new(sources, loader));
        for line in &mut lines {
            line.missing = files::missing(line, folder, loader);
            line.missing_env_files = files::missing_env_files(line, source, folder, loader);
            line.unknown_targets = targets::unknown(line, folder, sources, loader);
            if let Some(files) = &mut compose_files {
                line.unknown_services = files.unknown(line, folder);
            }
        }
        let mut services: Vec<Entry<'s>> = Vec::new();
        let mut taken = HashSet::new();
        let mut of_service = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let lowered = if line.command.verb == plimsoll_commands::Verb::Build {
                build::service(source, line, folder, loader)
            } else {
                lower::service(source, line)
            };
            let Some((name, value)) = lowered else { continue };
            // Two lines may run the same image.
            let mut value_of = name.value.to_string();
            if !taken.insert(value_of.clone()) {
                value_of = format!("{value_of} {index}");
            }
            let key = Scalar::implied(value_of, name.span);
            services.push(Entry { key, value });
            of_service.push(index);
        }
        let span = source.span;
        let services = Yaml::new(Node::Mapping(Mapping::new(services)), span);
        let key = Scalar::implied("services", span.before());
        let root = Mapping::new(vec![Entry { key, value: services }]);
        let mut compose = Compose::from_tree(source, Yaml::new(Node::Mapping(root), span));
        // What these say is worded for YAML; what clients and engines refuse, rules say.
        compose.problems.clear();
        let (app, dockerfiles) = build_link::link(sources, Assembly::of_lines(compose), loader);
        let lines = Lines { file, lines, commands, place, of_service };
        Project { dockerfiles, app: Some(app), lines: Some(lines), ..Project::empty(sources) }
    }
}

impl<'p> Container<'p> {
    /// The command line that makes it; `None` for a service of Compose.
    pub fn line(&self) -> Option<&'p Line> {
        self.project.lines.as_ref()?.of_service(self.index)
    }

    /// Whether it runs. What only builds an image makes none.
    pub fn is_run(&self) -> bool {
        self.line().is_none_or(|line| line.command.verb != plimsoll_commands::Verb::Build)
    }

    /// Whether a build argument is given to this build alone: no target of Bake leaves it to others, and no step gives it to
    /// the builds of other Dockerfiles, too.
    pub fn is_only_one_given(&self, argument: Span) -> bool {
        let Some(line) = self.line() else { return true };
        let own = dockerfile(self);
        let is_beside = |other: &Container<'_>| other.line().is_some_and(|other| other.whole == line.whole);
        let mut beside = self.project.containers().filter(is_beside);
        line.command.span.contains(argument) && beside.all(|other| dockerfile(&other) == own)
    }

    /// Where what makes it runs; `None` for a service of Compose.
    pub fn place(&self) -> Option<Place> {
        self.project.lines.as_ref().map(|lines| lines.place)
    }

    /// Whether its image may excuse what is dangerous, because somebody chose it for just that. Of command lines, all dangers
    /// are told to those who ask for dangers.
    pub fn is_excused_by_image(&self) -> bool {
        self.line().is_none()
    }

    /// Whether it goes when what it runs ends, or when the line does: what is said of containers that stay is not said
    /// of it.
    pub fn is_passing(&self) -> bool {
        self.line().is_some_and(|line| !line.command.is_detached() && self.place() != Some(Place::Unit))
    }
}

/// The path of the Dockerfile that is built.
fn dockerfile<'p>(container: &Container<'p>) -> Option<&'p str> {
    match container.build() {
        Build::Linked { file, .. } => Some(file.path),
        _ => None,
    }
}

/// A word of a line as a value of a service.
fn scalar<'s>(source: Text<'s>, word: &plimsoll_commands::Word) -> Scalar<'s> {
    scalar_as(source, word.as_template().to_owned(), word.span)
}

fn scalar_as<'s>(source: Text<'s>, value: String, span: Span) -> Scalar<'s> {
    let base = source.span.start as usize;
    let written =
        source.slice((span.start as usize).saturating_sub(base), (span.end as usize).saturating_sub(base));
    Scalar::word(value, written)
}
