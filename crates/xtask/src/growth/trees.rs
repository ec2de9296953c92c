//! Many small files: for what costs more with each file of a run than with each byte.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Problems;

/// A kind of tree.
pub(super) struct Tree {
    /// What it is called in the table.
    pub(super) name: &'static str,
    /// How many times its files are written at first.
    pub(super) size: usize,
    /// The files of each number: their paths, in which `#` is the number, and their texts.
    files: &'static [(&'static str, &'static str)],
    /// Whether the command names each file instead of the directory of all.
    is_named: bool,
}

const DOCKERFILE: &str = "FROM debian:12.5\nRUN apt-get install -y curl\nCOPY a /b\nCMD [\"a\"]\n";
const COMPOSE: &str = "services:\n  a:\n    build: .\n    ports: [\"80:80\"]\n    privileged: true\n";
const OVERRIDES: &str = "[[override]]\nfiles = [\"a*\"]\n[override.rules]\nlatest-tag = \"off\"\n";
const HADOLINT: &str = "ignored: [DL3008]\n";
const SCRIPT: &str = "#!/bin/sh\nset -e\necho a\ndocker run --privileged -v /:/host debian:12.5\n";

/// Every kind.
pub(super) const ALL: [Tree; 10] = [
    Tree {
        name: "named, each in its own folder",
        size: 200,
        files: &[("#/Dockerfile", DOCKERFILE)],
        is_named: true,
    },
    Tree {
        name: "named, all in one folder",
        size: 200,
        files: &[("#.Dockerfile", DOCKERFILE)],
        is_named: true,
    },
    Tree {
        name: "empty configurations",
        size: 200,
        files: &[("#/plimsoll.toml", ""), ("#/Dockerfile", DOCKERFILE)],
        is_named: false,
    },
    Tree {
        name: "overrides, each in its own folder",
        size: 200,
        files: &[("#/plimsoll.toml", OVERRIDES), ("#/Dockerfile", DOCKERFILE)],
        is_named: false,
    },
    Tree {
        name: "configurations of hadolint",
        size: 200,
        files: &[("#/.hadolint.yaml", HADOLINT), ("#/Dockerfile", DOCKERFILE)],
        is_named: false,
    },
    Tree {
        name: "hadolint's without effect",
        size: 200,
        files: &[("#/.hadolint.yaml", HADOLINT), ("#.Dockerfile", DOCKERFILE)],
        is_named: false,
    },
    Tree { name: "folders", size: 200, files: &[("#/Dockerfile", DOCKERFILE)], is_named: false },
    Tree {
        name: "projects",
        size: 100,
        files: &[("#/compose.yaml", COMPOSE), ("#/Dockerfile", DOCKERFILE)],
        is_named: false,
    },
    Tree {
        name: "projects, each file named",
        size: 100,
        files: &[("#/compose.yaml", COMPOSE), ("#/Dockerfile", DOCKERFILE)],
        is_named: true,
    },
    Tree { name: "scripts", size: 200, files: &[("#.sh", SCRIPT)], is_named: false },
];

impl Tree {
    /// Writes a tree of a size into a new folder; gives the paths to check.
    pub(super) fn write(&self, folder: &Path, size: usize) -> Result<Vec<PathBuf>, Problems> {
        let _ = fs::remove_dir_all(folder);
        let mut paths = Vec::new();
        for number in 0..size {
            for (path, text) in self.files {
                let path = folder.join(path.replace('#', &format!("n{number}")));
                let parent = path.parent().unwrap_or(folder);
                let written = fs::create_dir_all(parent).and_then(|()| fs::write(&path, text));
                written.map_err(|error| vec![format!("{}: {error}", path.display())])?;
                paths.push(path);
            }
        }
        Ok(if self.is_named { paths } else { vec![folder.to_owned()] })
    }
}
