//! `--watch`: check again whenever a file changes that the last check read, or missed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use plimsoll_linter::{Disk, Entry, FileKind, FileSystem, Keep, Search, Workspace};

use crate::args::CheckArgs;
use crate::check::check_once;
use crate::failure::Failure;
use crate::input::paths;
use crate::stderr::Stderr;

/// How often is looked. Asking works on every file system, and costs little at this pace.
const PACE: Duration = Duration::from_millis(400);

/// Checks until the program is ended, or its output has no reader.
pub(crate) fn watch(args: &CheckArgs) -> Result<ExitCode, Failure> {
    let paths = paths(args)?;
    let mut has_begun = false;
    loop {
        // The directories may have become others since the last time.
        let disk = Disk::here(&paths).map_err(Failure::here)?;
        let found = find(&disk, &paths);
        if io::stdout().is_terminal() {
            write!(io::stdout(), "\x1b[2J\x1b[H")?;
        }
        let files = Noted { disk: &disk, notes: Mutex::default() };
        match check_once(args, &disk, &files) {
            Ok(_) => {}
            // Begun well, it waits for a file that is gone or half written for the moment.
            Err(failure @ (Failure::Usage(_) | Failure::File(..))) if has_begun => {
                writeln!(Stderr, "error: {failure}")?;
            }
            // A mistake on the command line will not go away by itself.
            Err(failure) => return Err(failure),
        }
        has_begun = true;
        writeln!(Stderr)?;
        writeln!(Stderr, "waiting for changes; press Ctrl+C to stop")?;
        while files.are_as_they_were() && find(&disk, &paths) == found {
            std::thread::sleep(PACE);
        }
    }
}

/// The files that a search finds now, whether they are read or not.
fn find(disk: &Disk, paths: &[String]) -> BTreeMap<FileKind, BTreeSet<String>> {
    Workspace::find(disk, paths).files().clone()
}

/// The disk, with a note of every path that was asked for and of what was there before it was answered. So whatever a
/// check depends on is known, wherever it lies, and a change in the middle of a check is none that goes unseen.
struct Noted<'d> {
    disk: &'d Disk,
    notes: Mutex<BTreeMap<String, State>>,
}

/// What tells that a path changed.
#[derive(PartialEq, Eq)]
enum State {
    File(Option<SystemTime>, u64),
    /// What lies in it is asked for by its own path.
    Folder,
    Missing,
}

impl Noted<'_> {
    fn note(&self, path: &str) {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        if !notes.contains_key(path) {
            notes.insert(path.to_owned(), State::of(self.disk, path));
        }
    }

    fn are_as_they_were(&self) -> bool {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.iter().all(|(path, state)| State::of(self.disk, path) == *state)
    }
}

impl State {
    fn of(disk: &Disk, path: &str) -> State {
        match disk.metadata(path) {
            Ok(found) if found.is_dir() => State::Folder,
            Ok(found) => State::File(found.modified().ok(), found.len()),
            Err(_) => State::Missing,
        }
    }
}

impl FileSystem for Noted<'_> {
    fn read(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        self.note(path);
        self.disk.read(path, limit)
    }

    fn read_named(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        self.note(path);
        self.disk.read_named(path, limit)
    }

    fn look(&self, path: &str) -> io::Result<Entry> {
        self.note(path);
        self.disk.look(path)
    }

    fn repository_path(&self, path: &str) -> Option<String> {
        self.disk.repository_path(path)
    }

    fn is_executable(&self, path: &str) -> Option<bool> {
        self.note(path);
        self.disk.is_executable(path)
    }

    fn walk(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        self.disk.walk(folder, keep)
    }

    fn is_named_folder(&self, path: &str) -> bool {
        self.note(path);
        self.disk.is_named_folder(path)
    }

    fn walk_named(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        self.disk.walk_named(folder, keep)
    }
}
