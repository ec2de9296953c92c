//! What is known of images: the rows of a table, and before them those that a configuration adds. Everything else is
//! unknown.
//!
//! The name of an image is its full name here, `docker.io/library/postgres`, and an image without a tag has the tag
//! `latest`. Where only a digest is known, the tag is empty.

mod lookup;
mod managers;
mod own;

pub(crate) use lookup::fits_tag;
pub use lookup::{Fact, Images, is_official_name, official_names};
pub use managers::{is_package_manager, package_managers};
pub use own::{FIELDS, FieldType, OwnImage};

use crate::table::fits;

/// What is known of an image: a row of the table, with what it is like filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownImage<'i> {
    /// Its repository without Docker Hub's `docker.io/library/`; `*` at its end stands for any rest.
    pub repository: &'i str,
    /// The tags this is true of, separated by blanks. An image without a tag is `latest`.
    pub tags: &'i str,
    /// What it is for.
    pub kind: ImageKind,
    /// The user its processes start as.
    pub user: ImageUser<'i>,
    /// Whether it has a HEALTHCHECK; `None` where that differs from tag to tag.
    pub has_healthcheck: Option<bool>,
    /// The directory with what it stores.
    pub data: Option<&'i str>,
    /// What `/bin/sh` is.
    pub shell: Option<ImageShell>,
    /// The command of a health check that its own programs can run.
    pub health_command: Option<&'i str>,
    /// The environment variables that it sets.
    pub variables: Option<ImageVariables>,
    /// The package manager in it: `apt`, `apk`.
    pub manager: Option<&'i str>,
    /// Where this can be read.
    pub source: &'i str,
    /// The distribution that it is built on.
    family: &'i str,
    /// Whether the tag that was asked for has the word `alpine`, if there is one: a digest alone may be of any.
    names_alpine: Option<bool>,
    ports: &'i str,
    accounts: &'i str,
    requires: &'i str,
    files: &'i str,
    writes: &'i str,
    tools: &'i str,
    /// Whether the programs it certainly lacks were checked for the tag that was asked for.
    is_checked: bool,
}

/// What an image is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageKind {
    /// A distribution, or a bare runtime for programs that bring nothing else: debian, distroless.
    Base,
    /// The runtime of a language, without what builds programs: eclipse-temurin's JRE, `*-slim`.
    Runtime,
    /// Compilers and package managers: golang, maven, gcc.
    Toolchain,
    /// A web server or proxy.
    WebServer,
    /// A database.
    Database,
    /// A cache, often without a password.
    Cache,
    /// A message broker.
    Broker,
    /// A search engine or other store of documents.
    Search,
    /// An administration tool that shows what other services hold.
    AdminTool,
    /// A program that watches others.
    Monitoring,
    /// Another program.
    Application,
}

/// What `/bin/sh` is in an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageShell {
    /// dash, as in Debian and Ubuntu.
    Dash,
    /// bash, as in Fedora and its kin.
    Bash,
    /// `BusyBox`'s ash, as in Alpine.
    Busybox,
    /// There is no shell.
    Missing,
}

impl ImageShell {
    /// What the table calls them.
    const NAMES: [&'static str; 4] = ["bash", "busybox", "dash", "none"];

    fn from_name(name: &str) -> Option<ImageShell> {
        Some(match name {
            "dash" => ImageShell::Dash,
            "bash" => ImageShell::Bash,
            "busybox" => ImageShell::Busybox,
            "none" => ImageShell::Missing,
            _ => return None,
        })
    }
}

/// The environment variables that an image sets, `PATH` aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageVariables {
    /// None.
    None,
    /// Some that are named after itself or the tools in it.
    Own,
}

/// The user that an image's processes start as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageUser<'i> {
    /// Root, and it stays so.
    Root,
    /// Root; the image's own entrypoint then becomes another user. Gone as soon as the entrypoint is replaced.
    DropsPrivileges,
    /// This user, who is not root.
    NonRoot(&'i str),
    /// Differs from tag to tag, or is not known.
    Unknown,
}

