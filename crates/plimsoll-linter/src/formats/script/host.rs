//! What holds scripts: how each kind of file has them, and where they run.

use plimsoll_diagnostics::{Joined, Text};
use plimsoll_project::{Folder, Place};

use super::found::{Found, Shell};
use super::{ci, github, jenkins, make, markdown, none, tasks, unit};

/// What holds scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Host {
    Shell,
    Make,
    Just,
    Package,
    Tasks,
    Ansible,
    Workflow,
    Action,
    Ci,
    Jenkins,
    Unit,
    Markdown,
}

impl Host {
    /// Whether a script stands in its file as the shell gets it, apart from blanks at the start of lines.
    pub(super) fn is_verbatim(self) -> bool {
        match self {
            Host::Shell | Host::Tasks | Host::Ansible | Host::Workflow | Host::Action | Host::Ci => true,
            Host::Make | Host::Just | Host::Package | Host::Jenkins | Host::Unit | Host::Markdown => false,
        }
    }

    /// Whether what is written may be only the start of a command: the caller of a package's script adds words, Groovy adds
    /// strings, and an example leaves words out.
    pub(super) fn adds_words(self) -> bool {
        matches!(self, Host::Package | Host::Jenkins | Host::Markdown)
    }

    /// The scripts of a file, and what else stands for a command line in it.
    pub(super) fn scripts<'s>(self, source: Text<'s>, path: &str) -> Found<'s> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        match self {
            Host::Shell => {
                let mut found = Found::new(Place::Script);
                let text = Joined::verbatim(source);
                found.scripts.push(Shell { text, variables: none(), folder: Folder::Near, outside: None });
                found
            }
            Host::Make => make::makefile(source, folder),
            Host::Just => make::justfile(source, folder),
            Host::Package => tasks::package(source, folder),
            Host::Tasks => ci::tasks(source, folder),
            Host::Ansible => ci::scripts(source, folder, Place::Script),
            Host::Workflow | Host::Action => github::scripts(source, path, self == Host::Action),
            Host::Ci => ci::scripts(source, folder, Place::Ci),
            Host::Jenkins => jenkins::scripts(source, folder),
            Host::Unit => unit::scripts(source),
            Host::Markdown => markdown::scripts(source),
        }
    }
}
