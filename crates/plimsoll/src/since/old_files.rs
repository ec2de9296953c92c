//! The files of a commit, read from Git's objects and named as the run names files.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::sync::Mutex;

use plimsoll_linter::{Entry, FileKind, FileSystem, Keep, Refusal, Search};

use super::git::{Committed, Objects, Repository};

/// Links that are followed before it is taken for a circle.
const MOST_LINKS: usize = 8;
/// How long the target of a link may be.
const LINK_BYTES: usize = 4096;
/// Git's mode of a symbolic link.
const LINK: &str = "120000";
/// Git's mode of another repository inside of this one.
const SUBMODULE: &str = "160000";
/// How deep submodules lie in each other.
const MOST_NESTED: usize = 8;

/// The files of a commit. Paths in here start from the root of the repository.
pub(super) struct OldFiles {
    root: String,
    prefix: String,
    tree: BTreeMap<String, OldFile>,
    /// The directories of submodules of which the commit is not here. Nothing in them is new.
    unknown: Vec<String>,
    /// What Git knows of now.
    tracked: BTreeSet<String>,
    /// New path to old path.
    renames: HashMap<String, String>,
    /// Of the repository, and of each submodule.
    objects: Vec<Mutex<Objects>>,
}

/// The mode of a file that can be executed.
const EXECUTABLE: &str = "100755";

/// A file of a commit.
pub(super) struct OldFile {
    mode: String,
    object: String,
    /// Whether its path is UTF-8.
    is_text: bool,
    /// Which of the repositories has its object.
    repository: usize,
}

/// The files of a commit, with those that no commit ever holds: ignored ones, and the configuration of today.
pub(super) struct SeenFromNow<'o> {
    old: &'o OldFiles,
    now: &'o dyn FileSystem,
    /// The configuration that somebody named.
    config: Option<&'o str>,
}

impl OldFiles {
    /// The files where `revision` and what is checked out part.
    pub(super) fn of(repository: &Repository, revision: &str) -> Result<OldFiles, String> {
        OldFiles::at(repository, &repository.common_commit(revision)?)
    }

    /// The files of a commit.
    pub(super) fn at(repository: &Repository, commit: &str) -> Result<OldFiles, String> {
        let mut files = OldFiles {
            root: repository.root.clone(),
            prefix: repository.prefix.clone(),
            tree: BTreeMap::new(),
            unknown: Vec::new(),
            tracked: repository.tracked()?.into_iter().collect(),
            renames: repository.renames(commit)?.into_iter().collect(),
            objects: Vec::new(),
        };
        files.take(repository, commit, "", MOST_NESTED)?;
        Ok(files)
    }

    /// Takes in the files of a commit, below `folder`, with those of submodules at the commits that it names.
    fn take(
        &mut self,
        repository: &Repository,
        commit: &str,
        folder: &str,
        depth: usize,
    ) -> Result<(), String> {
        let entries = repository.files(commit)?;
        let number = self.objects.len();
        self.objects.push(Mutex::new(repository.objects()?));
        for Committed { mode, object, path, is_text } in entries {
            let whole = format!("{folder}{path}");
            if mode != SUBMODULE {
                self.tree.insert(whole, OldFile { mode, object, is_text, repository: number });
                continue;
            }
            let submodule = repository.inside(&path).filter(|_| depth > 0);
            let below = format!("{whole}/");
            let taken = submodule.map(|submodule| self.take(&submodule, &object, &below, depth - 1));
            if let Some(Err(_)) = taken {
                self.unknown.push(whole);
            }
        }
        Ok(())
    }

    /// The directories of submodules that cannot be compared.
    pub(super) fn unknown(&self) -> &[String] {
        &self.unknown
    }

    fn is_unknown(&self, path: &str) -> bool {
        let is_in = |folder: &String| {
            path.strip_prefix(&**folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.unknown.iter().any(is_in)
    }

    pub(super) fn seen_from<'o>(
        &'o self,
        now: &'o dyn FileSystem,
        config: Option<&'o str>,
    ) -> SeenFromNow<'o> {
        SeenFromNow { old: self, now, config }
    }

    /// The name that a file of today had then.
    pub(super) fn old_name(&self, path: &str) -> String {
        let old = self.inside(path).and_then(|inside| self.renames.get(&inside));
        old.map_or_else(|| path.to_owned(), |old| self.outside(old, path.starts_with('/')))
    }

