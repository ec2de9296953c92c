//! Comments that silence findings: which they are, what they cover, and which of them did nothing.

mod collect;
mod comment;
mod hidden;
mod insert;
mod places;
mod policy;
mod request;
mod scopes;
mod trust;
mod union;
mod unused;
mod writer;

use std::collections::{HashMap, HashSet};

use plimsoll_diagnostics::{Category, Diagnostic, FileId, Span};
use plimsoll_project::Project;

use crate::config::Names;
use crate::{FileKind, Registered, RuleMeta};
pub(crate) use collect::{Collector, FILE, line_of};
pub(crate) use comment::may_start;
pub use hidden::{Hidden, HiddenBy};
pub use insert::Ignored;
pub(crate) use places::Places;
pub(crate) use policy::{CommentPolicy, Comments, SuppressionOutcome};
pub(crate) use request::{PeerName, Reach, Request, from, named, split_word};
use scopes::Scopes;
pub use trust::Trust;
use union::Union;
pub(crate) use unused::RULE;
pub use writer::{IgnorePlace, IgnoreWriter, Insertion};

/// The comments in a project's files that silence findings.
pub(crate) struct Suppressions {
    /// Our own comments.
    comments: Vec<Comment>,
    /// What they cover: by file, then by what findings are compared with, a rule's name or an alias.
    covered: HashMap<FileId, HashMap<&'static str, Scopes<Owner>>>,
    /// What comments of peers cover. They may be of use to the peer, and are not counted.
    of_peers: HashMap<FileId, HashMap<&'static str, Union>>,
    /// What `# check=skip=all` covers.
    skipped: HashMap<FileId, Union>,
    /// The files in which what BuildKit warns of is an error: `# check=error=true`.
    raised: HashSet<FileId>,
    /// The Dockerfiles that speak to BuildKit's checks: `# check=…`.
    checked: HashSet<FileId>,
    /// What is wrong with comments that could not be understood.
    unclear: Vec<Diagnostic>,
    names: Option<Names>,
}

/// Who silences: a name in one of our comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Owner {
    comment: usize,
    name: usize,
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
    ///
    /// `honours_hadolint` tells whether comments for hadolint count in a file, `counts` whether the comment on a line does.
    pub(crate) fn collect(
        project: &Project<'_>,
        registry: &'static [Registered],
        honours_hadolint: &dyn Fn(FileId) -> bool,
        counts: &dyn Fn(Span) -> bool,
    ) -> Suppressions {
        let mut collector = Collector::new(registry, honours_hadolint, counts);
        for kind in FileKind::ALL {
            kind.format().comments(project, &mut collector);
        }
        collector.finish()
    }

    /// Whether a comment silences a finding of a rule; remembers that the comment was of use, if the finding `is_on`.
    ///
    /// The start of the primary place decides. What the linter itself says (files that cannot be read, comments that
    /// do nothing) cannot be silenced by our comments.
    pub(crate) fn silences(&mut self, finding: &Diagnostic, meta: &RuleMeta, is_on: bool) -> bool {
        let Span { file, start, .. } = finding.primary.span;
        if meta.on.is_empty() {
            // A peer that has a code for it can silence it; only what cannot be read, nobody can.
            let of_peers = self.of_peers.get(&file).filter(|_| meta.category != Category::Syntax);
            let mut codes = finding.aliases.as_deref().into_iter().flatten();
            return codes.any(|code| {
                of_peers.and_then(|keys| keys.get(&**code)).is_some_and(|union| union.holds(start))
            });
        }
        let own = finding.aliases.as_deref();
        let aliases = own.into_iter().flatten().map(|alias| &**alias);
        let others = own.map_or(meta.aliases, |_| &[]).iter().copied();
        let keys = std::iter::once(meta.name).chain(aliases).chain(others);
        let (covered, of_peers) = (self.covered.get(&file), self.of_peers.get(&file));
        let mut is_silenced = false;
        for key in keys {
            let counts = key == meta.name || !meta.named_only;
            let of_peers = of_peers.filter(|_| counts);
            is_silenced |= of_peers.and_then(|keys| keys.get(key)).is_some_and(|union| union.holds(start));
            let Some(owner) = covered.and_then(|keys| keys.get(key)?.around(start)) else { continue };
            is_silenced |= counts;
            let comment = self.comments.get_mut(owner.comment);
            if let Some(name) = comment.and_then(|found| found.names.get_mut(owner.name)) {
                name.is_used |= is_on;
            }
        }
        is_silenced
    }

    /// Which comment of another linter silences a finding, where none of ours names it.
    pub(crate) fn hidden_by(&self, finding: &Diagnostic, meta: &RuleMeta) -> Option<HiddenBy> {
        let Span { file, start, .. } = finding.primary.span;
        let names = |key: &str| {
            let scopes = self.covered.get(&file).and_then(|keys| keys.get(key));
            scopes.is_some_and(|scopes| scopes.around(start).is_some())
        };
        let is_skipped = self.skipped.get(&file).is_some_and(|skipped| skipped.holds(start));
        let own = finding.aliases.as_deref();
        let codes = own.into_iter().flatten().map(|alias| &**alias);
        let mut codes = codes.chain(own.map_or(meta.aliases, |_| &[]).iter().copied());
        match (names(meta.name), is_skipped) {
            (true, _) => None,
            (false, true) => Some(HiddenBy::SkipAll),
            (false, false) => (!codes.any(names)).then_some(HiddenBy::PeerComment),
        }
    }

    /// The files in which what BuildKit warns of is an error.
    pub(crate) fn raised(&self) -> HashSet<FileId> {
        self.raised.clone()
    }

    /// The Dockerfiles that speak to BuildKit's checks.
    pub(crate) fn checked(&self) -> HashSet<FileId> {
        self.checked.clone()
    }
}

#[cfg(test)]
mod tests;
