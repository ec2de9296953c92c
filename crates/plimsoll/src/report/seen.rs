//! What the checked files have: a control that is about none of it is neither broken nor met.

use plimsoll_linter::{Checked, FileKind, Node, RuleMeta, Workspace};
use plimsoll_project::Project;

/// What was there to be checked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    images: bool,
    containers: bool,
    daemon: bool,
    commands: bool,
    documents: bool,
}

impl Seen {
    /// What the names of files say.
    pub(super) fn new(workspace: &Workspace, checked: &Checked) -> Seen {
        let has = |kinds: &[FileKind]| {
            kinds.iter().any(|kind| workspace.of(*kind).iter().any(|path| checked.files.contains(path)))
        };
        let commands = has(&[FileKind::Script, FileKind::Markdown]);
        Seen {
            images: has(&[FileKind::Dockerfile, FileKind::Bake, FileKind::Devcontainer]),
            containers: commands || has(&[FileKind::Quadlet, FileKind::Devcontainer]),
            daemon: has(&[FileKind::Daemon]),
            commands,
            documents: has(&[FileKind::Seccomp, FileKind::ClientConfig, FileKind::Daemon, FileKind::Dotenv]),
        }
    }

    /// Adds what a project has: a Compose file can hold a Dockerfile.
    pub(super) fn add(&mut self, project: &Project<'_>) {
        self.images |= !project.dockerfiles.is_empty();
        self.containers |= project.containers().next().is_some();
    }

    /// Whether there are settings of the engine.
    pub(super) fn has_daemon(self) -> bool {
        self.daemon
    }

    /// Whether a rule had anything to look at.
    pub(super) fn has_any_for(self, meta: &RuleMeta) -> bool {
        // These look at commands, too, but at those of Dockerfiles alone.
        if meta.family == "dockerfile" {
            return self.images;
        }
        meta.on.iter().any(|node| match node {
            Node::Service | Node::App | Node::Container => self.containers,
            Node::Image | Node::Script | Node::Command | Node::Shellcheck | Node::Build | Node::Project => {
                self.images || self.containers
            }
            Node::CommandLine | Node::HostCommand => self.commands,
            Node::Daemon => self.daemon,
            Node::Document => self.documents,
            _ => self.images,
        })
    }
}
