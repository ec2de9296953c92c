//! Which Dockerfiles and Compose files a search found and a run does not check, and what says so.

use crate::folders::{folder_of, holds};
use crate::{Linter, Workspace};

/// A file that is not checked, although its name says that it is a Dockerfile or a Compose file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// The file; where there is no repository, a whole directory, which ends with `/`.
    pub path: String,
    /// What leaves it out.
    pub by: LeftOutBy,
    /// The file and line that says so; empty for the command line.
    pub place: String,
}

/// What leaves a file out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOutBy {
    /// `--exclude`.
    CommandLine,
    /// `exclude` in a configuration.
    Configuration,
    /// The same, in a configuration below the directory that is checked.
    NestedConfiguration,
    /// An ignore file of Git.
    IgnoreFile,
}

impl LeftOutBy {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            LeftOutBy::CommandLine => "command-line",
            LeftOutBy::Configuration => "exclude",
            LeftOutBy::NestedConfiguration => "nested-configuration",
            LeftOutBy::IgnoreFile => "ignore-file",
        }
    }
}

impl Linter {
    /// The files that are not checked, by path. A Dockerfile that a Compose file builds is checked, whatever leaves it out.
    pub(crate) fn left_out<'w>(
        &self,
        workspace: &'w Workspace,
        is_checked: impl Fn(&str) -> bool + 'w,
    ) -> Vec<LeftOut> {
        let excluded = workspace.linted().filter_map(|path| self.excluded(workspace, path));
        let ignored = workspace.left_out.iter().map(|(path, place)| LeftOut {
            path: path.clone(),
            by: LeftOutBy::IgnoreFile,
            place: place.clone(),
        });
        let mut all: Vec<LeftOut> =
            excluded.chain(ignored).filter(|left_out| !is_checked(&left_out.path)).collect();
        all.sort();
        all
    }

    fn excluded(&self, workspace: &Workspace, path: &str) -> Option<LeftOut> {
        let config = &self.configs.for_file(path).config;
        if !config.is_excluded(path) {
            return None;
        }
        let Some(place) = config.exclude_place(path) else {
            return Some(LeftOut { path: path.to_owned(), by: LeftOutBy::CommandLine, place: String::new() });
        };
        let file = self.configs.sources.file(place.file);
        let folder = folder_of(&file.path);
        let is_nested = workspace.searched.iter().any(|root| root != folder && holds(root, folder));
        Some(LeftOut {
            path: path.to_owned(),
            by: if is_nested { LeftOutBy::NestedConfiguration } else { LeftOutBy::Configuration },
            place: format!("{}:{}", file.path, file.lines().line(place.start) + 1),
        })
    }
}
