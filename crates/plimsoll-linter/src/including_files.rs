//! What a run was not asked about and yet decides what its files mean: Compose files elsewhere in the repository that
//! include, build or mount them.

use std::collections::BTreeSet;

use crate::compose_commands::{ComposeCommands, is_launcher};
use crate::folders::{above, climbs, folder_of, from_here, join, name_of};
use crate::limits::FILE_BYTES;
use crate::project_result::ResultStore;
use crate::services::Services;
use crate::{FileKind, FileSystem, Linter, Workspace};

/// How many directories are climbed to find the root of the repository.
const MOST_LEVELS: usize = 32;

impl Workspace {
    /// The Compose files of the repository that may take in a file of the run, and that are not in it. `here` is where the
    /// run was started, and `together` tells which files are read with one. None when the run covers the repository.
    pub(crate) fn including_files(
        &self,
        files: &dyn FileSystem,
        here: &str,
        together: impl Fn(&str) -> Option<Vec<String>>,
    ) -> BTreeSet<String> {
        let compose = self.of(FileKind::Compose);
        let is_taken_by_none = self.mountable().next().is_none() && self.of(FileKind::Dockerfile).is_empty();
        if compose.is_empty() && is_taken_by_none {
            return BTreeSet::new();
        }
        let found = files_below(files, &uncovered(files, &self.roots, &self.searched), here, is_compose);
        let is_listed = |path: &String| {
            together(path).is_some_and(|paths| paths.iter().any(|path| compose.contains(path)))
        };
        let may_take = |path: &String| self.may_be_taken(files, path) || is_listed(path);
        found.into_iter().filter(|path| !compose.contains(path) && may_take(path)).collect()
    }

    /// The files of the run that tell only together with what mounts them what they are, or what they mean: settings of an
    /// engine, profiles, and files that were named and are of no kind.
    fn mountable(&self) -> impl Iterator<Item = &String> {
        [FileKind::Daemon, FileKind::Seccomp, FileKind::Dotenv]
            .into_iter()
            .flat_map(|kind| self.of(kind))
            .chain(self.foreign())
    }

    /// Whether a Compose file names a file of the run, as far as its text tells.
    fn may_be_taken(&self, files: &dyn FileSystem, compose: &str) -> bool {
        let is_base = |path: &String| {
            let stem = |path: &str| name_of(path).rsplit_once('.').map(|(stem, _)| stem.to_owned());
            folder_of(path) == folder_of(compose)
                && stem(path).is_some_and(|over| over.strip_suffix(".override") == stem(compose).as_deref())
        };
        if self.of(FileKind::Compose).iter().any(is_base) {
            return true;
        }
        let Ok(bytes) = files.read(compose, FILE_BYTES) else { return false };
        let text = String::from_utf8_lossy(&bytes);
        // What it includes may include and build others.
        let takes_files = ["include", "extends"].iter().any(|key| text.contains(key));
        let builds = || !self.of(FileKind::Dockerfile).is_empty() && text.contains("build");
        // Compose reads the first by itself, and a build the second.
        let reads = || {
            self.mountable().any(|path| match name_of(path) {
                ".env" => folder_of(path) == folder_of(compose),
                name => name.ends_with(".dockerignore") && text.contains("build"),
            })
        };
        let mounts = || self.mountable().any(|path| text.contains(name_of(path)));
        // Nor does its text tell what the files say that are read with it.
        let lists_files = || {
            let env = files.read(&join(folder_of(compose), ".env"), FILE_BYTES).unwrap_or_default();
            String::from_utf8_lossy(&env).contains("COMPOSE_FILE")
        };
        takes_files || builds() || mounts() || reads() || lists_files()
    }
}

/// Whether a file may have command lines that give Compose files of variables.
pub(crate) fn may_run_compose(path: &str) -> bool {
    matches!(FileKind::of(path), Some(FileKind::Script | FileKind::Markdown)) || is_launcher(path)
}

impl Linter {
    /// Checks the projects elsewhere in the repository that take in a file of the run, whichever path was given, and keeps what they say about
    /// it.
    pub(crate) fn check_including_files(
        &self,
        files: &dyn FileSystem,
        workspace: &Workspace,
        parts: &mut ResultStore,
    ) {
        let including = workspace.including_files(files, &self.here, |path| self.together(path));
        let wanted = including.iter().filter(|path| !self.configs.for_file(path).config.is_excluded(path));
        let mut found = ResultStore::default();
        self.check_all(files, FileKind::Compose, &wanted.collect(), &mut found);
        found.leave_out_taken(FileKind::Compose);
        let paths: BTreeSet<&String> = workspace.linted().chain(workspace.foreign()).collect();
        for part in found.into_live().into_iter().filter_map(|part| part.within(&paths, &self.here)) {
            parts.add(FileKind::Compose, part);
        }
    }

    /// The services of the Compose files of the repository. They are read when this is first asked, which is when a file
    /// does not say all of them itself.
    pub(crate) fn services(&self, files: &dyn FileSystem) -> &Services {
        self.services.get_or_init(|| {
            let roots = self.roots.iter().map(|folder| root_around(files, folder)).collect();
            let found = files_below(files, &roots, &self.here, is_yaml);
            let others = found.difference(&self.compose);
            let (named, rest): (Vec<_>, Vec<_>) = others.partition(|path| is_compose(path));
            Services::read(files, self.compose.iter().chain(named).chain(rest).cloned())
        })
    }

