//! How the scripts and instructions of a repository run `docker compose`: with which variables, in a file or in their own
//! environment, which files they lay over others, and to which they give another project directory. What a Compose file does
//! not say is said there.

mod changes;
mod lines;

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_project::COMPOSE_NAMES;

use crate::FileSystem;
use crate::folders::{above, folder_of, from_here, holds, join, name_of};
use crate::limits::FILE_BYTES;
use changes::{replaced, variables};
use lines::{CommandLine, command_lines, is_known};

/// How many files are read to learn how Compose is run.
const MOST_READ: usize = 2_000;

/// How many directories above a Compose file are searched.
const MOST_LEVELS: usize = 32;

/// The command lines of Compose in a repository.
#[derive(Debug, Default)]
pub(crate) struct ComposeCommands {
    /// The roots of the repositories, and where the run was started.
    roots: BTreeSet<String>,
    here: String,
    /// By the file that contains them.
    by_file: BTreeMap<String, Uses>,
    all: Uses,
}

/// What command lines say of Compose files.
#[derive(Debug, Default, PartialEq, Eq)]
struct Uses {
    /// The directories of files with a command line that has `--env-file` and names no Compose file.
    open: BTreeSet<String>,
    /// The Compose files that are named beside `--env-file`, and the names of those that are not there.
    given: BTreeSet<String>,
    given_names: BTreeSet<String>,
    /// The variables that are set by files which speak of Compose.
    variables: BTreeSet<String>,
    /// The words that `sed` puts something else in the place of.
    replaced: BTreeSet<String>,
    /// The Compose files that a `-f` names behind another one, and those that are named first or read by default.
    later: BTreeSet<String>,
    first: BTreeSet<String>,
    /// The Compose files that others are named behind.
    followed: BTreeSet<String>,
    /// The Compose files that are named beside `--project-directory`, and those that are named behind one of another directory.
    moved: BTreeSet<String>,
    carried: BTreeSet<String>,
}

impl ComposeCommands {
    /// Reads what is in these files, which are in repositories with these roots. `here` is where the run was started.
    pub(crate) fn read(
        files: &dyn FileSystem,
        (roots, here): (BTreeSet<String>, &str),
        paths: impl Iterator<Item = String>,
    ) -> ComposeCommands {
        let mut commands = ComposeCommands { roots, here: here.to_owned(), ..ComposeCommands::default() };
        for path in paths.take(MOST_READ) {
            commands.read_again(files, &path);
        }
        commands.collect();
        commands
    }

    /// Reads a file again that has another text. Whether it says something else now.
    pub(crate) fn change(&mut self, files: &dyn FileSystem, path: &str) -> bool {
        let is_other = self.read_again(files, path);
        if is_other {
            self.collect();
        }
        is_other
    }

    fn read_again(&mut self, files: &dyn FileSystem, path: &str) -> bool {
        let new = Uses::read(files, path, &self.bases(path));
        let old = self.by_file.remove(path).unwrap_or_default();
        let is_other = old != new;
        if new != Uses::default() {
            self.by_file.insert(path.to_owned(), new);
        }
        is_other
    }

