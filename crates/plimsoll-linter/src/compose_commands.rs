//! How the scripts and instructions of a repository run `docker compose`: with which variables, in a file or in their own
//! environment, which files they lay over others, and to which they give another project directory. What a Compose file does
//! not say is said there.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_project::COMPOSE_NAMES;

use crate::FileSystem;
use crate::folders::{above, folder_of, join, name_of};
use crate::limits::FILE_BYTES;

/// How many files are read to learn how Compose is run.
const MOST_READ: usize = 2_000;

/// How many directories above a Compose file are searched.
const MOST_LEVELS: usize = 32;

/// The command lines of Compose, by the file that contains them.
#[derive(Debug, Default)]
pub(crate) struct ComposeCommands {
    flags: BTreeMap<String, Flags>,
    /// The directories of files with a command line that names no Compose file.
    folders: BTreeSet<String>,
    /// The names of the Compose files that others name.
    names: BTreeSet<String>,
    /// The variables that files which speak of Compose set.
    variables: BTreeSet<String>,
    /// The Compose files that are laid over others, and those that others are laid over or that are read alone.
    later: BTreeSet<String>,
    first: BTreeSet<String>,
    /// The Compose files that are run with `--project-directory`.
    moved: BTreeSet<String>,
}

/// The command lines of a file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Flags {
    /// Whether one names no Compose file.
    is_open: bool,
    /// The Compose files that others name, without their directories.
    names: BTreeSet<String>,
    /// The variables that the file sets, if it speaks of Compose.
    variables: BTreeSet<String>,
    /// The Compose files that a `-f` names behind another one, and those that are named first.
    later: BTreeSet<String>,
    first: BTreeSet<String>,
    /// The Compose files that are named beside `--project-directory`.
    moved: BTreeSet<String>,
}

impl ComposeCommands {
    /// Reads what is in these files.
    pub(crate) fn read(files: &dyn FileSystem, paths: impl Iterator<Item = String>) -> ComposeCommands {
        let read = paths.take(MOST_READ).map(|path| (Flags::read(files, &path), path));
        let flags = read.filter(|(flags, _)| *flags != Flags::default()).map(|(flags, path)| (path, flags));
        let mut all = ComposeCommands { flags: flags.collect(), ..ComposeCommands::default() };
        all.collect();
        all
    }

    /// Reads a file again that has another text. Whether it says something else now.
    pub(crate) fn change(&mut self, files: &dyn FileSystem, path: &str) -> bool {
        let new = Flags::read(files, path);
        let old = self.flags.remove(path).unwrap_or_default();
        let is_other = old != new;
        if new != Flags::default() {
            self.flags.insert(path.to_owned(), new);
        }
        if is_other {
            self.collect();
        }
        is_other
    }

    fn collect(&mut self) {
        let open = self.flags.iter().filter(|(_, flags)| flags.is_open);
        self.folders = open.map(|(path, _)| folder_of(path).to_owned()).collect();
        self.names = self.flags.values().flat_map(|flags| flags.names.iter().cloned()).collect();
        self.variables = self.flags.values().flat_map(|flags| flags.variables.iter().cloned()).collect();
        self.later = self.flags.values().flat_map(|flags| flags.later.iter().cloned()).collect();
        self.first = self.flags.values().flat_map(|flags| flags.first.iter().cloned()).collect();
        self.moved = self.flags.values().flat_map(|flags| flags.moved.iter().cloned()).collect();
    }

    /// Whether a Compose file is only ever laid over others: a command line names it, with its directory, behind another file.
    pub(crate) fn is_laid_over(&self, compose: &str) -> bool {
        ends(compose).any(|end| self.later.contains(end))
            && !ends(compose).any(|end| self.first.contains(end))
    }

    /// Whether a command line gives a Compose file another project directory, from which its paths count.
    pub(crate) fn is_moved(&self, compose: &str) -> bool {
        ends(compose).any(|end| self.moved.contains(end))
    }