    /// How the repository runs Compose. Its scripts are read when a Compose file leaves open what they may say.
    pub(crate) fn compose_commands(&self, files: &dyn FileSystem) -> &ComposeCommands {
        self.compose_commands.get_or_init(|| {
            let roots = self.roots.iter().map(|folder| root_around(files, folder)).collect();
            let found = files_below(files, &roots, &self.here, may_run_compose);
            ComposeCommands::read(files, (roots, &self.here), found.union(&self.scripts).cloned())
        })
    }

    /// The Compose files that are read together with one, which is the first of them, where the command line or the
    /// configuration says so.
    pub(crate) fn together(&self, path: &str) -> Option<Vec<String>> {
        if self.project.first().is_some_and(|first| first == path) {
            return Some(self.project.clone());
        }
        if self.configs.is_doubted {
            return None;
        }
        self.configs.for_file(path).config.project_of(path).map(<[String]>::to_vec)
    }
}

/// The roots of the repositories around these directories that were not searched: of what lies below one that was,
/// everything is known.
fn uncovered(files: &dyn FileSystem, folders: &BTreeSet<String>, searched: &[String]) -> BTreeSet<String> {
    let roots = folders.iter().map(|folder| root_around(files, folder));
    roots.filter(|root| !searched.iter().any(|folder| plain(folder) == root)).collect()
}

/// The files below these directories that may be Compose files. `here` is where the run was started.
fn files_below(
    files: &dyn FileSystem,
    roots: &BTreeSet<String>,
    here: &str,
    may_be: fn(&str) -> bool,
) -> BTreeSet<String> {
    let found = roots.iter().flat_map(|root| files.walk(root, &|file| may_be(file).into()).files);
    found.map(|path| from_here(&path, here).to_owned()).collect()
}

fn is_compose(file: &str) -> bool {
    FileKind::of(file) == Some(FileKind::Compose)
}

/// Whether `-f` may name it, whatever it is called.
fn is_yaml(file: &str) -> bool {
    [".yml", ".yaml"].iter().any(|end| file.ends_with(end))
}

/// The root of the repository around a directory; without one, where the run was started.
fn root_around(files: &dyn FileSystem, folder: &str) -> String {
    let mut at = plain(folder).to_owned();
    for _ in 0..MOST_LEVELS {
        if files.look(&join(&at, ".git")).is_ok() {
            return at;
        }
        match above(&at) {
            Some(up) => at = up.into_owned(),
            None => break,
        }
    }
    if folder.starts_with('/') || climbs(folder) > 0 { plain(folder).to_owned() } else { ".".to_owned() }
}

/// `a/` and `./a` are `a`.
fn plain(folder: &str) -> &str {
    let folder = folder.strip_prefix("./").unwrap_or(folder);
    let folder = if folder.len() > 1 { folder.trim_end_matches('/') } else { folder };
    if folder.is_empty() { "." } else { folder }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemoryFiles;

    #[test]
    fn paths_through_where_the_run_was_started() {
        for (path, expected) in [
            ("a/b", "a/b"),
            ("../y/a", "a"),
            ("../z/a", "../z/a"),
            ("../../x/y/a/b", "a/b"),
            ("../../x/z/a", "../../x/z/a"),
            ("../../../../a", "../../../../a"),
            ("../y", "../y"),
        ] {
            assert_eq!(from_here(path, "/r/x/y"), expected, "{path}");
        }
    }

    #[test]
    fn only_what_may_take_a_file_in_is_around_it() {
        let files = [
            ("compose.yaml", "include: [sub/compose.yaml]"),
            ("sub/compose.yaml", "services: {}"),
            ("other/compose.yaml", "services: {a: {image: a}}"),
            ("deploy/compose.yaml", "services: {a: {build: ../app}}"),
            ("app/Dockerfile", "FROM a"),
            ("app/.dockerignore", "*"),
            ("other/.env", "A=b"),
            ("other/engine/compose.yaml", "services: {a: {image: a, volumes: [./settings.json:/b]}}"),
            ("other/engine/settings.json", "{}"),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        let files = MemoryFiles(files.into_iter().collect());
        let including = |path: &str| {
            let workspace = Workspace::find(&files, &[path.to_owned()]);
            workspace.including_files(&files, "/r", |_| None).into_iter().collect::<Vec<_>>()
        };
        assert_eq!(including("sub/compose.yaml"), ["compose.yaml"]);
        assert_eq!(including("app/Dockerfile"), ["compose.yaml", "deploy/compose.yaml"]);
        assert_eq!(including("other/engine/settings.json"), ["compose.yaml", "other/engine/compose.yaml"]);
        assert_eq!(including("other/.env"), ["compose.yaml", "other/compose.yaml"]);
        assert_eq!(including("app/.dockerignore"), ["compose.yaml", "deploy/compose.yaml"]);
        assert!(including(".").is_empty());
    }
}