    /// Where the commands in a file are run: in its directory, or at the root of the repository.
    fn bases(&self, path: &str) -> Vec<Base<'_>> {
        let is_around = |root: &&String| holds(&join(&self.here, root), &join(&self.here, path));
        let root = self.roots.iter().find(is_around).map_or(".", String::as_str);
        let mut folders = vec![folder_of(path).to_owned(), root.to_owned()];
        folders.dedup();
        folders.into_iter().map(|folder| Base { folder, root, here: &self.here }).collect()
    }

    fn collect(&mut self) {
        let mut all = Uses::default();
        for uses in self.by_file.values() {
            all.add(uses);
        }
        self.all = all;
    }

    /// Whether a Compose file is only ever laid over others: a command line names it behind another file.
    pub(crate) fn is_laid_over(&self, compose: &str) -> bool {
        self.all.later.contains(compose) && !self.all.first.contains(compose)
    }

    /// Whether a command line lays other files over a Compose file.
    pub(crate) fn is_followed(&self, compose: &str) -> bool {
        self.all.followed.contains(compose)
    }

    /// Whether a command line gives a Compose file another project directory, from which its paths count: by name, or by
    /// that of the file that it is laid over.
    pub(crate) fn is_moved(&self, compose: &str) -> bool {
        self.all.moved.contains(compose) || self.all.carried.contains(compose) && self.is_laid_over(compose)
    }

    /// Whether a script sets a variable.
    pub(crate) fn is_set(&self, variable: &str) -> bool {
        self.all.variables.contains(variable)
    }

    /// Whether a script puts something else in the place of a part of this text.
    pub(crate) fn is_filled_in(&self, text: &str) -> bool {
        self.all.replaced.iter().any(|word| text.contains(&**word))
    }

    /// Whether a Compose file is given files of variables: by its path, or by a file in its directory, above or below it.
    pub(crate) fn is_given_env_file(&self, compose: &str) -> bool {
        let own = folder_of(compose);
        let open = &self.all.open;
        let upward = std::iter::successors(above(own), |at| above(at).map(|up| up.into_owned().into()));
        let is_above = || upward.take(MOST_LEVELS).any(|at| open.contains(&*at));
        let inside = if own == "." { String::new() } else { format!("{own}/") };
        let is_below = || open.range(inside.clone()..).next().is_some_and(|at| at.starts_with(&inside));
        self.all.given.contains(compose)
            || self.all.given_names.contains(name_of(compose))
            || open.contains(own)
            || is_above()
            || is_below()
    }
}

/// Whether a file is a program that starts containers, as its path says: `docker/run.py`. Others are not read.
pub(crate) fn is_launcher(path: &str) -> bool {
    let is_program = [".py", ".js", ".mjs", ".ts", ".rb"].iter().any(|end| path.ends_with(end));
    is_program && ["docker", "compose", "container"].iter().any(|word| path.contains(word))
}

/// A directory that commands may be run in.
struct Base<'c> {
    folder: String,
    root: &'c str,
    here: &'c str,
}

impl Base<'_> {
    /// A path in the repository, as seen from where the run was started.
    fn join(&self, directory: &str, path: &str) -> Option<String> {
        let path = join(&self.folder, &format!("{directory}/{path}"));
        let is_inside = holds(&join(self.here, self.root), &join(self.here, &path));
        is_inside.then(|| from_here(&path, self.here).to_owned())
    }
}

