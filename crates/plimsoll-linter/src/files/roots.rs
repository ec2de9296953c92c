//! The directories that a run may read and change, and where the links in them lead.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use super::nest::Nest;
use super::{Refusal, plain_path, repository};

/// Links that are followed on one path before it is taken for a circle, as Linux has it.
const MOST_LINKS: usize = 40;

/// Where the system keeps what only looks like files. It belongs to no project, even where the project is `/`.
const OF_THE_SYSTEM: [&str; 3] = ["/dev", "/proc", "/sys"];

/// The directories that a run may read and change.
#[derive(Clone, Debug)]
pub(super) struct Roots {
    /// What paths start from.
    base: PathBuf,
    /// Without a link in them, by the paths that the user wrote.
    named: Nest<PathBuf>,
    /// The same ones by these paths.
    real: Nest<()>,
    /// Directories outside of all roots that no link leads to: what is in one is asked for by many names.
    apart: Arc<RwLock<HashSet<PathBuf>>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Root {
    /// As the user wrote it.
    named: PathBuf,
    /// Without a link in it.
    real: PathBuf,
}

impl Roots {
    /// The roots for what a user named. Paths start from `base`, which has no link in it.
    pub(super) fn around(base: PathBuf, named: &[String]) -> Roots {
        let directories: BTreeSet<PathBuf> = named
            .iter()
            .map(|path| absolute(&base, path))
            .map(|path| if path.is_dir() { path } else { path.parent().unwrap_or(&path).to_owned() })
            .collect();
        let mut seen = Seen::default();
        let roots = directories.iter().map(|directory| root_of(&mut seen, &base, directory)).collect();
        Roots::new(base, roots)
    }

    /// The roots for a folder outside of these.
    pub(super) fn elsewhere(&self, folder: &str) -> Roots {
        Roots::around(self.base.clone(), &[folder.to_owned()])
    }

    fn new(base: PathBuf, roots: Vec<Root>) -> Roots {
        let real = Nest::new(roots.iter().map(|root| (root.real.clone(), ())));
        let named = Nest::new(roots.into_iter().map(|root| (root.named, root.real)));
        Roots { base, named, real, apart: Arc::default() }
    }

    /// The absolute form of a path of the run.
    pub(super) fn absolute(&self, path: &str) -> PathBuf {
        absolute(&self.base, path)
    }

    /// A path as findings show it.
    fn shown(&self, path: &Path) -> String {
        plain_path(path.strip_prefix(&self.base).unwrap_or(path))
    }

    /// The path from its root.
    pub(super) fn repository_path(&self, path: &Path) -> Option<String> {
        let place = self.place(path)?;
        let (root, ()) = self.real.around(&place).next()?;
        Some(plain_path(place.strip_prefix(root).ok()?))
    }

    /// Where a path is if no link below its root leads elsewhere; `None` if its name alone leads out of all roots.
    pub(super) fn place(&self, path: &Path) -> Option<PathBuf> {
        let below = |(named, real): (&Path, &PathBuf)| Some(real.join(path.strip_prefix(named).ok()?));
        let place = self.named.around(path).filter_map(below).find(|place| self.hold(place));
        place.or_else(|| self.hold(path).then(|| path.to_owned()))
    }

    /// Whether a path without links lies in a root.
    pub(super) fn hold(&self, path: &Path) -> bool {
        self.real.around(path).any(|(root, ())| {
            let is_of_the_system = |part: &&str| path.starts_with(part) && !root.starts_with(part);
            !OF_THE_SYSTEM.iter().any(is_of_the_system)
        })
    }

    /// Follows the links below the root of a place, one by one, and touches nothing outside.
    ///
    /// # Errors
    /// When one of them leads out of the roots, or they lead in a circle.
    pub(super) fn follow(&self, place: &Path) -> io::Result<PathBuf> {
        let (root, names) = self.way_down(place).ok_or(Refusal::Outside)?;
        let mut real = root.to_owned();
        let mut ahead: Vec<OsString> = names.into_iter().rev().map(OsStr::to_owned).collect();
        let mut last: Option<(PathBuf, PathBuf)> = None;
        let mut links = 0;
        while let Some(step) = ahead.pop() {
            if step == ".." {
                real.pop();
                continue;
            }
            real.push(step);
            if !self.hold(&real) && !self.real.is_below(&real) {
                break;
            }
            // Whatever is no link is left to those who open it.
            let Ok(target) = std::fs::read_link(&real) else { continue };
            links += 1;
            if links > MOST_LINKS {
                return Err(io::Error::other("too many symbolic links"));
            }
            let link = real.clone();
            real.pop();
            real.extend(
                target.components().filter(|part| matches!(part, Component::Prefix(_) | Component::RootDir)),
            );
            ahead.extend(steps(&target));
            last = Some((link, target));
        }
        match last {
            _ if self.hold(&real) => Ok(real),
            Some((link, target)) => Err(Refusal::link(self.shown(&link), &target)),
            None => Err(Refusal::Outside.into()),
        }
    }