    /// A path of the run from the root of the repository; `None` outside of it. The root itself is empty.
    pub(super) fn inside(&self, path: &str) -> Option<String> {
        let path = match path.strip_prefix(&*self.root) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => rest.to_owned(),
            _ if path.starts_with('/') => return None,
            _ => format!("{}{path}", self.prefix),
        };
        let mut parts = Vec::new();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                name => parts.push(name),
            }
        }
        Some(parts.join("/"))
    }

    /// Whether the commit has a file.
    pub(super) fn has(&self, inside: &str) -> bool {
        self.tree.contains_key(inside)
    }

    /// Whether Git knows of a file now.
    pub(super) fn is_tracked(&self, inside: &str) -> bool {
        self.tracked.contains(inside)
    }

    /// Whether a path names a folder. No commit holds `.git`, which tells where the repository ends.
    pub(super) fn has_folder(&self, inside: &str) -> bool {
        let has_files = |folder: String| self.below(&folder).next().is_some();
        inside.is_empty() || inside == ".git" || self.follow(inside).is_ok_and(has_files)
    }

    /// The folders from where the run was started up to the root of the repository: empty, `../`, `../../`.
    pub(super) fn folders_above(&self) -> impl Iterator<Item = String> {
        (0..=self.prefix.matches('/').count()).map(|up| "../".repeat(up))
    }

    /// The other way round.
    fn outside(&self, path: &str, is_absolute: bool) -> String {
        if is_absolute {
            return format!("{}/{path}", self.root);
        }
        let mut rest = path;
        let mut folders = self.prefix.split_terminator('/').peekable();
        while let (Some(folder), Some((first, behind))) = (folders.peek(), rest.split_once('/')) {
            if *folder != first {
                break;
            }
            rest = behind;
            folders.next();
        }
        folders.map(|_| "../").chain([rest]).collect()
    }

    pub(super) fn blob(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        let place = self.follow(path)?;
        self.object(self.tree.get(&place).ok_or(io::ErrorKind::NotFound)?, limit)
    }

    fn object(&self, file: &OldFile, limit: usize) -> io::Result<Vec<u8>> {
        let objects = self.objects.get(file.repository).ok_or(io::ErrorKind::NotFound)?;
        objects.lock().map_err(|_| io::ErrorKind::BrokenPipe)?.read(&file.object, limit)
    }

    /// Where a path leads when every link on the way is followed.
    fn follow(&self, path: &str) -> io::Result<String> {
        let mut path = path.to_owned();
        for _ in 0..=MOST_LINKS {
            let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
            let mut ways = ends.filter_map(|end| path.split_at_checked(end));
            let link = ways.find_map(|(way, rest)| {
                self.tree.get(way).filter(|file| file.mode == LINK).map(|file| (way, rest, file))
            });
            let Some((link, rest, file)) = link else { return Ok(path) };
            let target = String::from_utf8_lossy(&self.object(file, LINK_BYTES)?).into_owned();
            let folder = link.rsplit_once('/').map_or("", |(folder, _)| folder);
            let start = if target.starts_with('/') {
                target.clone()
            } else {
                format!("{}/{folder}/{target}", self.root)
            };
            let inside = self.inside(&format!("{start}{rest}"));
            path = inside.ok_or_else(|| Refusal::Link { link: link.to_owned(), target })?;
        }
        Err(io::ErrorKind::NotFound.into())
    }

    /// The files below a folder of the run, named as the run names them.
    pub(super) fn named_below<'s>(&'s self, folder: &str) -> impl Iterator<Item = (String, &'s OldFile)> {
        let start = if folder == "." { String::new() } else { format!("{folder}/") };
        let below = self.inside(folder).map(|inside| self.below(&inside));
        below.into_iter().flatten().map(move |(rest, file)| (format!("{start}{rest}"), file))
    }

    /// The files below a folder, by what follows it.
    fn below<'s>(&'s self, folder: &str) -> impl Iterator<Item = (&'s str, &'s OldFile)> + use<'s> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let from = self.tree.range(start.clone()..);
        from.map_while(move |(path, file)| Some((path.strip_prefix(&*start)?, file)))
    }
}

impl FileSystem for SeenFromNow<'_> {
    fn read(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        let kind = FileKind::of(path);
        let Some(inside) = self.old.inside(path) else { return self.now.read(path, limit) };
        let is_ignored = !self.old.tree.contains_key(&inside) && !self.old.tracked.contains(&inside);
        let is_config = kind.is_some_and(|kind| !kind.is_linted()) || self.config == Some(path);
        if is_config || kind.is_none() && is_ignored || self.old.is_unknown(&inside) {
            return self.now.read(path, limit);
        }
        self.old.blob(&inside, limit)
    }

    fn read_named(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        self.now.read_named(path, limit)
    }

    fn is_named_folder(&self, path: &str) -> bool {
        self.now.is_named_folder(path)
    }

    fn walk_named(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        self.now.walk_named(folder, keep)
    }

    fn look(&self, path: &str) -> io::Result<Entry> {
        match self.old.inside(path) {
            Some(inside) if self.old.is_unknown(&inside) => self.now.look(path),
            Some(inside) if self.old.has_folder(&inside) => Ok(Entry::Folder),
            Some(_) => self.read(path, 0).map(|_| Entry::File),
            None => self.now.look(path),
        }
    }

    fn repository_path(&self, path: &str) -> Option<String> {
        self.now.repository_path(path)
    }

    fn is_executable(&self, path: &str) -> Option<bool> {
        self.now.is_executable(path)
    }

    fn walk(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        // Configurations are looked for above each file, where today's are.
        let wanted =
            |path: &String| FileKind::of(path).is_none_or(FileKind::is_linted) && keep(path) == Keep::Yes;
        let mut search = Search::default();
        for (path, file) in self.old.named_below(folder).filter(|(path, _)| wanted(path)) {
            // As the search of today says it, so that it is not new.
            if file.is_text {
                search.files.push(path);
            } else {
                search.problems.push((path, io::ErrorKind::InvalidFilename.into()));
            }
        }
        let executables = self.old.named_below(folder).filter(|(path, file)| {
            file.mode == EXECUTABLE && file.is_text && keep(path) == Keep::IfExecutable
        });
        search.executables.extend(executables.map(|(path, _)| path));
        if !self.old.unknown.is_empty() && self.old.inside(folder).is_some() {
            let is_unknown =
                |path: &String| self.old.inside(path).is_some_and(|inside| self.old.is_unknown(&inside));
            let now = self.now.walk(folder, keep);
            search.files.extend(now.files.into_iter().filter(is_unknown));
            search.executables.extend(now.executables.into_iter().filter(is_unknown));
            search.problems.extend(now.problems.into_iter().filter(|(path, _)| is_unknown(path)));
        }
        search
    }
}
