//! A command line of a container client: who is asked to do what, and how.

use plimsoll_diagnostics::Span;

use crate::{Flags, Word};

/// Whose command line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// `docker`
    Docker,
    /// `docker-compose`, the program of its own.
    DockerCompose,
    /// `podman`
    Podman,
    /// `nerdctl`
    Nerdctl,
}

impl Tool {
    /// The tool with this name, without its folder.
    pub fn named(name: &str) -> Option<Tool> {
        match name {
            "docker" | "docker.exe" => Some(Tool::Docker),
            "docker-compose" => Some(Tool::DockerCompose),
            "podman" => Some(Tool::Podman),
            "nerdctl" => Some(Tool::Nerdctl),
            _ => None,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Tool::Docker => "docker",
            Tool::DockerCompose => "docker-compose",
            Tool::Podman => "podman",
            Tool::Nerdctl => "nerdctl",
        }
    }

    /// What the table of flags calls the flags that only this tool has for `run` and `create`.
    pub(crate) fn own_flags(self) -> &'static str {
        match self {
            Tool::Docker | Tool::DockerCompose => "run",
            Tool::Podman => "podman-run",
            Tool::Nerdctl => "nerdctl-run",
        }
    }
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// `run`
    Run,
    /// `create`
    Create,
    /// `exec`
    Exec,
    /// `build`, `buildx build`
    Build,
    /// `buildx bake`
    Bake,
    /// `service create`
    ServiceCreate,
    /// `network create`
    NetworkCreate,
    /// `volume create`
    VolumeCreate,
    /// `compose up`
    ComposeUp,
    /// `compose run`
    ComposeRun,
    /// `compose exec`
    ComposeExec,
    /// `compose build`
    ComposeBuild,
    /// `compose down`
    ComposeDown,
    /// `compose logs`
    ComposeLogs,
    /// Another command of Compose.
    ComposeOther,
    /// `login`
    Login,
    /// A command of which no flag is read.
    Other,
}

impl Verb {
    /// What a message calls it: `docker run`.
    pub fn words(self) -> &'static str {
        match self {
            Verb::Run => "run",
            Verb::Create => "create",
            Verb::Exec => "exec",
            Verb::Build => "build",
            Verb::Bake => "buildx bake",
            Verb::ServiceCreate => "service create",
            Verb::NetworkCreate => "network create",
            Verb::VolumeCreate => "volume create",
            Verb::ComposeUp => "compose up",
            Verb::ComposeRun => "compose run",
            Verb::ComposeExec => "compose exec",
            Verb::ComposeBuild => "compose build",
            Verb::ComposeDown => "compose down",
            Verb::ComposeLogs => "compose logs",
            Verb::ComposeOther => "compose",
            Verb::Login => "login",
            Verb::Other => "",
        }
    }

    /// What the table of flags calls it.
    pub(crate) fn table(self) -> Option<&'static str> {
        Some(match self {
            Verb::Run => "run",
            Verb::Create => "create",
            Verb::Exec => "exec",
            Verb::Build => "build",
            Verb::Bake => "bake",
            Verb::ServiceCreate => "service-create",
            Verb::NetworkCreate => "network-create",
            Verb::VolumeCreate => "volume-create",
            Verb::ComposeUp => "compose-up",
            Verb::ComposeRun => "compose-run",
            Verb::ComposeExec => "compose-exec",
            Verb::ComposeBuild => "compose-build",
            Verb::ComposeDown => "compose-down",
            Verb::ComposeLogs => "compose-logs",
            Verb::ComposeOther | Verb::Login | Verb::Other => return None,
        })
    }

    /// Whether flags may stand behind what is no flag.
    pub(crate) fn is_mixed(self) -> bool {
        matches!(
            self,
            Verb::Build
                | Verb::Bake
                | Verb::NetworkCreate
                | Verb::VolumeCreate
                | Verb::ComposeUp
                | Verb::ComposeBuild
                | Verb::ComposeDown
                | Verb::ComposeLogs
        )
    }

    /// Whether a container comes of it that no other file describes.
    pub fn makes_container(self) -> bool {
        matches!(self, Verb::Run | Verb::Create | Verb::ServiceCreate)
    }
}

/// Where a command ends although it is meant to go on.
#[derive(Clone, Debug)]
pub struct Broken {
    /// What stands at the end of the line: the backslash and the blank, or nothing.
    pub span: Span,
    /// Whether a blank behind the backslash ends it, and not a backslash that is missing.
    pub is_blank: bool,
    /// The first word of the line that is lost.
    pub lost: String,
    /// What stands between the parts of the command, from the end of one to the start of the next, if the client accepts
    /// all of them as one command, and not the first alone.
    pub gaps: Vec<Span>,
}

/// A command line.
#[derive(Clone, Debug)]
pub struct CommandLine {
    /// From its first word to its last.
    pub span: Span,
    /// Whose it is.
    pub tool: Tool,
    /// The word that names the program.
    pub program: Span,
    /// The flags before the command.
    pub globals: Flags,
    /// What is to be done.
    pub verb: Verb,
    /// Where the command stands; the program's place without one.
    pub verb_span: Span,
    /// Its words from the command on, as they are written.
    pub command: Vec<String>,
    /// The flags of the command, and what is none.
    pub flags: Flags,
    /// Where it breaks off.
    pub broken: Option<Broken>,
    /// Whether a folder that nobody knows was gone to before.
    pub is_elsewhere: bool,
    /// Whether something before it may make files that nobody sees here.
    pub makes_files: bool,
    /// The folders that were gone to before, seen from where the script was started.
    pub folder: String,
}

impl CommandLine {
    /// The image that runs: the first operand, unless something before it may be the image.
    pub fn image(&self) -> Option<&Word> {
        let has_image = self.verb.makes_container() && !self.flags.is_open && self.flags.mistake.is_none();
        self.flags.operands.first().filter(|_| has_image)
    }

    /// What the container is told to run.
    pub fn arguments(&self) -> &[Word] {
        if self.image().is_some() { self.flags.operands.get(1..).unwrap_or_default() } else { &[] }
    }

    /// The command as a message names it: `docker run`.
    pub fn title(&self) -> String {
        match (self.tool, self.verb.words()) {
            (Tool::DockerCompose, words) => words.replacen("compose", "docker-compose", 1),
            (tool, words) => format!("{} {words}", tool.name()),
        }
    }

    /// Whether the container outlives the line.
    pub fn is_detached(&self) -> bool {
        match self.verb {
            Verb::Create | Verb::ServiceCreate => true,
            _ => self.flags.has("--detach"),
        }
    }
}
