//! The file formats, with a directory for each: how its files are recognized by name, read, suppressed and compared.
//! This is the only list of formats.

mod bake;
mod client_config;
mod compose;
mod config;
mod daemon;
mod data;
mod devcontainer;
mod dockerfile;
mod dotenv;
mod lookalike;
mod policy;
mod quadlet;
mod script;
mod seccomp;
mod written;

use plimsoll_diagnostics::{Diagnostic, FileId, Sources, Text};
use plimsoll_project::Project;

pub use self::config::{CONFIG_NAME, HADOLINT_NAMES};
pub(crate) use self::config::{LINTERS_FOLDER, NAMED_HADOLINT_NAMES};
pub(crate) use self::policy::reads_like_policy;
pub(crate) use self::script::{
    BuiltImage, built_images, root_of_workflow, starts_like_script, workflow_builds,
};
use crate::load::Reader;
use crate::proof::{Changes, Proof};
use crate::suppress::{Collector, Places};
use crate::unclear::Unclear;
use crate::walk::Walk;
use crate::{Preset, RuleMeta};

/// What the linter must know of a kind of file.
pub(crate) trait Format: Sync {
    /// Whether a search takes along a file of this name.
    fn is_named(&self, name: Name<'_>) -> bool;

    /// Whether only its text can tell whether a file of such a name is one.
    fn is_doubtful(&self, _name: Name<'_>) -> bool {
        false
    }

    /// Whether all of a doubtful file is needed to tell, and not only its start.
    fn reads_all(&self) -> bool {
        false
    }

    /// Whether a named file that does not read like one is still handed over for what it decides about others.
    fn decides_about_others(&self) -> bool {
        false
    }

    /// Whether its files are linted when nobody asks for them.
    fn is_default(&self) -> bool {
        true
    }

    /// The mildest preset that turns on what a rule finds in its files.
    fn preset(&self, meta: &RuleMeta) -> Preset {
        meta.preset
    }

    /// Whether a text, or the start of it, reads like that of such a file.
    fn reads_like(&self, _text: &str) -> bool {
        true
    }

    /// Whether a file that somebody named is probably one, when no format knows it by its name.
    fn takes(&self, _name: Name<'_>) -> bool {
        false
    }

    /// What editors call the language of its files.
    fn languages(&self) -> &'static [&'static str] {
        &[]
    }

    /// What its files are called, as globs in the form of editors. They may match too much.
    fn globs(&self) -> &'static [&'static str];

    /// Whether its files are linted. Those of configuration say how others are.
    fn is_linted(&self) -> bool {
        true
    }

    /// What a file and those that it names mean together.
    fn open<'s>(&self, file: FileId, reader: &Reader<'s>) -> Project<'s>;

    /// The other files of this kind that a project takes in, so that they are no projects of their own.
    fn merged(&self, _project: &Project<'_>) -> Vec<FileId> {
        Vec::new()
    }

    /// Takes in the comments of its files in a project, and what they cover.
    fn comments(&self, _project: &Project<'_>, _collector: &mut Collector<'_>) {}

    /// Offers what is in its files of a project to the rules.
    fn walk<'a>(&self, _project: &'a Project<'a>, _walk: &mut Walk<'a>) {}

    /// Takes away the fixes with an edit where none may be made, whatever a rule proposes.
    fn withhold(&self, _project: &Project<'_>, _found: &mut [Diagnostic], _unclear: &Unclear) {}

    /// What a comment can stand above; `None` where files have no comments.
    fn places(&self, _path: &str, _source: Text<'_>) -> Option<Places> {
        None
    }

    /// Whether the text of a file certainly means what it meant before some edits.
    fn same_meaning(&self, sources: &Sources, before: FileId, after: FileId, changes: &Changes) -> Proof;
}

/// The path of a file, to be told by.
#[derive(Clone, Copy)]
pub(crate) struct Name<'p> {
    /// All of it.
    path: &'p str,
    /// Without the folders.
    file: &'p str,
}

impl<'p> Name<'p> {
    fn new(path: &'p str) -> Name<'p> {
        Name { path, file: path.rsplit('/').next().unwrap_or(path) }
    }

    /// Whether the file starts with this word, in any letter case.
    fn starts_with(self, word: &str) -> bool {
        self.file.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
    }

    /// Whether the file ends with this word, in any letter case.
    fn ends_with(self, word: &str) -> bool {
        let end = self.file.len().checked_sub(word.len()).and_then(|at| self.file.get(at..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(word))
    }
}

/// The folder of a path.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path that counts from a folder; `None` where it leads out of the project, or is no path of it.
fn join(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') || path.contains("://") {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            parts.pop()?;
        } else {
            parts.push(part);
        }
    }
    Some(parts.join("/"))
}

