//! The search for files below a directory on disk.
//!
//! What Git ignores is left out, and so are directories of dependencies, unless Git tracks it: a file that is part of the
//! repository is checked whatever ignore files say. A link counts as a file where what it leads to is not checked by itself,
//! because a builder follows it. Links to directories are not entered.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::git_index::EntryKind;
use super::ignores::{Ignores, Unused};
use super::modes::{Modes, can_be_executed};
use super::repository::Repository;
use super::roots::Roots;
use super::{Keep, Search, plain_path};
use crate::FileKind;
use crate::folders::join;
use crate::limits::IGNORE_PATTERNS;

/// Directories of dependencies and of their tools, which are left out unless they are named or tracked.
pub const DEFAULT_EXCLUDES: [&str; 3] = ["node_modules", ".venv", "vendor"];

/// Is told what is in a directory: its name, and the names in it.
pub(super) type Lister<'l> = dyn Fn(String, &[OsString]) + Sync + 'l;

/// The files below `start`, which is called `folder`. Of each directory with such files, `lister` is told.
pub(super) fn walk(
    roots: &Roots,
    modes: &Modes,
    start: &Path,
    folder: &str,
    keep: &(dyn Fn(&str) -> Keep + Sync),
    lister: Option<&Lister<'_>>,
) -> Search {
    // Ignore files above hold, too; they are found by an absolute path, without links in it.
    let start = match start.canonicalize() {
        Ok(start) => start,
        Err(problem) => return Search { problems: vec![(folder.to_owned(), problem)], ..Search::default() },
    };
    let walk = Walk {
        // What is refused when it is opened must not be known as missing.
        lister: lister.filter(|_| roots.hold(&start)),
        start,
        folder,
        keep,
        modes,
        found: Mutex::default(),
        links: Mutex::default(),
        repositories: Mutex::default(),
    };
    let around = walk.around();
    rayon::scope(|scope| walk.enter(scope, &walk.start, around));
    walk.add_tracked();
    walk.drop_links(roots);
    walk.found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

struct Walk<'w> {
    start: PathBuf,
    folder: &'w str,
    keep: &'w (dyn Fn(&str) -> Keep + Sync),
    lister: Option<&'w Lister<'w>>,
    modes: &'w Modes,
    found: Mutex<Search>,
    /// Those of the found files that are links, with their names.
    links: Mutex<Vec<(String, PathBuf)>>,
    /// Those that the search went through.
    repositories: Mutex<Vec<Arc<Repository>>>,
}

/// What holds in a directory.
#[derive(Clone, Default)]
struct Around {
    ignores: Ignores,
    repository: Option<Arc<Repository>>,
}

