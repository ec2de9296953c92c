//! The targets of a run: paths become files, and files become targets.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use plimsoll_diagnostics::{FileId, Text};
use plimsoll_project::dotenv::DotEnv;

use crate::folders::{folder_of, join};
use crate::formats::{reads_like_policy, starts_like_script};
use crate::limits::FILE_BYTES;
use crate::{FileKind, FileSystem, Keep, Refusal};

/// The files of a run, sorted by kind and path.
#[derive(Debug, Default)]
pub struct Workspace {
    /// The files, by kind. Each linted file is a project, unless it belongs to the project of another file.
    files: BTreeMap<FileKind, BTreeSet<String>>,
    /// The directories that were passed, or that contain a passed file. Everything below them can be read.
    pub roots: BTreeSet<String>,
    /// The directories that were searched, whose contents are completely known.
    pub searched: Vec<String>,
    /// The symbolic links to a file that is found under its own name, each with that file.
    pub links: BTreeMap<String, String>,
    /// The files that are of no kind, and have almost the name of a Dockerfile or a Compose file.
    pub lookalikes: BTreeSet<String>,
    /// The lintable files that an ignore file excludes, with the file and line of the pattern.
    pub left_out: BTreeMap<String, String>,
    /// The directories that were not searched, but for what Git tracks: with the file and line that says so, or none
    /// where they hold dependencies by their name.
    pub skipped: BTreeMap<String, Option<String>>,
    /// The Git indexes that could not be read, and why.
    pub unread_indexes: Vec<(String, String)>,
    /// The ignore files that have an effect in part only or not at all, and why.
    pub long_ignores: Vec<(String, String)>,
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
                workspace.take_named(files, path);
                continue;
            }
            workspace.searched.push(path.clone());
            let found = files.walk(path, &is_wanted);
            for file in found.files.into_iter().filter(|file| !is_something_else(files, file)) {
                let kind = FileKind::of_named(&file);
                workspace.take(file, kind);
            }
            for file in found.executables.into_iter().filter(|file| is_script(files, file)) {
                workspace.take(file, FileKind::Script);
            }
            if let Some(first) = listed_first(files, path).filter(|first| !workspace.contains(first)) {
                workspace.take(first, FileKind::Compose);
            }
            let counts = |(path, _): &(String, String)| FileKind::of(path).is_some_and(FileKind::is_missed);
            workspace.left_out.extend(found.left_out.into_iter().filter(counts));
            workspace.lookalikes.extend(found.noted);
            workspace.links.extend(found.links);
            workspace.skipped.extend(found.skipped);
            workspace.problems.extend(found.problems);
            workspace.unread_indexes.extend(found.unread_indexes);
            workspace.long_ignores.extend(found.long_ignores);
        }
        workspace
    }

    /// Takes a file that somebody named. If its name says nothing, its text may.
    fn take_named(&mut self, files: &dyn FileSystem, path: &str) {
        let text = match FileKind::of(path) {
            Some(kind) if is_something_else(files, path) => {
                if kind.decides_about_others() {
                    self.problems.push((path.to_owned(), Refusal::Foreign.into()));
                }
                return;
            }
            Some(_) => None,
            None => files.read(path, LOOKED_AT).ok(),
        };
        let is_yaml = [".yaml", ".yml"].iter().any(|end| path.ends_with(end));
        let kind = match (FileKind::of_named(path), text) {
            (_, Some(text)) if is_yaml && reads_like_policy(&String::from_utf8_lossy(&text)) => {
                FileKind::Policy
            }
            (_, Some(text)) if starts_like_script(text.get(..FIRST_LINE).unwrap_or(&text)) => {
                FileKind::Script
            }
            (kind @ FileKind::Dockerfile, Some(text)) if !kind.is_like(&text) => {
                return self.problems.push((path.to_owned(), Refusal::Foreign.into()));
            }
            (kind, _) => kind,
        };
        self.take(path.to_owned(), kind);
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

/// Whether a search takes a file. What a file without an extension is, its first line may tell, if it can be executed.
fn is_wanted(path: &str) -> Keep {
    match FileKind::of(path) {
        Some(_) => Keep::Yes,
        None if FileKind::has_lookalike_name(path) => Keep::Noted,
        None if Path::new(path).extension().is_none() => Keep::IfExecutable,
        None => Keep::No,
    }
}

/// The first of the files that `COMPOSE_FILE` in a directory's `.env` names: it may have any name.
fn listed_first(files: &dyn FileSystem, folder: &str) -> Option<String> {
    let bytes = files.read(&join(folder, ".env"), FILE_BYTES).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    if !text.contains("COMPOSE_FILE") {
        return None;
    }
    let env = DotEnv::parse(Text::new(&text, FileId::FIRST, 0));
    let value = |name: &str| {
        let last = env.variables.iter().rev().find(|variable| variable.name.raw == name)?;
        last.value.as_deref()
    };
    let separator = value("COMPOSE_PATH_SEPARATOR").filter(|one| !one.is_empty()).unwrap_or(":");
    let first = value("COMPOSE_FILE")?.split(separator).find(|name| !name.is_empty())?;
    let path = join(folder, first);
    let is_inside = Path::new(first).is_relative() && !first.split('/').any(|part| part == "..");
    (is_inside && files.read(&path, 1).is_ok()).then_some(path)
}

/// Whether a file that can be executed is a script of interest. Of most of them, only the start is read.
fn is_script(files: &dyn FileSystem, path: &str) -> bool {
    files.read(path, FIRST_LINE).is_ok_and(|start| starts_like_script(&start))
        && FileKind::Script.is_like(&files.read(path, LOOKED_AT).unwrap_or_default())
}

/// Whether a file is named like one of a kind, and its text says that it is none.
pub(crate) fn is_something_else(files: &dyn FileSystem, path: &str) -> bool {
    FileKind::is_something_else(path, || files.read(path, LOOKED_AT).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CountedFiles, MemoryFiles};

    #[test]
    fn a_named_file_is_read_once_to_see_what_it_is() {
        for (path, text, kind) in [
            ("Dockerfile", "FROM a", Some(FileKind::Dockerfile)),
            ("policy.yaml", "compliance: {}", Some(FileKind::Policy)),
            ("other.yml", "services: {}", Some(FileKind::Compose)),
            ("run", "#!/bin/sh\ndocker run a", Some(FileKind::Script)),
            ("build", "FROM a", Some(FileKind::Dockerfile)),
            ("notes", "Nothing of interest.", None),
        ] {
            let memory = MemoryFiles([(path.to_owned(), text.to_owned())].into());
            let files = CountedFiles::new(memory);
            let found = Workspace::find(&files, &[path.to_owned()]);
            assert_eq!(found.files().keys().next().copied(), kind, "{path}");
            assert!(files.reads() <= 1, "{path}");
        }
    }

    #[test]
    fn the_first_file_that_env_lists_may_have_any_name() {
        for (env, found) in [
            ("COMPOSE_FILE=stack.yaml:more.yaml", true),
            ("COMPOSE_PATH_SEPARATOR=;\nCOMPOSE_FILE=\"stack.yaml;more.yaml\"", true),
            ("COMPOSE_FILE=../stack.yaml", false),
            ("COMPOSE_FILE=other.yaml", false),
            ("OTHER=stack.yaml", false),
        ] {
            let texts = [(".env", env), ("stack.yaml", "services: {}"), ("more.yaml", "services: {}")];
            let files = MemoryFiles(texts.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
            let workspace = Workspace::find(&files, &[".".to_owned()]);
            assert_eq!(workspace.of(FileKind::Compose).contains("stack.yaml"), found, "{env}");
        }
    }

    #[test]
    fn only_files_without_an_extension_may_be_scripts_of_unknown_name() {
        let wanted = ["Dockerfile", "run.sh", "run", "a.b/run", "run.txt", "notes.rst"].map(is_wanted);
        assert_eq!(is_wanted("Dockerfile.j2"), Keep::Noted);
        assert_eq!(
            wanted,
            [Keep::Yes, Keep::Yes, Keep::IfExecutable, Keep::IfExecutable, Keep::No, Keep::No]
        );
    }
}
