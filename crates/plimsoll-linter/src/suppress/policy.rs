//! Which comments silence findings, and which findings deserve a word although a comment hides them.

use std::collections::HashSet;

use plimsoll_diagnostics::{Category, Diagnostic, FileId, Level, Span};
use plimsoll_project::Project;

use super::{HiddenBy, Suppressions, Trust};
use crate::{Registered, RuleMeta};

/// Which comments silence findings.
#[derive(Clone, Default)]
pub(crate) struct CommentPolicy {
    /// None does.
    pub(crate) no_ignores: bool,
    /// Errors are silenced by the comments of this revision only.
    pub(crate) trust: Option<Trust>,
}

/// The comments of a project under a policy.
pub(crate) struct Comments<'p> {
    policy: &'p CommentPolicy,
    all: Suppressions,
    /// Those that the trusted revision has.
    trusted: Option<Suppressions>,
}

/// What becomes of a finding.
pub(crate) enum SuppressionOutcome {
    /// No comment is about it.
    Shown,
    /// A comment is, but does not count: why.
    ShownAfterAll(String),
    /// It is not shown; what hides it if that deserves a word.
    Hidden(Option<HiddenBy>),
}

impl<'p> Comments<'p> {
    /// Reads the comments of every file of a project.
    pub(crate) fn collect(
        project: &Project<'_>,
        registry: &'static [Registered],
        honours_hadolint: &dyn Fn(FileId) -> bool,
        policy: &'p CommentPolicy,
    ) -> Comments<'p> {
        let collect = |counts: &dyn Fn(Span) -> bool| {
            Suppressions::collect(project, registry, honours_hadolint, counts)
        };
        let trusted = policy.trust.as_ref().map(|trust| {
            let comments = trust.comments(project.sources);
            collect(&|comment| comments.has(comment))
        });
        Comments { policy, all: collect(&|_| true), trusted }
    }

    /// What becomes of a finding of a rule; `level` tells how bad it is, and `is_on` whether anybody wants it: a comment
    /// is of no use if nobody does.
    pub(crate) fn outcome(
        &mut self,
        finding: &Diagnostic,
        meta: &RuleMeta,
        level: Option<Level>,
        is_on: bool,
    ) -> SuppressionOutcome {
        if self.policy.no_ignores || !self.all.silences(finding, meta, is_on) {
            return SuppressionOutcome::Shown;
        }
        if let (Some(trusted), Some(trust)) = (&mut self.trusted, &self.policy.trust)
            && !trusted.silences(finding, meta, is_on)
        {
            return match level {
                Some(Level::Error) => SuppressionOutcome::ShownAfterAll(format!(
                    "a comment suppresses this finding, but `{}` does not contain the comment",
                    trust.revision
                )),
                level => SuppressionOutcome::Hidden(level.map(|_| HiddenBy::NewComment)),
            };
        }
        let deserves_a_word = meta.category == Category::Security && level == Some(Level::Error);
        SuppressionOutcome::Hidden(if deserves_a_word { self.all.hidden_by(finding, meta) } else { None })
    }

    /// The comments that did nothing.
    pub(crate) fn unused(self, ran: &dyn Fn(&str, FileId) -> bool) -> Vec<Diagnostic> {
        if self.policy.no_ignores { Vec::new() } else { self.all.unused(ran) }
    }

    /// The files in which what BuildKit warns of is an error.
    pub(crate) fn raised(&self) -> HashSet<FileId> {
        self.all.raised()
    }

    /// The Dockerfiles that speak to BuildKit's checks, which are on in them.
    pub(crate) fn checked(&self) -> HashSet<FileId> {
        self.all.checked()
    }
}
