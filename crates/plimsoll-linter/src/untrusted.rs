//! What a repository cannot decide about itself: which formats a policy from outside covers, what its images are, and that
//! a link is checked as its target.

use plimsoll_project::Images;

use crate::{FileKind, Linter, Workspace};

impl Linter {
    /// Whether files of a kind are linted where this one is. A repository cannot turn off a format for a policy from outside.
    pub(crate) fn takes(&self, kind: FileKind, path: &str) -> bool {
        self.configs.for_file(path).config.takes(kind) || self.configs.is_doubted && kind.is_default()
    }

    /// What is known of images for a file. A repository cannot tell a policy from outside about them.
    pub(crate) fn images_of(&self, path: &str) -> Images<'_> {
        if self.configs.is_doubted { Images::default() } else { self.configs.for_file(path).config.images() }
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
