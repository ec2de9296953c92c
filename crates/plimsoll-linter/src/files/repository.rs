//! A Git repository on disk: where its files are, and which paths it tracks.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::git_index::{self, EntryKind};
use super::ignores::Ignores;
use super::plain::read;
use crate::limits::{FILE_BYTES, INDEX_BYTES};

/// Whether a directory holds `.git`.
pub(super) fn is_root(directory: &Path) -> bool {
    directory.join(".git").symlink_metadata().is_ok_and(|git| git.is_dir() || git.is_file())
}

/// A repository that a search goes through.
pub(super) struct Repository {
    /// The root of its files.
    pub(super) root: PathBuf,
    /// The directory of this checkout: `.git`, or what the file `.git` leads to.
    git: PathBuf,
    /// What all checkouts share.
    common: PathBuf,
    /// Whether anything was left out that it may track.
    leaves_out: AtomicBool,
}

impl Repository {
    /// The repository with this root, of which `.git` is a directory or a file.
    pub(super) fn new(root: &Path) -> Repository {
        let dot_git = root.join(".git");
        // A worktree and a submodule have a file that says where.
        let git = line_of(&dot_git)
            .and_then(|line| line.strip_prefix("gitdir:").map(|path| root.join(path.trim())))
            .unwrap_or(dot_git);
        // It lies wherever Git put it.
        let git = git.canonicalize().unwrap_or(git);
        let common = line_of(&git.join("commondir")).map_or_else(|| git.clone(), |path| git.join(path));
        let common = common.canonicalize().unwrap_or(common);
        Repository { root: root.to_owned(), git, common, leaves_out: AtomicBool::new(false) }
    }

    /// The nearest repository around a directory.
    pub(super) fn around(directory: &Path) -> Option<Repository> {
        directory.ancestors().find(|above| is_root(above)).map(Repository::new)
    }

    /// What it ignores everywhere.
    pub(super) fn ignores(&self) -> Ignores {
        Ignores::of_repository(&self.root, &self.common.join("info/exclude"))
    }

    /// Notes that something was left out.
    pub(super) fn leave_out(&self) {
        self.leaves_out.store(true, Ordering::Relaxed);
    }

    /// Whether anything was left out.
    pub(super) fn leaves_out(&self) -> bool {
        self.leaves_out.load(Ordering::Relaxed)
    }

    /// Hands each path that it tracks to `take`, seen from its root. Without an index it tracks none.
    ///
    /// # Errors
    /// The path of the index, and why it cannot be read.
    pub(super) fn tracked(&self, take: &mut dyn FnMut(&str, EntryKind)) -> Result<(), (PathBuf, String)> {
        let object = self.object_bytes();
        let mut take = |path: &[u8], kind| {
            if let Ok(path) = str::from_utf8(path) {
                take(path, kind);
            }
        };
        let index = self.git.join("index");
        let shared = match self.read_index(&index, object, &mut take) {
            Ok(shared) => shared,
            Err(Problem::Unreadable(why)) if why.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(problem) => return Err((index, problem.to_string())),
        };
        let Some(shared) = shared else { return Ok(()) };
        // What this one removes of it is taken for tracked: rather one file too many is checked than one too few.
        let shared = self.git.join(format!("sharedindex.{shared}"));
        match self.read_index(&shared, object, &mut take) {
            Ok(_) => Ok(()),
            Err(problem) => Err((shared, problem.to_string())),
        }
    }

    fn read_index(
        &self,
        path: &Path,
        object: usize,
        take: &mut dyn FnMut(&[u8], EntryKind),
    ) -> Result<Option<String>, Problem> {
        let bytes = read(path, INDEX_BYTES).map_err(Problem::Unreadable)?;
        if bytes.len() > INDEX_BYTES {
            return Err(Problem::Malformed("the file is too large"));
        }
        git_index::read(&bytes, object, take).map_err(Problem::Malformed)
    }

    /// How long the names of objects are: 20 bytes, or 32 where the configuration says SHA-256.
    fn object_bytes(&self) -> usize {
        let config = read(&self.common.join("config"), FILE_BYTES).unwrap_or_default();
        let config = String::from_utf8_lossy(&config).to_ascii_lowercase();
        let is_sha256 = |line: &str| {
            line.split_once('=').is_some_and(|(key, value)| {
                key.trim() == "objectformat" && value.trim().trim_matches('"') == "sha256"
            })
        };
        if config.lines().any(is_sha256) { 32 } else { 20 }
    }
}

/// Why an index cannot be used.
enum Problem {
    Unreadable(io::Error),
    Malformed(&'static str),
}

impl std::fmt::Display for Problem {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Problem::Unreadable(why) => write!(out, "{why}"),
            Problem::Malformed(why) => out.write_str(why),
        }
    }
}

/// The first line of a small file.
fn line_of(path: &Path) -> Option<String> {
    let bytes = read(path, FILE_BYTES).ok()?;
    String::from_utf8(bytes).ok()?.lines().next().map(|line| line.trim().to_owned())
}
