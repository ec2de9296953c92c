//! How the scripts and instructions of a repository run `docker compose`: with which variables, in a file or in their own
//! environment, which files they lay over others, and to which they give another project directory. What a Compose file does
//! not say is said there. The same files build images.

mod builds;
mod changes;
mod joined;
mod lines;
mod sent;
mod starts;

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_project::{COMPOSE_NAMES, ImageBuild, wildcard};

use crate::FileSystem;
use crate::folders::{above, folder_of, from_here, holds, join, name_of};
use crate::limits::FILE_BYTES;
use builds::Builds;
use changes::{filled_in, replaced, variables};
use joined::parts;
use lines::{CommandLine, command_lines, is_known};
use sent::sent;
use starts::Starts;

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
    /// The names of Compose files that are copied to another host, and are not where the text names them, each with the
    /// directory of that text.
    sent_names: BTreeSet<(String, String)>,
    /// The directories of files that speak of a swarm.
    swarms: BTreeSet<String>,
    /// What is built, and what is started.
    builds: Builds,
    starts: Starts,
    /// The files that are joined into Dockerfiles, as patterns.
    parts: BTreeSet<String>,
    /// The files in which `sed` fills in a word, each with the word.
    filled_in: BTreeSet<(String, String)>,
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

    /// Whether a command line gives a Compose file another project directory, from which its paths count: by name, by that of
    /// the file that it is laid over, or on another host.
    pub(crate) fn is_moved(&self, compose: &str) -> bool {
        self.all.moved.contains(compose)
            || self.all.sent_names.iter().any(|(at, name)| name_of(compose) == name && holds(at, compose))
            || self.all.carried.contains(compose) && self.is_laid_over(compose)
    }

    /// Whether a script sets a variable.
    pub(crate) fn is_set(&self, variable: &str) -> bool {
        self.all.variables.contains(variable)
    }

    /// Whether a script puts something else in the place of a part of this text.
    pub(crate) fn is_filled_in(&self, text: &str) -> bool {
        self.all.replaced.iter().any(|word| text.contains(&**word))
    }

    /// Whether a command line builds an image with this name.
    pub(crate) fn build(&self, image: &str) -> bool {
        self.all.builds.have_image(image)
    }

    /// What command lines build an image from.
    pub(crate) fn builds_of(&self, image: &str) -> impl Iterator<Item = &ImageBuild> {
        self.all.builds.of_image(image)
    }

    /// The services of a Compose file that a command line builds at the same time, for each such line.
    pub(crate) fn built_together(&self, compose: &str) -> Vec<BTreeSet<String>> {
        self.all.builds.together(compose).cloned().collect()
    }

    /// The services of a Compose file that are started at the same time, for each time; none stand for all of them.
    pub(crate) fn started_together(&self, compose: &str) -> Vec<BTreeSet<String>> {
        self.all.starts.of(compose).cloned().collect()
    }

    /// Whether a script joins a file with others into a Dockerfile.
    pub(crate) fn join(&self, dockerfile: &str) -> bool {
        self.all.parts.iter().any(|pattern| wildcard(pattern, dockerfile))
    }

    /// The part of this text of a file that a script fills in.
    pub(crate) fn placeholder(&self, path: &str, text: &str) -> Option<&str> {
        let mut found =
            self.all.filled_in.iter().filter(|(file, word)| file == path && text.contains(&**word));
        found.next().map(|(_, word)| &**word)
    }

    /// Whether a Compose file is given files of variables: by its path, or by a file in its directory, above or below it.
    pub(crate) fn is_given_env_file(&self, compose: &str) -> bool {
        let own = folder_of(compose);
        let open = &self.all.open;
        let is_above = || is_below_one(own, open);
        let inside = if own == "." { String::new() } else { format!("{own}/") };
        let is_below = || open.range(inside.clone()..).next().is_some_and(|at| at.starts_with(&inside));
        self.all.given.contains(compose)
            || self.all.given_names.contains(name_of(compose))
            || is_above()
            || is_below()
    }

    /// Whether a text in the directory of a Compose file, or above it, speaks of a swarm.
    pub(crate) fn speak_of_swarm(&self, compose: &str) -> bool {
        is_below_one(folder_of(compose), &self.all.swarms)
    }
}

/// Whether a directory is one of these, or below one.
fn is_below_one(own: &str, directories: &BTreeSet<String>) -> bool {
    let upward = std::iter::successors(above(own), |at| above(at).map(|up| up.into_owned().into()));
    directories.contains(own) || upward.take(MOST_LEVELS).any(|at| directories.contains(&*at))
}

/// What is written only where services run in a swarm.
const SIGNS_OF_SWARM: [&str; 5] =
    ["docker stack deploy", "docker swarm ", "docker service create", "-d overlay", "--driver overlay"];

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
        if is_launcher(here) {
            // The command line of a program is put together over many lines.
            let has_flag = ["\"--env-file\"", "'--env-file'"].iter().any(|flag| text.contains(flag));
            if has_flag && text.contains("compose") {
                uses.open.insert(folder_of(here).to_owned());
            }
            return uses;
        }
        uses.builds = Builds::of_images(&text, files, here, bases);
        let joined = text.replace("\\\r\n", " ").replace("\\\n", " ");
        let everywhere =
            |path: &str| bases.iter().filter_map(|base| base.join(".", path)).collect::<Vec<_>>();
        uses.parts =
            parts(&joined).into_iter().filter(|part| !part.contains('$')).flat_map(everywhere).collect();
        for (word, file) in filled_in(&joined).filter(|(_, file)| is_known(file)) {
            let found = everywhere(file).into_iter().find(|path| files.is_file(path));
            uses.filled_in.extend(found.map(|path| (path, word.to_owned())));
        }
        if SIGNS_OF_SWARM.iter().any(|sign| text.contains(sign)) {
            uses.swarms.insert(folder_of(here).to_owned());
        }
        if !text.contains("compose") {
            return uses;
        }
        uses.variables = variables(&text, here.ends_with(".yml") || here.ends_with(".yaml"));
        uses.replaced = replaced(&text).map(str::to_owned).collect();
        for written in sent(&joined) {
            match everywhere(written).into_iter().find(|path| files.is_file(path)) {
                Some(path) => uses.moved.insert(path),
                None => uses.sent_names.insert((folder_of(here).to_owned(), name_of(written).to_owned())),
            };
        }
        for line in command_lines(&joined) {
            uses.take(&line, files, here, bases);
        }
        uses.starts.close([".sh", ".bash"].iter().any(|end| here.ends_with(end)));
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
            if let Some((path, _)) = default {
                self.builds.add_services(&path, line);
                self.starts.add_line(&path, line);
                self.first.insert(path);
            }
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
            self.builds.add_services(&path, line);
            self.starts.add_line(&path, line);
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
            (&mut self.parts, &other.parts),
            (&mut self.swarms, &other.swarms),
        ] {
            all.extend(own.iter().cloned());
        }
        self.builds.add(&other.builds);
        self.starts.add(&other.starts);
        self.sent_names.extend(other.sent_names.iter().cloned());
        self.filled_in.extend(other.filled_in.iter().cloned());
    }
}

#[cfg(test)]
mod tests;
