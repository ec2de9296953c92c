//! What a run is asked to look at: paths become files, files become targets.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use crate::folders::folder_of;
use crate::kinds::{is_doubtful, reads_like_dockerfile};
use crate::{FileKind, FileSystem};

/// The files of a run, sorted by kind and path.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Compose files: each is a project, together with what it builds.
    pub compose: BTreeSet<String>,
    /// Dockerfiles: each that no Compose file claims is a project.
    pub dockerfiles: BTreeSet<String>,
    /// The configuration files that the search came across.
    pub configs: BTreeSet<String>,
    /// The folders that were named, or that hold a file that was: what lies below may be read.
    pub roots: Vec<String>,
    /// The folders that were searched: of what lies below these, everything is known.
    pub searched: Vec<String>,
    /// The Compose files and Dockerfiles that an ignore file leaves out, and the file and line that says so.
    pub left_out: BTreeMap<String, String>,
    /// The Git indexes that could not be read, and why.
    pub unread_indexes: Vec<(String, String)>,
    /// What could not be looked at.
    pub problems: Vec<(String, io::Error)>,
}

impl Workspace {
    /// Finds what `paths` name: a file is taken as it is, a folder is searched.
    pub fn find(files: &dyn FileSystem, paths: &[String]) -> Workspace {
        let mut workspace = Workspace::default();
        for path in paths {
            let is_folder = files.is_folder(path);
            workspace.roots.push(if is_folder { path } else { folder_of(path) }.to_owned());
            if !is_folder {
                if !is_something_else(files, path) {
                    workspace.take(path.clone(), FileKind::of_named(path));
                }
                continue;
            }
            workspace.searched.push(path.clone());
            let found = files.walk(path, &|file| FileKind::of(file).is_some());
            for file in found.files.into_iter().filter(|file| !is_something_else(files, file)) {
                let kind = FileKind::of_named(&file);
                workspace.take(file, kind);
            }
            let counts = |(path, _): &(String, String)| FileKind::of(path) != Some(FileKind::Config);
            workspace.left_out.extend(found.left_out.into_iter().filter(counts));
            workspace.problems.extend(found.problems);
            workspace.unread_indexes.extend(found.unread_indexes);
        }
        workspace
    }

    pub(crate) fn take(&mut self, path: String, kind: FileKind) {
        match kind {
            FileKind::Compose => self.compose.insert(path),
            FileKind::Dockerfile => self.dockerfiles.insert(path),
            FileKind::Config => self.configs.insert(path),
        };
    }
}

/// How much of a file is read to see what it is.
const LOOKED_AT: usize = 1 << 14;

/// Whether a file is named like a Dockerfile, and its text says that it is none: `Dockerfile.rego`, `dockerfile.go`.
fn is_something_else(files: &dyn FileSystem, path: &str) -> bool {
    // One that cannot be read is reported as such.
    is_doubtful(path) && files.read(path, LOOKED_AT).is_ok_and(|text| !reads_like_dockerfile(&text))
}
