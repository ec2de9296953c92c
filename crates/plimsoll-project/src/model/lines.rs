//! Command lines of container clients in scripts: each that makes a container is a service of an application of its own,
//! each that builds an image is one that is built.

use std::sync::Arc;

use plimsoll_commands::CommandLine;
use plimsoll_diagnostics::{FileId, Span};
use plimsoll_shell as shell;

use crate::path;

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
    pub(crate) of_service: Vec<usize>,
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
    /// Whether nothing has put the files of the repository into its folder yet.
    pub lacks_checkout: bool,
}

/// A file of variables that a line names with `--env-file`, and that is certainly not there.
#[derive(Clone, Debug)]
pub struct MissingEnvFile {
    /// Where it is named.
    pub span: Span,
    /// Its path, as it is written.
    pub path: String,
    /// The path of a file beside it that is there to be copied.
    pub example: Option<String>,
}

/// A target that a line asks for, and that certainly does not exist.
#[derive(Clone, Debug)]
pub struct UnknownTarget {
    /// Where the line names it; the command, where it names none.
    pub span: Span,
    /// Its name.
    pub name: String,
    /// The file that is read, the first Bake file of several.
    pub file: String,
    /// The groups and targets that there are, as many as its name is compared with.
    pub targets: Vec<String>,
}

/// A service that a line asks for, and that certainly does not exist.
#[derive(Clone, Debug)]
pub struct UnknownService {
    /// Where the line names it.
    pub span: Span,
    /// Its name.
    pub name: String,
    /// The Compose file that is read, the first of several.
    pub file: String,
    /// The first of the services that it has.
    pub services: Arc<[String]>,
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
            lacks_checkout: false,
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