impl Uses {
    fn read(files: &dyn FileSystem, here: &str, bases: &[Base<'_>]) -> Uses {
        let mut uses = Uses::default();
        let Ok(bytes) = files.read(here, FILE_BYTES) else { return uses };
        let text = String::from_utf8_lossy(&bytes);
        if !text.contains("compose") {
            return uses;
        }
        if is_launcher(here) {
            // The command line of a program is put together over many lines.
            if ["\"--env-file\"", "'--env-file'"].iter().any(|flag| text.contains(flag)) {
                uses.open.insert(folder_of(here).to_owned());
            }
            return uses;
        }
        uses.variables = variables(&text, here.ends_with(".yml") || here.ends_with(".yaml"));
        uses.replaced = replaced(&text).map(str::to_owned).collect();
        let text = text.replace("\\\r\n", " ").replace("\\\n", " ");
        for line in command_lines(&text) {
            uses.take(&line, files, here, bases);
        }
        uses
    }

    fn take(&mut self, line: &CommandLine<'_>, files: &dyn FileSystem, here: &str, bases: &[Base<'_>]) {
        if line.has_env_file && (line.files.is_empty() || !line.files.iter().all(|path| is_known(path))) {
            self.open.insert(folder_of(here).to_owned());
        }
        // What a `cd` names may be the copy of the repository itself.
        let directories = [&*line.directory, "."];
        let places = directories.iter().flat_map(|at| bases.iter().map(move |base| (base, *at)));
        let find = |path: &str| {
            let mut found = places.clone().filter_map(|place| Some((place.0.join(place.1, path)?, place)));
            found.find(|(found, _)| is_known(path) && files.is_file(found))
        };
        if line.files.is_empty() && line.is_complete && !self.variables.contains("COMPOSE_FILE") {
            let inside = line.project_directory.unwrap_or(".");
            let default = COMPOSE_NAMES.iter().find_map(|name| find(&format!("{inside}/{name}")));
            self.first.extend(default.map(|(path, _)| path));
        }
        let mut first: Option<String> = None;
        for written in &line.files {
            let Some((path, (base, at))) = find(written) else {
                if line.has_env_file {
                    self.given_names.insert(name_of(written).to_owned());
                }
                first.get_or_insert_default();
                continue;
            };
            if line.has_env_file {
                self.given.insert(path.clone());
            }
            let moved_to =
                line.project_directory.map(|to| base.join(at, &format!("{to}/{}", name_of(written))));
            if moved_to.is_some_and(|moved| moved.as_ref() != Some(&path)) {
                self.moved.insert(path.clone());
            }
            match &first {
                None => self.first.insert(path.clone()),
                Some(first) => {
                    self.followed.insert(first.clone());
                    if folder_of(first) != folder_of(&path) {
                        self.carried.insert(path.clone());
                    }
                    self.later.insert(path.clone())
                }
            };
            first.get_or_insert(path);
        }
    }

