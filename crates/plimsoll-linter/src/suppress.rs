//! Comments that silence findings: which they are, what they cover, and which of them did nothing.

mod collect;
mod comment;
mod places;
mod scopes;
mod unused;

use std::collections::HashMap;

use plimsoll_diagnostics::{Diagnostic, FileId, Span};
use plimsoll_project::Project;

use crate::config::Names;
use crate::{Registered, RuleMeta};
use collect::Collector;
use scopes::Scopes;

/// The comments in a project's files that silence findings.
pub(crate) struct Suppressions {
    /// Our own comments. Those of peers may be of use to the peer, and are not counted.
    comments: Vec<Comment>,
    /// What is covered: by file, then by what findings are compared with, a rule's name or an alias.
    covered: HashMap<FileId, HashMap<&'static str, Scopes<Owner>>>,
    /// What is wrong with comments that could not be understood.
    unclear: Vec<Diagnostic>,
    names: Option<Names>,
}

/// Who silences: a name in one of our comments, or a peer's comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Name { comment: usize, name: usize },
    Peer,
}

/// One of our comments.
#[derive(Debug)]
struct Comment {
    span: Span,
    /// What to delete so that nothing of it remains: its line, or what stands before it too.
    whole: Span,
    /// What stands between its brackets.
    list: Span,
    names: Vec<Name>,
    /// Whether there is anything for it to cover.
    covers: bool,
    /// Whether it keeps the line below from being a parser directive.
    hides_directive: bool,
}

/// A name in a comment.
#[derive(Debug)]
struct Name {
    span: Span,
    text: String,
    /// The rules that it means.
    rules: Vec<&'static RuleMeta>,
    is_used: bool,
}

impl Suppressions {
    /// Reads the comments of every file of a project.
    pub(crate) fn collect(project: &Project<'_>, registry: &'static [Registered]) -> Suppressions {
        let mut collector = Collector::new(registry);
        for file in &project.dockerfiles {
            collector.dockerfile(&file.tree, file.text);
        }
        if let Some(app) = &project.app {
            app.files().iter().for_each(|file| collector.compose(file));
            app.borrowed_files().iter().for_each(|file| collector.borrowed(file));
        }
        collector.finish()
    }

    /// Whether a comment silences a finding of a rule; remembers that the comment was of use.
    ///
    /// The start of the primary place decides. What the linter itself says (files that cannot be read, comments that
    /// do nothing) cannot be silenced.
    pub(crate) fn silences(&mut self, finding: &Diagnostic, meta: &RuleMeta) -> bool {
        if meta.on.is_empty() {
            return false;
        }
        let Span { file, start, .. } = finding.primary.span;
        let Some(covered) = self.covered.get(&file) else { return false };
        let own = finding.aliases.as_deref();
        let aliases = own.into_iter().flatten().map(|alias| &**alias);
        let others = own.map_or(meta.aliases, |_| &[]).iter().copied();
        let keys = std::iter::once(meta.name).chain(aliases).chain(others);
        let mut is_silenced = false;
        for owner in keys.filter_map(|key| covered.get(key)?.around(start)) {
            is_silenced = true;
            if let Owner::Name { comment, name } = owner
                && let Some(name) = self.comments.get_mut(comment).and_then(|found| found.names.get_mut(name))
            {
                name.is_used = true;
            }
        }
        is_silenced
    }
}

#[cfg(test)]
mod tests;
