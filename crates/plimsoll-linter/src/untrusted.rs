//! What a repository cannot decide about itself: which formats a policy from outside covers, what its images are, and that
//! a link is checked as its target. And how its files are read.

use plimsoll_diagnostics::Sources;
use plimsoll_project::Images;

use crate::load::Reader;
use crate::{FileKind, FileSystem, Linter, Workspace};

impl Linter {
    /// Whether files of a kind are linted where this one is. A repository cannot turn off a format for a policy from outside.
    pub(crate) fn takes(&self, kind: FileKind, path: &str) -> bool {
        self.configs.for_file(path).config.takes(kind) || self.configs.is_doubted && kind.is_default()
    }

    /// What is known of images for a file. A repository cannot tell a policy from outside about them.
    pub(crate) fn images_of(&self, path: &str) -> Images<'_> {
        if self.configs.is_doubted { Images::default() } else { self.configs.for_file(path).config.images() }
    }

    /// Reads the files of the project that starts from a path.
    pub(crate) fn reader<'r>(
        &'r self,
        files: &'r dyn FileSystem,
        path: &str,
        sources: &'r Sources,
    ) -> Reader<'r> {
        let mut reader = Reader::new(files, sources);
        reader.together = self.together(path);
        reader.env_files = &self.env_files;
        reader.env_variables = Some(&self.env_variables);
        reader.images = self.images_of(path);
        reader.context_files = &self.configs.for_file(path).rules.context_files;
        reader
    }

    /// The links to a file for which other settings hold than for the link, or that is not checked.
    pub(crate) fn other_links<'w>(
        &'w self,
        workspace: &'w Workspace,
        kind: FileKind,
    ) -> impl Iterator<Item = &'w String> {
        let is_other = move |(link, target): &(&String, &String)| {
            let (of_link, of_target) = (self.configs.for_file(link), self.configs.for_file(target));
            FileKind::of_named(link) == kind
                && (!std::ptr::eq(of_link, of_target)
                    || of_target.config.is_excluded(target)
                    || !workspace.of(kind).contains(*target)
                    || !of_link.config.treats_alike(link, target))
        };
        workspace.links.iter().filter(is_other).map(|(link, _)| link)
    }
}
