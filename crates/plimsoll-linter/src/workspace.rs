//! What a run is asked to look at: paths become files, files become targets.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use crate::folders::folder_of;
use crate::formats::{reads_like_policy, starts_like_script};
use crate::limits::FILE_BYTES;
use crate::{FileKind, FileSystem, Refusal};

/// The files of a run, sorted by kind and path.
#[derive(Debug, Default)]
pub struct Workspace {
    /// The files, by kind. Each that is linted is a project, unless that of another takes it in.
    files: BTreeMap<FileKind, BTreeSet<String>>,
    /// The folders that were named, or that hold a file that was: what lies below may be read.
    pub roots: BTreeSet<String>,
    /// The folders that were searched: of what lies below these, everything is known.
    pub searched: Vec<String>,
    /// The files to be linted that an ignore file leaves out, and the file and line that says so.
    pub left_out: BTreeMap<String, String>,
    /// The directories that were not searched, but for what Git tracks: with the file and line that says so, or none
    /// where they hold dependencies by their name.
    pub skipped: BTreeMap<String, Option<String>>,
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
            workspace.roots.insert(if is_folder { path } else { folder_of(path) }.to_owned());
            if !is_folder {
                match FileKind::of_named(path) {
                    _ if is_named_policy(files, path) => workspace.take(path.clone(), FileKind::Policy),
                    _ if is_named_script(files, path) => workspace.take(path.clone(), FileKind::Script),
                    _ if is_something_else(files, path) => {}
                    kind if kind.is_foreign(path, || files.read(path, LOOKED_AT).ok()) => {
                        workspace.problems.push((path.clone(), Refusal::Foreign.into()));
                    }
                    kind => workspace.take(path.clone(), kind),
                }
                continue;
            }
            workspace.searched.push(path.clone());
            let found = files.walk(path, &|file| FileKind::of(file).is_some());
            for file in found.files.into_iter().filter(|file| !is_something_else(files, file)) {
                let kind = FileKind::of_named(&file);
                workspace.take(file, kind);
            }
            for file in found.executables.into_iter().filter(|file| is_script(files, file)) {
                workspace.take(file, FileKind::Script);
            }
            let counts = |(path, _): &(String, String)| FileKind::of(path).is_some_and(FileKind::is_missed);
            workspace.left_out.extend(found.left_out.into_iter().filter(counts));
            workspace.skipped.extend(found.skipped);
            workspace.problems.extend(found.problems);
            workspace.unread_indexes.extend(found.unread_indexes);
        }
        workspace
    }

    pub(crate) fn take(&mut self, path: String, kind: FileKind) {
        self.files.entry(kind).or_default().insert(path);
    }

    /// The files of a kind.
    pub fn of(&self, kind: FileKind) -> &BTreeSet<String> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        self.files.get(&kind).unwrap_or(&NONE)
    }

    /// The files of every kind.
    pub fn files(&self) -> &BTreeMap<FileKind, BTreeSet<String>> {
        &self.files
    }

    /// The files that are to be linted, kind by kind.
    pub fn linted(&self) -> impl Iterator<Item = &String> {
        FileKind::linted().flat_map(|kind| self.of(kind))
    }

    /// Whether a file is among them.
    pub(crate) fn contains(&self, path: &str) -> bool {
        self.files.values().any(|paths| paths.contains(path))
    }

    /// The files that were named and are of no kind.
    pub(crate) fn foreign(&self) -> impl Iterator<Item = &String> {
        let is_foreign = |problem: &io::Error| Refusal::of(problem) == Some(&Refusal::Foreign);
        self.problems.iter().filter(move |(_, problem)| is_foreign(problem)).map(|(path, _)| path)
    }

    /// The same with these files alone, of those to be linted.
    pub(crate) fn only(&self, paths: &BTreeSet<String>) -> Workspace {
        let files = FileKind::linted().map(|kind| (kind, self.of(kind) & paths));
        Workspace { files: files.collect(), roots: self.roots.clone(), ..Workspace::default() }
    }
}

/// How much is read of a file to see whether its first line names a shell.
const FIRST_LINE: usize = 64;

/// How much of a file is read to see what it is.
const LOOKED_AT: usize = FILE_BYTES;

/// Whether a file that somebody named is a policy: by its name, else by its text.
fn is_named_policy(files: &dyn FileSystem, path: &str) -> bool {
    match FileKind::of(path) {
        Some(kind) => kind == FileKind::Policy,
        None if path.ends_with(".yaml") || path.ends_with(".yml") => {
            let text = files.read(path, LOOKED_AT).unwrap_or_default();
            reads_like_policy(&String::from_utf8_lossy(&text))
        }
        None => false,
    }
}

/// Whether a file that somebody named, and whose name tells nothing, says that a shell runs it.
fn is_named_script(files: &dyn FileSystem, path: &str) -> bool {
    FileKind::of(path).is_none() && files.read(path, FIRST_LINE).is_ok_and(|start| starts_like_script(&start))
}

/// Whether a file that can be executed is a script of interest. Of most of them, only the start is read.
fn is_script(files: &dyn FileSystem, path: &str) -> bool {
    is_named_script(files, path) && FileKind::Script.is_like(&files.read(path, LOOKED_AT).unwrap_or_default())
}

/// Whether a file is named like one of a kind, and its text says that it is none.
fn is_something_else(files: &dyn FileSystem, path: &str) -> bool {
    FileKind::is_something_else(path, || files.read(path, LOOKED_AT).ok())
}