    fn add(&mut self, other: &Uses) {
        for (all, own) in [
            (&mut self.open, &other.open),
            (&mut self.given, &other.given),
            (&mut self.given_names, &other.given_names),
            (&mut self.variables, &other.variables),
            (&mut self.replaced, &other.replaced),
            (&mut self.later, &other.later),
            (&mut self.first, &other.first),
            (&mut self.followed, &other.followed),
            (&mut self.moved, &other.moved),
            (&mut self.carried, &other.carried),
        ] {
            all.extend(own.iter().cloned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemoryFiles;

    fn read<const N: usize>(files: [(&str, &str); N]) -> (MemoryFiles, ComposeCommands) {
        let paths: Vec<String> = files.iter().map(|(path, _)| (*path).to_owned()).collect();
        let files = MemoryFiles(files.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
        let roots = [".".to_owned()].into();
        let commands = ComposeCommands::read(&files, (roots, "/r"), paths.into_iter());
        (files, commands)
    }

    #[test]
    fn files_that_are_named_later_are_laid_over_others() {
        let (_, commands) = read([
            (
                "web/Makefile",
                "up:\n\tdocker compose -f ../common/compose.yml \\\r\n\t\t-f ./alone/compose.yml up\n\
                 down:\n\tdocker compose -f a/compose.yml -f b/compose.yml down\n\tdocker compose -f b/compose.yml ps\n",
            ),
            ("x.sh", "docker rm -f web; docker build -f Dockerfile . && docker compose -f x/compose.yml up"),
            ("common/compose.yml", ""),
            ("web/alone/compose.yml", ""),
            ("web/a/compose.yml", ""),
            ("web/b/compose.yml", ""),
            ("b/compose.yml", ""),
            ("x/compose.yml", ""),
        ]);
        for (path, expected) in [
            ("web/alone/compose.yml", true),
            ("common/compose.yml", false),
            ("web/a/compose.yml", false),
            ("web/b/compose.yml", false),
            ("b/compose.yml", false),
            ("x/compose.yml", false),
        ] {
            assert_eq!(commands.is_laid_over(path), expected, "{path}");
        }
    }

    #[test]
    fn a_file_is_sought_beside_the_command_line_and_then_at_the_root() {
        let set = "docker compose -f networks.yml -f compose.yml config\n";
        let (_, commands) = read([
            ("swarm/README.md", set),
            ("swarm/networks.yml", ""),
            ("swarm/compose.yml", ""),
            ("alone/README.md", &format!("{set}docker compose --profile all watch\n")),
            ("alone/networks.yml", ""),
            ("alone/compose.yml", ""),
            ("scripts/run.sh", "docker compose -f compose.yml -f compose.dev.yml up"),
            ("scripts/deploy.sh", "cd deploy && docker compose -f compose.yml -f deploy.yml up"),
            ("compose.yml", ""),
            ("compose.dev.yml", ""),
            ("deploy/compose.yml", ""),
            ("deploy/deploy.yml", ""),
        ]);
        assert!(commands.is_laid_over("swarm/compose.yml") && !commands.is_laid_over("alone/compose.yml"));
        assert!(commands.is_laid_over("compose.dev.yml") && commands.is_laid_over("deploy/deploy.yml"));
        assert!(commands.is_followed("compose.yml") && !commands.is_followed("compose.dev.yml"));
        assert!(!commands.is_laid_over("compose.yml") && !commands.is_laid_over("deploy/compose.yml"));
    }

    #[test]
    fn a_project_directory_moves_the_files_that_are_named_beside_it() {
        let (_, commands) = read([
            ("web/Makefile", "compose := docker compose --project-directory . -f .ci/compose.yml\n"),
            (
                "Makefile",
                "up:\n\tdocker compose --project-directory . -f compose.yml -f dev/compose.yml up\n",
            ),
            ("run.sh", "docker compose -f compose.yml -f prod/compose.yml up"),
            ("web/.ci/compose.yml", ""),
            ("web/compose.yml", ""),
            ("compose.yml", ""),
            (".ci/compose.yml", ""),
            ("dev/compose.yml", ""),
            ("prod/compose.yml", ""),
        ]);
        for path in ["web/.ci/compose.yml", "dev/compose.yml", "prod/compose.yml"] {
            assert!(commands.is_moved(path), "{path}");
        }
        for path in ["web/compose.yml", "compose.yml", ".ci/compose.yml"] {
            assert!(!commands.is_moved(path), "{path}");
        }
    }

    #[test]
    fn a_command_line_concerns_what_is_near_it_or_named() {
        let (_, commands) = read([
            ("docs/run.md", "docker compose \\\n  --env-file=a.env up\n"),
            ("scripts/run.sh", "docker compose -f x/compose.prod.yaml --env-file a.env up\n"),
            ("other/run.sh", "docker run --env-file a.env app; docker compose up\n"),
            ("docker/tools/run.py", "args = ['docker', 'compose']\nargs += ['--env-file', name]\n"),
            ("x/compose.prod.yaml", ""),
        ]);
        for (path, expected) in [
            ("docs/compose.yaml", true),
            ("docs/a/b/compose.yaml", true),
            ("compose.yaml", true),
            ("docker/compose.yaml", true),
            ("x/compose.prod.yaml", true),
            ("y/compose.prod.yaml", false),
            ("x/compose.yaml", false),
            ("other/compose.yaml", false),
        ] {
            assert_eq!(commands.is_given_env_file(path), expected, "{path}");
        }
    }

    #[test]
    fn a_text_may_change() {
        let (_, mut commands) = read([("docs/run.md", "docker compose --env-file=a.env up\n")]);
        let text = "export TAG=1 OTHER=2\nNAME := 3\nZ == 4\ndocker compose up\n";
        let files = MemoryFiles([("docs/run.md".to_owned(), text.to_owned())].into());
        assert!(commands.change(&files, "docs/run.md") && !commands.change(&files, "docs/run.md"));
        assert!(!commands.is_given_env_file("docs/compose.yaml"));
        assert!(commands.is_set("TAG") && commands.is_set("OTHER"));
        assert!(!commands.is_set("Z") && !commands.is_set("UNSET"));
        let (_, commands) = read([("ci.yml", "env:\n  TAG: 1\n  a: B\nrun: docker compose up\n")]);
        assert!(commands.is_set("TAG") && !commands.is_set("B"));
    }
}