    /// Whether a script sets a variable.
    pub(crate) fn is_set(&self, variable: &str) -> bool {
        self.variables.contains(variable)
    }

    /// Whether a Compose file is given files of variables: by its name, or by a file in its directory, above or below it.
    pub(crate) fn is_given_env_file(&self, compose: &str) -> bool {
        let own = folder_of(compose);
        let upward = std::iter::successors(above(own), |at| above(at).map(|up| up.into_owned().into()));
        let is_above = || upward.take(MOST_LEVELS).any(|at| self.folders.contains(&*at));
        let inside = if own == "." { String::new() } else { format!("{own}/") };
        let is_below =
            || self.folders.range(inside.clone()..).next().is_some_and(|at| at.starts_with(&inside));
        self.names.contains(name_of(compose)) || self.folders.contains(own) || is_above() || is_below()
    }
}

impl Flags {
    fn read(files: &dyn FileSystem, here: &str) -> Flags {
        let mut flags = Flags::default();
        let Ok(bytes) = files.read(here, FILE_BYTES) else { return flags };
        let text = String::from_utf8_lossy(&bytes);
        if !text.contains("compose") {
            return flags;
        }
        flags.variables = variables(&text);
        let text = text.replace("\\\n", " ");
        for line in text.lines().filter(|line| line.contains("compose")) {
            let files = compose_files(line);
            let (has_env_file, is_moved) =
                (line.contains("--env-file"), line.contains("--project-directory"));
            if files.is_empty() && COMMANDS.iter().any(|command| line.contains(command)) {
                flags.first.extend(COMPOSE_NAMES.iter().map(|name| join(folder_of(here), name)));
            }
            let is_known = |path: &&str| !name_of(path).contains(['$', '{', '*']);
            flags.is_open |= has_env_file && (files.is_empty() || !files.iter().all(is_known));
            for (at, written) in files.iter().enumerate() {
                let inside = written.trim_start_matches("../").trim_start_matches("./").to_owned();
                // A name without a directory is one beside the file that has the command line.
                let path = if inside.contains('/') { inside } else { join(folder_of(here), &inside) };
                if is_moved {
                    flags.moved.insert(path.clone());
                }
                if at == 0 { &mut flags.first } else { &mut flags.later }.insert(path);
                if has_env_file {
                    flags.names.insert(name_of(written).to_owned());
                }
            }
        }
        flags
    }
}

/// The commands that start what a Compose file says.
const COMMANDS: [&str; 2] = ["compose up", "compose build"];

/// A path, and the ends of it that name a directory: what a command line may call it.
fn ends(path: &str) -> impl Iterator<Item = &str> {
    let starts = path.match_indices('/').map(|(at, _)| at + 1);
    let ends = starts.filter_map(|at| path.get(at..)).filter(|end| end.contains('/'));
    std::iter::once(path).chain(ends)
}

/// The Compose files that a command line names, in their order.
fn compose_files(line: &str) -> Vec<&str> {
    let mut words = line.split([' ', '\t', '=', '"', '\'', '`']).filter(|word| !word.is_empty());
    let mut files = Vec::new();
    while let Some(word) = words.next() {
        if matches!(word, "-f" | "--file") {
            files.extend(words.next());
        }
    }
    files
}