impl Walk<'_> {
    /// What holds where the search starts: the repository around it, and the ignore files on the way down from its root.
    fn around(&self) -> Around {
        let repository = Repository::around(&self.start).filter(|found| found.root != self.start);
        let Some(repository) = repository.map(|found| self.add(found)) else { return Around::default() };
        let mut ignores = repository.ignores();
        let above = self.start.ancestors().skip(1).take_while(|above| above.starts_with(&repository.root));
        let above: Vec<&Path> = above.collect();
        for (up, directory) in above.iter().enumerate().rev() {
            let name = join(self.folder, &format!("{}.gitignore", "../".repeat(up + 1)));
            ignores = self.with_file(&ignores, directory, &directory.join(".gitignore"), &name);
        }
        Around { ignores, repository: Some(repository) }
    }

    fn with_file(&self, ignores: &Ignores, directory: &Path, file: &Path, name: &str) -> Ignores {
        let (ignores, unused) = ignores.with_file(directory, file, name);
        let why = match unused {
            Some(Unused::All) => Some("too large, so nothing in it has an effect".to_owned()),
            Some(Unused::Rest) => Some(format!("only the first {IGNORE_PATTERNS} patterns have an effect")),
            None => None,
        };
        lock(&self.found).long_ignores.extend(why.map(|why| (name.to_owned(), why)));
        ignores
    }

    fn add(&self, repository: Repository) -> Arc<Repository> {
        let repository = Arc::new(repository);
        lock(&self.repositories).push(repository.clone());
        repository
    }

    /// The name that findings have for a path, and whether it leads there: one that is not text does not.
    fn name(&self, path: &Path) -> (String, bool) {
        let rest = path.strip_prefix(&self.start).unwrap_or(path);
        let name = match (self.folder, rest.as_os_str().is_empty()) {
            (folder, true) => folder.to_owned(),
            (".", false) => plain_path(rest),
            (folder, false) => format!("{}/{}", folder.trim_end_matches('/'), plain_path(rest)),
        };
        (name, rest.to_str().is_some())
    }

    /// Searches a directory, and those in it on any thread.
    fn enter<'s>(&'s self, scope: &rayon::Scope<'s>, directory: &Path, mut around: Around) {
        let entries = match entries(directory) {
            Ok(entries) => entries,
            Err(problem) => return lock(&self.found).problems.push((self.name(directory).0, problem)),
        };
        if entries.iter().any(|entry| entry.name == ".git" && !entry.kind.is_symlink()) {
            let own = self.add(Repository::new(directory));
            around = Around { ignores: own.ignores(), repository: Some(own) };
        }
        if entries.iter().any(|entry| entry.name == ".gitignore" && entry.kind.is_file()) {
            let file = directory.join(".gitignore");
            around.ignores = self.with_file(&around.ignores, directory, &file, &self.name(&file).0);
        }
        let mut here = Search::default();
        for entry in entries.iter().filter(|entry| entry.is_searched() && entry.name != ".git") {
            let path = directory.join(&entry.name);
            if !entry.kind.is_dir() {
                self.file(&path, entry.kind, &around, &mut here);
            } else if self.is_entered(&path, &around, &mut here) {
                let around = around.clone();
                scope.spawn(move |scope| self.enter(scope, &path, around));
            }
        }
        if let Some(lister) = self.lister.filter(|_| !here.files.is_empty())
            && let (name, true) = self.name(directory)
        {
            let names: Vec<OsString> = entries.into_iter().map(|entry| entry.name).collect();
            lister(name, &names);
        }
        lock(&self.found).append(here);
    }

    fn is_entered(&self, path: &Path, around: &Around, here: &mut Search) -> bool {
        let is_dependencies =
            || path.file_name().is_some_and(|name| DEFAULT_EXCLUDES.iter().any(|one| name == *one));
        let ignored = around.ignores.ignoring(path, true);
        let is_entered = ignored.is_none() && !is_dependencies();
        if is_entered {
            return true;
        }
        let name = format!("{}/", self.name(path).0);
        match (&around.repository, ignored) {
            // Nothing says which of the files in it belong to the project.
            (None, Some(by)) => here.left_out.push((name, by)),
            (repository, ignored) => {
                if let Some(repository) = repository {
                    repository.leave_out();
                }
                here.skipped.push((name, ignored));
            }
        }
        false
    }

    fn file(&self, path: &Path, kind: FileType, around: &Around, here: &mut Search) {
        let (name, leads_there) = self.name(path);
        match (self.keep)(&name) {
            Keep::Yes if self.counts(kind, path, &name) => {}
            Keep::IfExecutable if kind.is_file() && leads_there && can_be_executed(path) => {
                if around.ignores.ignoring(path, false).is_none() {
                    here.executables.push(name);
                } else {
                    around.repository.iter().for_each(|repository| repository.leave_out());
                }
                return;
            }
            Keep::Noted if kind.is_file() && leads_there => {
                here.noted.extend(around.ignores.ignoring(path, false).is_none().then_some(name));
                return;
            }
            _ => return,
        }
        match around.ignores.ignoring(path, false) {
            Some(by) => {
                around.repository.iter().for_each(|repository| repository.leave_out());
                here.left_out.push((name, by));
            }
            None if leads_there => here.files.push(name),
            None => here.problems.push((name, io::ErrorKind::InvalidFilename.into())),
        }
    }

    /// Whether something is a file, or a link that may count as one. Configuration is looked for above each file, links
    /// included.
    fn counts(&self, kind: FileType, path: &Path, name: &str) -> bool {
        let is_link = kind.is_symlink() && FileKind::of(name).is_none_or(FileKind::is_linted);
        if is_link {
            lock(&self.links).push((name.to_owned(), path.to_owned()));
        }
        is_link || kind.is_file()
    }

    /// Drops the links to what is found under its own name, and to what is no file. Those that lead outside stay: reading
    /// them says so.
    fn drop_links(&self, roots: &Roots) {
        let links = std::mem::take(&mut *lock(&self.links));
        if links.is_empty() {
            return;
        }
        let mut found = lock(&self.found);
        let known: BTreeSet<&String> = found.files.iter().collect();
        // What it leads to, if that is found; none where it is no file.
        let double = |path: &Path| {
            let target = roots.place(path).and_then(|place| roots.follow(&place).ok())?;
            let name = self.name(&target).0;
            if is_file(&target) { known.contains(&name).then_some(Some(name)) } else { Some(None) }
        };
        let doubles: BTreeMap<String, Option<String>> =
            links.iter().filter_map(|(name, path)| Some((name.clone(), double(path)?))).collect();
        found.files.retain(|name| !doubles.contains_key(name));
        found.links.extend(doubles.into_iter().filter_map(|(name, target)| Some((name, target?))));
    }

    /// Adds what was left out and is tracked. A submodule that was left out is searched like any directory.
    fn add_tracked(&self) {
        let mut done = 0;
        loop {
            let all = lock(&self.repositories).clone();
            let Some(new) = all.get(done..).filter(|new| !new.is_empty()) else { return };
            done = all.len();
            let roots: BTreeSet<&Path> = all.iter().map(|repository| &*repository.root).collect();
            let submodules = new.iter().flat_map(|repository| self.add_tracked_of(repository));
            let missed: Vec<PathBuf> =
                submodules.filter(|root| !roots.contains(&**root) && root.join(".git").exists()).collect();
            rayon::scope(|scope| missed.iter().for_each(|root| self.enter(scope, root, Around::default())));
        }
    }

    /// Adds the files that a repository tracks; gives its submodules.
    fn add_tracked_of(&self, repository: &Repository) -> Vec<PathBuf> {
        let (mut files, mut submodules) = (Vec::new(), Vec::new());
        if !repository.leaves_out() {
            return submodules;
        }
        let prefix = self.start.strip_prefix(&repository.root).unwrap_or(Path::new(""));
        let read = self.modes.tracked(repository, &mut |path, kind| match kind {
            EntryKind::File | EntryKind::Program | EntryKind::Link if Path::new(path).starts_with(prefix) => {
                let keep = (self.keep)(path);
                if keep == Keep::Yes || keep == Keep::IfExecutable && kind == EntryKind::Program {
                    files.push((repository.root.join(path), keep));
                }
            }
            EntryKind::Repository if Path::new(path).starts_with(prefix) => {
                submodules.push(repository.root.join(path));
            }
            _ => {}
        });
        let mut found = lock(&self.found);
        if let Err((index, why)) = read {
            found.unread_indexes.push((index.to_string_lossy().into_owned(), why));
        }
        let known: BTreeSet<&String> = found.files.iter().chain(&found.executables).collect();
        let (mut names, mut executables) = (BTreeSet::new(), BTreeSet::new());
        for (file, keep) in &files {
            let (name, _) = self.name(file);
            let Some(kind) = file.symlink_metadata().ok().map(|found| found.file_type()) else { continue };
            if known.contains(&name) {
                continue;
            }
            if *keep == Keep::Yes && self.counts(kind, file, &name) {
                names.insert(name);
            } else if *keep == Keep::IfExecutable && kind.is_file() && can_be_executed(file) {
                executables.insert(name);
            }
        }
        found.left_out.retain(|(path, _)| !names.contains(path));
        found.files.extend(names);
        found.executables.extend(executables);
        submodules
    }
}

/// What a directory has under a name.
struct Listed {
    name: OsString,
    kind: FileType,
}

impl Listed {
    /// Whether it is a file, a directory or a link.
    fn is_searched(&self) -> bool {
        self.kind.is_file() || self.kind.is_dir() || self.kind.is_symlink()
    }
}

/// What is in a directory.
#[expect(clippy::disallowed_methods, reason = "this is the file system")]
fn entries(directory: &Path) -> io::Result<Vec<Listed>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        entries.push(Listed { name: entry.file_name(), kind: entry.file_type()? });
    }
    Ok(entries)
}

fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_file())
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
