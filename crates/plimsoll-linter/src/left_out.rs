//! Which Dockerfiles and Compose files a search found and a run does not check, and what says so.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_diagnostics::{Diagnostic, Level, Span};

use crate::folders::{folder_of, holds};
use crate::policy;
use crate::{FileKind, Linter, Workspace};

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
    /// `[formats]` in a configuration.
    Format,
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
            LeftOutBy::Format => "formats",
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
        let linted =
            FileKind::linted().flat_map(|kind| workspace.of(kind).iter().map(move |path| (kind, path)));
        let excluded = linted.filter_map(|(kind, path)| {
            self.excluded(workspace, path).or_else(|| self.of_no_format(kind, path))
        });
        let ignored = workspace.left_out.iter().map(|(path, place)| LeftOut {
            path: path.clone(),
            by: LeftOutBy::IgnoreFile,
            place: place.clone(),
        });
        let mut all: Vec<LeftOut> =
            excluded.chain(ignored).filter(|left_out| !is_checked(&left_out.path)).collect();
        all.sort_unstable();
        all
    }

    /// What the repository's `exclude` hides from a policy that it may not weaken, for each pattern.
    pub(crate) fn hidden_from_policy(
        &self,
        workspace: &Workspace,
        linted: &BTreeSet<&String>,
    ) -> Vec<Diagnostic> {
        let mut hidden: BTreeMap<Span, Vec<&str>> = BTreeMap::new();
        if self.configs.is_doubted {
            for path in workspace.linted().filter(|path| !linted.contains(path)) {
                if let Some(place) = self.configs.for_file(path).config.exclude_place(path) {
                    hidden.entry(place).or_default().push(path);
                }
            }
        }
        let say = |(place, paths): (Span, Vec<&str>)| {
            let first = paths.first().copied().unwrap_or_default();
            let files = match paths.len() {
                1 => format!("`{first}`"),
                2 => format!("`{first}` and 1 other file"),
                more => format!("`{first}` and {} other files", more - 1),
            };
            let message = format!("`exclude` hides {files} from the policy");
            let mut finding = policy::finding(policy::RULE, Level::Error, place, message);
            finding.here("not checked, although the policy comes from outside the repository");
            finding.help("remove the pattern, or use `--exclude` on the command line");
            finding
        };
        hidden.into_iter().map(say).collect()
    }

    fn of_no_format(&self, kind: FileKind, path: &str) -> Option<LeftOut> {
        if self.takes(kind, path) {
            return None;
        }
        let place = self.configs.for_file(path).config.off_place(kind)?;
        Some(LeftOut { path: path.to_owned(), by: LeftOutBy::Format, place: self.written_at(place) })
    }

    /// The file and line of a setting.
    fn written_at(&self, place: Span) -> String {
        let file = self.configs.sources.file(place.file);
        format!("{}:{}", file.path, file.lines().line(place.start) + 1)
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
            place: self.written_at(place),
        })
    }
}