impl<'i> KnownImage<'i> {
    /// The ports it listens on by default.
    pub fn ports(&self) -> impl Iterator<Item = u16> + use<'i> {
        self.ports.split(',').filter_map(|port| port.parse().ok())
    }

    /// Whether it is built on this image.
    pub fn is_built_on(&self, image: &str) -> bool {
        self.family == image
    }

    /// The number of a user that it creates.
    pub fn uid_of(&self, name: &str) -> Option<u32> {
        let mut users = self.accounts.split_ascii_whitespace().filter_map(|account| account.split_once(':'));
        users.find(|(account, _)| *account == name)?.1.parse().ok()
    }

    /// Whether it certainly has a user of this name that is not root: one that it creates, or that it runs as.
    pub fn has_user(&self, name: &str) -> bool {
        let own = |user: &str| user.split(':').next() == Some(name);
        self.uid_of(name).is_some_and(|uid| uid != 0)
            || matches!(self.user, ImageUser::NonRoot(user) if own(user))
    }

    /// The users that it creates, and nobody of whom it runs.
    pub fn created_users(&self) -> impl Iterator<Item = &'i str> + use<'i> {
        self.accounts.split_ascii_whitespace().filter_map(|account| account.split(':').next())
    }

    /// Variables without which it does not start. Of each group, one is enough.
    pub fn required_variables(&self) -> impl Iterator<Item = Vec<&'i str>> + use<'i> {
        self.requires.split_ascii_whitespace().map(|group| group.split('|').collect())
    }

    /// Whether a program is in it; `None` where that is not known. A program that earlier releases certainly lack may
    /// be in one that nobody has looked at.
    pub fn has_tool(&self, name: &str) -> Option<bool> {
        let is_start =
            |before: &str| before.is_empty() || before.ends_with(|c: char| c.is_ascii_whitespace());
        let is_end = |after: &str| after.is_empty() || after.starts_with(|c: char| c.is_ascii_whitespace());
        // Asked for each command: only words that start with its first letter are looked at.
        let first = name.chars().next().filter(|first| *first != '-');
        let mut places = first.into_iter().flat_map(|first| self.tools.match_indices(first));
        let known = places.find_map(|(at, _)| {
            let (before, rest) = self.tools.split_at_checked(at)?;
            rest.strip_prefix(name).filter(|after| is_end(after))?;
            match before.strip_suffix('-') {
                Some(before) => (self.is_checked && is_start(before)).then_some(false),
                None => is_start(before).then_some(true),
            }
        });
        known.or_else(|| self.is_foreign_manager(name).then_some(false))
    }

    /// Whether a variable may be set as `NAME_FILE`, the path of a file with its value.
    pub fn reads_file_for(&self, variable: &str) -> bool {
        self.files.split_ascii_whitespace().any(|pattern| fits(pattern, variable))
    }

    /// The paths that must be writable when its root filesystem is read-only, beside its volumes.
    pub fn written_paths(&self) -> impl Iterator<Item = &'i str> + use<'i> {
        self.writes.split_ascii_whitespace()
    }

    /// Whether it stores data that others must not reach: a database, cache, broker or search engine.
    pub fn is_data_store(self) -> bool {
        matches!(self.kind, ImageKind::Database | ImageKind::Cache | ImageKind::Broker | ImageKind::Search)
    }
}

impl ImageKind {
    /// Whether such an image has no application of its own: a distribution, a language's runtime or its tools.
    pub fn is_foundation(self) -> bool {
        matches!(self, ImageKind::Base | ImageKind::Runtime | ImageKind::Toolchain)
    }

    /// What the table calls them.
    #[rustfmt::skip]
    const NAMES: [&'static str; 11] = [
        "admin-tool", "application", "base", "broker", "cache", "database", "monitoring", "runtime", "search", "toolchain",
        "web-server",
    ];

    fn from_name(name: &str) -> Option<ImageKind> {
        Some(match name {
            "base" => ImageKind::Base,
            "runtime" => ImageKind::Runtime,
            "toolchain" => ImageKind::Toolchain,
            "web-server" => ImageKind::WebServer,
            "database" => ImageKind::Database,
            "cache" => ImageKind::Cache,
            "broker" => ImageKind::Broker,
            "search" => ImageKind::Search,
            "admin-tool" => ImageKind::AdminTool,
            "monitoring" => ImageKind::Monitoring,
            "application" => ImageKind::Application,
            _ => return None,
        })
    }
}

impl ImageUser<'_> {
    fn from_name(name: &str) -> ImageUser<'_> {
        match name {
            "root" => ImageUser::Root,
            "" | "?" => ImageUser::Unknown,
            drops if drops == "drops" || drops.starts_with("drops:") => ImageUser::DropsPrivileges,
            user => ImageUser::NonRoot(user),
        }
    }
}