/// The variables that a script or a recipe sets: `export TAG=1`, `TAG=1 docker compose up`, `TAG := 1`.
fn variables(text: &str) -> BTreeSet<String> {
    let is_name = |word: &str| {
        let is_part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        word.len() > 1 && word.starts_with(|c: char| c.is_ascii_uppercase()) && word.bytes().all(is_part)
    };
    let mut found = BTreeSet::new();
    for line in text.lines().filter(|line| line.contains('=') || line.contains("export")) {
        let mut words = line.split_whitespace().peekable();
        while let Some(word) = words.next() {
            let is_made = words.peek().is_some_and(|next| matches!(*next, "=" | ":=" | "?=" | "::="));
            let is_exported = word == "export" && words.peek().is_some_and(|next| is_name(next));
            let name = if is_exported { words.peek().copied().unwrap_or_default() } else { word };
            let name = name.split(['=', ':', '?']).next().unwrap_or_default();
            if is_name(name) && (is_made || is_exported || word.contains('=')) {
                found.insert(name.to_owned());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemoryFiles;

    fn memory<const N: usize>(files: [(&str, &str); N]) -> MemoryFiles {
        MemoryFiles(files.map(|(path, text)| (path.to_owned(), text.to_owned())).into())
    }

    #[test]
    fn files_that_are_named_later_are_laid_over_others() {
        let files = memory([(
            "web/Makefile",
            "up:\n\tdocker compose -f ../common/compose.yml \\\n\t\t-f ./alone/compose.yml up\n\
             down:\n\tdocker compose -f a/compose.yml -f b/compose.yml down\n\tdocker compose -f b/compose.yml ps\n",
        )]);
        let commands = ComposeCommands::read(&files, ["web/Makefile".to_owned()].into_iter());
        for (path, expected) in [
            ("web/alone/compose.yml", true),
            ("common/compose.yml", false),
            ("web/a/compose.yml", false),
            ("web/b/compose.yml", false),
            ("compose.yml", false),
        ] {
            assert_eq!(commands.is_laid_over(path), expected, "{path}");
        }
    }

    #[test]
    fn a_name_without_a_directory_is_beside_the_command_line() {
        let set = "docker compose -f networks.yml -f compose.yml config\n";
        let alone = format!("{set}docker compose up\n");
        let files = memory([("swarm/README.md", set), ("alone/README.md", &alone)]);
        let paths = ["swarm/README.md", "alone/README.md"];
        let commands = ComposeCommands::read(&files, paths.map(str::to_owned).into_iter());
        assert!(commands.is_laid_over("swarm/compose.yml") && !commands.is_laid_over("alone/compose.yml"));
        assert!(!commands.is_laid_over("compose.yml"));
    }

    #[test]
    fn a_project_directory_moves_the_files_that_are_named_beside_it() {
        let line = "compose := docker compose --project-directory . -f .ci/compose.yml\n";
        let files = memory([("web/Makefile", line)]);
        let commands = ComposeCommands::read(&files, ["web/Makefile".to_owned()].into_iter());
        assert!(commands.is_moved("web/.ci/compose.yml") && !commands.is_moved("web/compose.yml"));
    }

    #[test]
    fn a_command_line_concerns_what_is_near_it_or_named() {
        let files = memory([
            ("docs/run.md", "docker compose \\\n  --env-file=a.env up\n"),
            ("scripts/run.sh", "docker compose -f x/compose.prod.yaml --env-file a.env up\n"),
            ("other/run.sh", "docker run --env-file a.env app\n"),
        ]);
        let paths = ["docs/run.md", "scripts/run.sh", "other/run.sh"];
        let mut commands = ComposeCommands::read(&files, paths.map(str::to_owned).into_iter());
        for (path, expected) in [
            ("docs/compose.yaml", true),
            ("docs/a/b/compose.yaml", true),
            ("compose.yaml", true),
            ("x/compose.prod.yaml", true),
            ("x/compose.yaml", false),
            ("other/compose.yaml", false),
        ] {
            assert_eq!(commands.is_given_env_file(path), expected, "{path}");
        }
        let files = memory([("docs/run.md", "export TAG=1 OTHER=2\nNAME := 3\nZ == 4\ndocker compose up\n")]);
        assert!(commands.change(&files, "docs/run.md") && !commands.change(&files, "docs/run.md"));
        assert!(!commands.is_given_env_file("docs/compose.yaml"));
        assert!(
            commands.is_set("TAG")
                && commands.is_set("OTHER")
                && !commands.is_set("Z")
                && !commands.is_set("UNSET")
        );
    }
}
