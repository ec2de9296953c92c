//! The revision that is trusted: its configuration, baselines and comments count, whatever is checked out.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use plimsoll_linter::limits::FILE_BYTES;
use plimsoll_linter::{
    CONFIG_NAME, Disk, Entry, FileKind, FileSystem, HADOLINT_NAMES, Keep, Linter, POLICY_NAMES, Search,
    Trust, Workspace,
};

use super::git::Repository;
use super::old_files::OldFiles;
use crate::failure::Failure;
use crate::stderr::Stderr;

/// A revision of the repository that the run was started in.
pub(crate) struct Trusted {
    revision: String,
    files: Arc<TrustedFiles>,
}

/// The files of the repository as the revision has them; other files as they are on disk.
struct TrustedFiles {
    old: OldFiles,
    disk: Disk,
}

impl Trusted {
    /// Finds the revision.
    pub(crate) fn new(revision: &str, disk: &Disk) -> Result<Trusted, Failure> {
        let old = Repository::here()
            .and_then(|repository| OldFiles::at(&repository, &repository.commit(revision)?))
            .map_err(|why| Failure::Usage(format!("`--trust {revision}`: {why}")))?;
        let files = TrustedFiles { old, disk: disk.clone() };
        Ok(Trusted { revision: revision.to_owned(), files: Arc::new(files) })
    }

    /// The same for the linter.
    pub(crate) fn trust(&self) -> Trust {
        Trust { revision: self.revision.clone(), files: self.files.clone() }
    }

    /// Whether everything that is checked belongs to the repository: nothing else can be compared with the revision.
    pub(crate) fn check_paths(&self, paths: &[String]) -> Result<(), Failure> {
        match paths.iter().find(|path| self.files.old.inside(path).is_none()) {
            Some(path) => Err(Failure::Usage(format!(
                "`--trust {}`: `{path}` is outside this repository",
                self.revision
            ))),
            None => Ok(()),
        }
    }

    /// A file that the command line names. One that Git tracks is the revision's; what was never committed is no part of
    /// the changes that are checked.
    pub(crate) fn read(&self, path: &str, limit: usize) -> Result<Vec<u8>, Failure> {
        let is_tracked = self.files.is_tracked(path);
        self.files.read_named(path, limit).map_err(|why| match why.kind() {
            io::ErrorKind::NotFound if is_tracked => {
                Failure::Usage(format!("`{}` does not contain `{path}`", self.revision))
            }
            _ => Failure::File(path.to_owned(), why),
        })
    }

    /// Says which configuration files are not those that count.
    pub(crate) fn tell_differences(
        &self,
        now: &dyn FileSystem,
        workspace: &Workspace,
        linter: &Linter,
    ) -> Result<(), Failure> {
        let mut paths: BTreeSet<String> = linter.config_files().map(str::to_owned).collect();
        paths.extend(workspace.of(FileKind::Config).iter().chain(workspace.of(FileKind::Policy)).cloned());
        for up in self.files.old.folders_above() {
            paths.extend(
                [CONFIG_NAME]
                    .iter()
                    .chain(&HADOLINT_NAMES)
                    .chain(&POLICY_NAMES)
                    .map(|name| format!("{up}{name}")),
            );
        }
        for path in &paths {
            self.tell_difference(path, now)?;
        }
        Ok(())
    }

    /// Says if a file is not as the revision has it.
    pub(crate) fn tell_difference(&self, path: &str, now: &dyn FileSystem) -> Result<(), Failure> {
        let (old, new) = (self.files.read(path, FILE_BYTES).ok(), now.read(path, FILE_BYTES).ok());
        let revision = &self.revision;
        let how = match (&old, &new) {
            (Some(old), Some(new)) if old != new => {
                format!("differs from `{revision}`; the version in `{revision}` is used")
            }
            (Some(_), None) => format!("was removed; the version in `{revision}` is used"),
            (None, Some(_)) => format!("is not in `{revision}`, so it has no effect"),
            _ => return Ok(()),
        };
        writeln!(Stderr, "note: `{path}` {how}")?;
        Ok(())
    }
}

/// Whether a file says how others are checked.
fn is_setting(path: &str) -> bool {
    FileKind::of(path).is_some_and(|kind| !kind.is_linted())
}

impl TrustedFiles {
    /// Whether Git knows of a file, then or now.
    fn is_tracked(&self, path: &str) -> bool {
        self.old.inside(path).is_some_and(|inside| self.old.has(&inside) || self.old.is_tracked(&inside))
    }
}

impl FileSystem for TrustedFiles {
    fn read(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        let Some(inside) = self.old.inside(path) else { return self.disk.read(path, limit) };
        // Git finds out which file was renamed by what is in it; configuration counts by its name.
        if self.old.has(&inside) || is_setting(path) {
            return self.old.blob(&inside, limit);
        }
        self.old.blob(&self.old.inside(&self.old.old_name(path)).unwrap_or(inside), limit)
    }

    fn read_named(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        let is_named = !self.is_tracked(path) && !is_setting(path);
        match self.old.inside(path) {
            Some(inside) if !is_named => self.old.blob(&inside, limit),
            _ => self.disk.read_named(path, limit),
        }
    }

    fn look(&self, path: &str) -> io::Result<Entry> {
        match self.old.inside(path) {
            Some(inside) if self.old.has_folder(&inside) => Ok(Entry::Folder),
            Some(_) => self.read(path, 0).map(|_| Entry::File),
            None => self.disk.look(path),
        }
    }

    fn repository_path(&self, path: &str) -> Option<String> {
        self.disk.repository_path(path)
    }

    fn walk(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        self.old.named_below(folder).map(|(path, _)| path).filter(|path| keep(path) == Keep::Yes).collect()
    }

    fn is_named_folder(&self, path: &str) -> bool {
        if self.old.inside(path).is_some() { self.is_folder(path) } else { self.disk.is_named_folder(path) }
    }

    fn walk_named(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        if self.old.inside(folder).is_some() {
            self.walk(folder, keep)
        } else {
            self.disk.walk_named(folder, keep)
        }
    }
}