    /// The same as [`Roots::place`], also for a path that leads through a root under another name than the root's own.
    #[expect(clippy::disallowed_methods, reason = "this is the file system")]
    pub(super) fn entered(&self, path: &Path) -> Option<PathBuf> {
        if let Some(place) = self.place(path) {
            return Some(place);
        }
        // Only a link leads into a root from there.
        if path.parent().is_some_and(|folder| self.is_apart(folder)) && std::fs::read_link(path).is_err() {
            return None;
        }
        let inside = path.ancestors().filter_map(|above| Some((above, std::fs::canonicalize(above).ok()?)));
        let (above, real) = inside.filter(|(_, real)| self.hold(real)).last()?;
        let place = real.join(path.strip_prefix(above).ok()?);
        self.hold(&place).then_some(place)
    }

    /// Whether a directory lies outside of all roots, and no link is on the way to it.
    fn is_apart(&self, folder: &Path) -> bool {
        if self.apart.read().unwrap_or_else(PoisonError::into_inner).contains(folder) {
            return true;
        }
        let is_apart = !self.hold(folder)
            && std::fs::read_link(folder).is_err()
            && folder.parent().is_none_or(|above| self.is_apart(above));
        if is_apart {
            self.apart.write().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        }
        is_apart
    }

    /// The root that a place lies in, and the names on the way down from it.
    pub(super) fn way_down<'p>(&self, place: &'p Path) -> Option<(&Path, Vec<&'p OsStr>)> {
        let (root, ()) = self.real.around(place).next()?;
        let rest = place.strip_prefix(root).ok()?;
        Some((root, rest.iter().collect()))
    }
}

/// The steps of a path, the last first. What a link starts from is not among them.
fn steps(path: &Path) -> Vec<OsString> {
    let step = |part| match part {
        Component::Normal(name) => Some(name.to_owned()),
        Component::ParentDir => Some("..".into()),
        Component::CurDir | Component::Prefix(_) | Component::RootDir => None,
    };
    path.components().rev().filter_map(step).collect()
}

/// An absolute path without `.` and `..`.
fn absolute(base: &Path, path: &str) -> PathBuf {
    let mut all = base.to_owned();
    for part in Path::new(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = all.pop(),
            part => all.push(part),
        }
    }
    all
}

/// The root for a directory that the user named or that holds what was named: the nearest one above that holds `.git`, else
/// `base` if it is above, else the directory itself.
fn root_of(seen: &mut Seen, base: &Path, directory: &Path) -> Root {
    let repositories: Vec<&Path> = directory.ancestors().filter(|above| seen.is_repository(above)).collect();
    let roots: Vec<Root> = repositories.into_iter().map(|named| seen.root(named)).collect();
    let mut roots = roots.into_iter();
    let Some(nearest) = roots.next() else {
        return seen.root(if directory.starts_with(base) { base } else { directory });
    };
    // A repository inside another one is its own root, unless it is only a link of the other that leads to it.
    roots.fold(nearest, |inner, outer| if inner.real.starts_with(&outer.real) { inner } else { outer })
}

/// What was seen on the way to the roots of a run, which names many files in few directories.
#[derive(Default)]
struct Seen {
    /// Whether a directory holds `.git`.
    repositories: HashMap<PathBuf, bool>,
    /// Directories without the links in them.
    real: HashMap<PathBuf, PathBuf>,
}

impl Seen {
    fn is_repository(&mut self, directory: &Path) -> bool {
        if let Some(known) = self.repositories.get(directory) {
            return *known;
        }
        let found = repository::is_root(directory);
        self.repositories.insert(directory.to_owned(), found);
        found
    }

