//! A command line of a container client: tool, command, flags.

use plimsoll_diagnostics::Span;

use crate::{Flags, Word};

/// The tool that a command line runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// `docker`
    Docker,
    /// `docker-compose`, the separate program.
    DockerCompose,
    /// `podman`
    Podman,
    /// `nerdctl`
    Nerdctl,
}

impl Tool {
    /// The tool with this name, without its directory.
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

/// Where Podman and nerdctl take images from, besides registries (containers/image, `transports`).
const TRANSPORTS: [&str; 9] = [
    "containers-storage:",
    "dir:",
    "docker://",
    "docker-archive:",
    "docker-daemon:",
    "ipfs://",
    "ipns://",
    "oci:",
    "oci-archive:",
];

/// A command of a client.
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
    /// `service update`
    ServiceUpdate,
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
    /// A command whose flags are not parsed.
    Other,
}

impl Verb {
    /// The command as messages show it, such as `docker run`.
    pub fn words(self) -> &'static str {
        match self {
            Verb::Run => "run",
            Verb::Create => "create",
            Verb::Exec => "exec",
            Verb::Build => "build",
            Verb::Bake => "buildx bake",
            Verb::ServiceCreate => "service create",
            Verb::ServiceUpdate => "service update",
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
            Verb::ServiceUpdate => "service-update",
            Verb::NetworkCreate => "network-create",
            Verb::VolumeCreate => "volume-create",
            Verb::ComposeUp => "compose-up",
            Verb::ComposeRun => "compose-run",
            Verb::ComposeExec => "compose-exec",
            Verb::ComposeBuild => "compose-build",
            Verb::ComposeDown => "compose-down",
            Verb::ComposeLogs => "compose-logs",
            Verb::Login => "login",
            Verb::ComposeOther | Verb::Other => return None,
        })
    }

    /// Whether flags may stand behind what is no flag.
    pub(crate) fn is_mixed(self) -> bool {
        matches!(
            self,
            Verb::Build
                | Verb::Bake
                | Verb::ServiceUpdate
                | Verb::NetworkCreate
                | Verb::VolumeCreate
                | Verb::Login
                | Verb::ComposeUp
                | Verb::ComposeBuild
                | Verb::ComposeDown
                | Verb::ComposeLogs
        )
    }

    /// Whether it creates a container that no other file describes.
    pub fn makes_container(self) -> bool {
        matches!(self, Verb::Run | Verb::Create | Verb::ServiceCreate)
    }
}

/// The location at which a command ends although the next line was meant to continue it.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The end of the line: the backslash and the space, or nothing.
    pub span: Span,
    /// Whether a space follows the backslash. Otherwise, the backslash is missing.
    pub is_blank: bool,
    /// The first word of the next line.
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
    /// Its tool.
    pub tool: Tool,
    /// The name of the program.
    pub program: Span,
    /// The flags before the command.
    pub globals: Flags,
    /// The command.
    pub verb: Verb,
    /// The location of the command, or of the program if there is no command.
    pub verb_span: Span,
    /// Its words from the command on, as written.
    pub command: Vec<String>,
    /// The flags and operands of the command.
    pub flags: Flags,
    /// The broken line continuation, if any.
    pub broken: Option<Broken>,
    /// Whether something else adds words to it: `xargs`, or the caller of a script in `package.json`.
    pub may_have_more: bool,
    /// Whether an earlier command changes to an unknown directory.
    pub is_elsewhere: bool,
    /// Whether `folder` counts from the directory of the script: `cd "$(dirname "$0")"`.
    pub is_from_script: bool,
    /// Whether an earlier command might create files.
    pub makes_files: bool,
    /// Whether the script goes on if it fails: `|| true`, or the condition of an `if`.
    pub failure_is_handled: bool,
    /// The directory that earlier commands change to, relative to the script's working directory.
    pub folder: String,
}

impl CommandLine {
    /// The image that runs: the first operand, unless an earlier word might be the image.
    pub fn image(&self) -> Option<&Word> {
        let has_image = self.verb.makes_container() && !self.flags.is_open && self.flags.mistake.is_none();
        // Podman and nerdctl also start a directory, and take images from elsewhere than a registry.
        let is_elsewhere = |word: &Word| {
            let text = word.as_template();
            self.tool != Tool::Docker
                && (self.flags.has("--rootfs") || TRANSPORTS.iter().any(|start| text.starts_with(start)))
        };
        self.flags.operands.first().filter(|word| has_image && !is_elsewhere(word))
    }

    /// The command that the container runs.
    pub fn arguments(&self) -> &[Word] {
        if self.image().is_some() { self.flags.operands.get(1..).unwrap_or_default() } else { &[] }
    }

    /// The command as messages show it, such as `docker run`.
    pub fn title(&self) -> String {
        match (self.tool, self.verb.words()) {
            (Tool::DockerCompose, words) => words.replacen("compose", "docker-compose", 1),
            (tool, words) => format!("{} {words}", tool.name()),
        }
    }

    /// Whether the container keeps running after the command returns.
    pub fn is_detached(&self) -> bool {
        match self.verb {
            Verb::Create | Verb::ServiceCreate => true,
            _ => self.flags.has("--detach"),
        }
    }
}