/// Makes the enum, and the way from each kind to its format.
macro_rules! formats {
    ($($(#[$about:meta])+ $kind:ident => $format:expr;)+) => {
        /// A kind of file.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FileKind {
            $($(#[$about])+ $kind,)+
        }

        impl FileKind {
            /// All kinds.
            pub const ALL: &[FileKind] = &[$(FileKind::$kind),+];

            /// Its name in the configuration.
            pub fn name(self) -> String {
                match self { $(FileKind::$kind => stringify!($kind).to_ascii_lowercase(),)+ }
            }

            pub(crate) fn format(self) -> &'static dyn Format {
                match self { $(FileKind::$kind => &$format,)+ }
            }
        }
    };
}

formats! {
    /// A Compose file. It comes first, because it determines which Dockerfiles belong to it.
    Compose => compose::ComposeFormat;
    /// A Dockerfile.
    Dockerfile => dockerfile::DockerfileFormat;
    /// `daemon.json`, the settings of dockerd.
    Daemon => daemon::DaemonFormat;
    /// A seccomp profile.
    Seccomp => seccomp::SeccompFormat;
    /// `config.json` of Docker's client.
    ClientConfig => client_config::ClientConfigFormat;
    /// A dev container.
    Devcontainer => devcontainer::DevcontainerFormat;
    /// A Bake file.
    Bake => bake::BakeFormat;
    /// A unit of Quadlet.
    Quadlet => quadlet::QuadletFormat;
    /// A file with scripts in it.
    Script => script::ScriptFormat;
    /// A text with command lines in it.
    Markdown => script::MarkdownFormat;
    /// A file of environment variables that contains a secret.
    Dotenv => dotenv::DotenvFormat;
    /// `plimsoll.toml`, or the configuration of a peer.
    Config => config::ConfigFormat;
    /// A policy: what is wanted, whatever the configuration says.
    Policy => policy::PolicyFormat;
}

impl FileKind {
    /// The kind of a file according to its name; `None` if a search skips it. `.pre-commit-hooks.yaml` contains the
    /// same patterns for pre-commit.
    pub fn of(path: &str) -> Option<FileKind> {
        let name = Name::new(path);
        FileKind::ALL.iter().copied().find(|kind| kind.format().is_named(name))
    }

    /// The kind of a text without a name. YAML starts with a key, a Dockerfile with an instruction and its arguments.
    pub fn of_text(text: &[u8]) -> FileKind {
        let text = String::from_utf8_lossy(text);
        let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        let first = lines.find(|line| !line.is_empty() && !line.starts_with(['#', '%']) && *line != "---");
        let is_key = |key: &str| !key.is_empty() && !key.contains(char::is_whitespace);
        let is_mapping = |line: &str| match line.strip_prefix('{') {
            // `{{` opens a template.
            Some(rest) => rest.is_empty() || rest.trim_start().starts_with('"'),
            None => line.split_once(':').is_some_and(|(key, value)| {
                is_key(key) && (value.is_empty() || value.starts_with(char::is_whitespace))
            }),
        };
        if first.is_some_and(is_mapping) { FileKind::Compose } else { FileKind::Dockerfile }
    }

    /// The kind of a file that the user passed: by its name or its extension, or otherwise a Dockerfile.
    pub fn of_named(path: &str) -> FileKind {
        let takes = |kind: &FileKind| kind.format().takes(Name::new(path));
        let by_extension = || FileKind::ALL.iter().copied().find(takes);
        FileKind::of(path).or_else(by_extension).unwrap_or(FileKind::Dockerfile)
    }

    /// The kind of a file with this text. If its name does not decide, a first line with a shell makes it a script.
    pub fn of_file(path: &str, text: &str) -> FileKind {
        let is_script = FileKind::of(path).is_none() && starts_like_script(text.as_bytes());
        if is_script { FileKind::Script } else { FileKind::of_named(path) }
    }

    /// Whether a file is something else although its name says that it is of a kind: `Dockerfile.rego`, `dockerfile.go`.
    /// `read` gives its text. What cannot be read is reported as such, and no other file.
    pub fn is_something_else(path: &str, read: impl FnOnce() -> Option<Vec<u8>>) -> bool {
        let Some(kind) = FileKind::of(path) else { return false };
        let format = kind.format();
        let is_other = |text: Vec<u8>| !kind.is_like(&text);
        // Of the many files that may be of interest only by what is in them, one that cannot be read is of none.
        format.is_doubtful(Name::new(path)) && read().map_or(format.reads_all(), is_other)
    }

    /// Whether such a file decides about others, whatever is in it.
    pub(crate) fn decides_about_others(self) -> bool {
        self.format().decides_about_others()
    }

    /// Whether only its text can tell whether a file of such a name is of this kind.
    pub(crate) fn is_doubtful(self, path: &str) -> bool {
        self.format().is_doubtful(Name::new(path))
    }

    /// Whether a text reads like a file of this kind.
    pub(crate) fn is_like(self, text: &[u8]) -> bool {
        self.format().reads_like(&String::from_utf8_lossy(text))
    }

    /// The kind of a file with this language identifier in an editor.
    pub fn of_language(language: &str) -> Option<FileKind> {
        let is_its = |kind: &FileKind| {
            kind.format().languages().iter().any(|name| name.eq_ignore_ascii_case(language))
        };
        FileKind::ALL.iter().copied().find(is_its)
    }

    /// Globs for the names of such files, in the syntax of editors. They can match too many files.
    pub fn globs(self) -> &'static [&'static str] {
        self.format().globs()
    }

    /// Whether files of this kind are linted.
    pub fn is_linted(self) -> bool {
        self.format().is_linted()
    }

    /// Whether files of this kind are linted by default.
    pub fn is_default(self) -> bool {
        self.format().is_default()
    }

    /// Whether it is worth a word when a file of this kind is left out: of those with scripts, hardly one is of interest.
    pub(crate) fn is_missed(self) -> bool {
        self.is_linted() && self.is_default() && !self.format().reads_all()
    }

    /// The kinds of files that are linted, in the order of linting.
    pub fn linted() -> impl Iterator<Item = FileKind> {
        FileKind::ALL.iter().copied().filter(|kind| kind.is_linted())
    }
}

#[cfg(test)]
mod tests;