    #[expect(clippy::disallowed_methods, reason = "this is the file system")]
    fn root(&mut self, named: &Path) -> Root {
        let known = self.real.get(named).cloned();
        let real = known.unwrap_or_else(|| std::fs::canonicalize(named).unwrap_or_else(|_| named.to_owned()));
        self.real.insert(named.to_owned(), real.clone());
        Root { named: named.to_owned(), real }
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::disallowed_methods, clippy::unwrap_used)]

    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    /// A directory with `repo` and `outside` in it.
    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("plimsoll-roots-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        for part in ["repo/sub", "outside/repo"] {
            fs::create_dir_all(path.join(part)).unwrap();
        }
        fs::canonicalize(path).unwrap()
    }

    #[test]
    fn links_are_followed_within_the_root_only() {
        let all = folder("follow");
        let repo = all.join("repo");
        for (link, target) in [
            ("up", ".."),
            ("near", "sub/../sub"),
            ("far", "../outside/x"),
            ("missing", "../nothing"),
            ("chain", "far"),
            ("back", "../repo/sub"),
            ("circle", "circle"),
            ("absolute", repo.join("sub").to_str().unwrap()),
            ("system", "/proc/self/environ"),
        ] {
            symlink(target, repo.join(link)).unwrap();
        }
        let roots = Roots::around(repo.clone(), &[".".to_owned()]);
        let follow = |path: &str| {
            let real = roots.follow(&roots.place(&roots.absolute(path)).unwrap());
            real.map(|real| roots.shown(&real)).map_err(|why| why.to_string())
        };
        for path in ["near/a", "back/a", "absolute/a"] {
            assert_eq!(follow(path).as_deref(), Ok("sub/a"), "{path}");
        }
        for (path, link, target) in [
            ("up/outside", "up", ".."),
            ("far", "far", "../outside/x"),
            ("missing", "missing", "../nothing"),
            ("chain/y", "far", "../outside/x"),
            ("system", "system", "/proc/self/environ"),
        ] {
            let why = format!(
                "the symbolic link `{link}` points outside the project, to `{target}`, and is not followed"
            );
            assert_eq!(follow(path), Err(why), "{path}");
        }
        assert_eq!(follow("circle"), Err("too many symbolic links".to_owned()));
        assert_eq!(roots.place(&all.join("outside")), None);
        fs::remove_dir_all(all).unwrap();
    }

    #[test]
    fn the_root_is_the_nearest_repository_that_no_link_leads_to() {
        let all = folder("root");
        for repository in ["repo/.git", "outside/repo/.git"] {
            fs::create_dir_all(all.join(repository)).unwrap();
        }
        symlink("../outside/repo", all.join("repo/link")).unwrap();
        let root = |base: &str, path: &str| {
            let roots = Roots::around(all.join(base), &[path.to_owned()]);
            let root =
                roots.real.around(&absolute(&all.join(base), path)).next().map(|(root, ())| root.to_owned());
            root.unwrap()
        };
        assert_eq!(root("repo/sub", "."), all.join("repo"));
        assert_eq!(root("", "repo/sub/Dockerfile"), all.join("repo"));
        assert_eq!(root("repo", "link"), all.join("repo"));
        assert_eq!(root("repo", "../outside/repo"), all.join("outside/repo"));
        assert_eq!(root("", "outside/x/Dockerfile"), all);
        assert_eq!(root("repo", "../outside"), all.join("outside"));
        fs::remove_dir_all(all).unwrap();
    }

    #[test]
    fn a_directory_outside_is_looked_at_once() {
        let all = folder("apart");
        symlink("repo", all.join("link")).unwrap();
        let roots = Roots::around(all.join("outside"), &[all.join("repo").to_str().unwrap().to_owned()]);
        let known = |folder: &str| roots.apart.read().unwrap().contains(&all.join(folder));
        assert_eq!(roots.entered(&all.join("plimsoll.toml")), None);
        assert!(known(""));
        // What is there may still be a link into a root, and a link may lead there.
        assert_eq!(roots.entered(&all.join("link")), Some(all.join("repo")));
        assert_eq!(roots.entered(&all.join("link/sub/x")), Some(all.join("repo/sub/x")));
        assert!(!known("link") && !known("link/sub"));
        fs::remove_dir_all(all).unwrap();
    }

    #[test]
    fn the_system_is_no_part_of_a_project() {
        let roots =
            |root: &str| Roots::new(root.into(), vec![Root { named: root.into(), real: root.into() }]);
        assert!(!roots("/").hold(Path::new("/proc/self/environ")));
        assert!(roots("/").hold(Path::new("/src/Dockerfile")));
        assert!(roots("/dev/shm/a").hold(Path::new("/dev/shm/a/Dockerfile")));
    }
}
