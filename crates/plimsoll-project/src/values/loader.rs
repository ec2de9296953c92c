//! How files that a project names are asked for, and what the answer is.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use plimsoll_diagnostics::FileId;
use plimsoll_facts::Images;

/// How a project asks for a file that it names.
pub trait Loader<'s> {
    /// The file at `path`: relative to where the paths in [`Sources`](plimsoll_diagnostics::Sources) are, `/` between folders, without `.`; it may
    /// start with `..`. Asked once for each path.
    fn load(&self, path: &str) -> Loaded;

    /// The Compose files that somebody says are read together, the first of them being the one that is read.
    fn together(&self) -> Option<&[String]> {
        None
    }

    /// The files that variables are read from in the place of `.env`; the later count more.
    fn env_files(&self) -> &[String] {
        &[]
    }

    /// What is known of images in the files of the project.
    fn images(&self) -> Images<'s> {
        Images::default()
    }

    /// The files at the roots of build contexts that somebody asks about.
    fn context_files(&self) -> &[String] {
        &[]
    }

    /// Whether a Compose file of the repository says what a service of this name runs.
    fn runs(&self, _service: &str) -> bool {
        false
    }

    /// Whether any Compose file of the repository has a service of this name.
    fn defines(&self, _service: &str) -> bool {
        false
    }

    /// Whether a Compose file that may be read together with the one at this path has a service of this name: one in its
    /// directory, or in a directory above or below it.
    fn completes(&self, _service: &str, _path: &str) -> bool {
        false
    }

    /// Whether a Compose file that is laid over the one at this path, in its directory, declares all of these names, each with
    /// its key at the top level.
    fn declares_beside(&self, _names: &[(&str, &str)], _path: &str) -> bool {
        false
    }

    /// The names that services answer to in the Compose files with one of these networks, by their names in the engine.
    fn hosts_on(&self, _networks: &[&str]) -> HashSet<String> {
        HashSet::new()
    }

    /// The build contexts that Compose files of the repository have for a Dockerfile.
    fn contexts_of(&self, _dockerfile: &str) -> Vec<String> {
        Vec::new()
    }

    /// What a service that builds nothing in the Compose file at `path` is built from elsewhere in the repository: another
    /// file beside it builds the service, or any file or script the image.
    fn builds_of(&self, _service: &str, _image: &str, _path: &str) -> Vec<ImageBuild> {
        Vec::new()
    }

    /// Whether a script of the repository builds an image in the repository of this one.
    fn is_built_by_script(&self, _image: &str) -> bool {
        false
    }

    /// The services of the Compose file at this path that a script names in a command line which builds services, for each
    /// such line.
    fn built_together(&self, _path: &str) -> Vec<BTreeSet<String>> {
        Vec::new()
    }

    /// The services of the Compose file at this path that scripts and texts start at the same time, for each time; none stand
    /// for all of them.
    fn started_together(&self, _path: &str) -> Vec<BTreeSet<String>> {
        Vec::new()
    }

    /// Whether a script joins the file at this path with others into a Dockerfile.
    fn is_joined(&self, _path: &str) -> bool {
        false
    }

    /// Whether another Compose file of the repository extends services of the one at this path.
    fn is_extended(&self, _path: &str) -> bool {
        false
    }

    /// Whether scripts only ever lay the Compose file at this path over others.
    fn is_laid_over(&self, _path: &str) -> bool {
        false
    }

    /// Whether a script lays other files over the Compose file at this path.
    fn is_followed(&self, _path: &str) -> bool {
        false
    }

    /// Whether a text in the directory of the Compose file at this path, or above it, speaks of a swarm.
    fn speaks_of_swarm(&self, _path: &str) -> bool {
        false
    }

    /// Whether a script puts something else in the place of a part of this text before Compose reads it.
    fn is_filled_in(&self, _text: &str) -> bool {
        false
    }

    /// Whether scripts give the Compose file at this path another project directory.
    fn is_moved(&self, _path: &str) -> bool {
        false
    }

    /// Whether another Compose file in the directory of the one at this path is made from a template.
    fn has_template_beside(&self, _path: &str) -> bool {
        false
    }

    /// The services whose ports another Compose file in the directory of the one at this path takes away or replaces:
    /// `ports: !reset []`.
    fn unpublished_beside(&self, _path: &str) -> HashSet<String> {
        HashSet::new()
    }

    /// Whether any Compose file of the repository has this path at the end of its own.
    fn has_compose_file(&self, _path: &str) -> bool {
        false
    }

    /// The title of the README in a folder.
    fn title(&self, _folder: &str) -> Option<String> {
        None
    }

    /// The variables that the file of variables at this path sets, if there is one.
    fn env_variables(&self, _path: &str) -> Option<Arc<HashSet<String>>> {
        None
    }

    /// Whether a script or a text of the repository that speaks of Compose sets a variable.
    fn is_set_by_script(&self, _variable: &str) -> bool {
        false
    }

    /// Whether several Compose files of the repository use a variable without a default, and none gives it one.
    fn is_left_open(&self, _variable: &str) -> bool {
        false
    }

    /// Whether a script or a text of the repository gives a file of variables to Compose for the Compose file at this path.
    fn is_given_env_file(&self, _path: &str) -> bool {
        false
    }

    /// What there is at a path, where that may be known.
    fn presence(&self, _path: &str) -> Presence {
        Presence::Unknown
    }

    /// Whether a file can be executed, where that is certain for everyone who builds: Git keeps it.
    fn is_executable(&self, _path: &str) -> Option<bool> {
        None
    }
}

/// What an image is built from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ImageBuild {
    /// The path of the Dockerfile.
    pub dockerfile: String,
    /// The path of the build context.
    pub context: String,
    /// The stage, where it is not the last one.
    pub target: Option<String>,
}

/// What there is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// Nothing.
    Missing,
    /// It is none of the project's business, or cannot be told.
    Unknown,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// It is in the sources now.
    File(FileId),
    /// There is no such file.
    Missing,
    /// It is none of the project's business: outside of the root, too large, unreadable.
    Refused,
}
