//! The commands that apply the fixes of what violates a policy.

use std::collections::HashMap;

use plimsoll_diagnostics::{Applicability, Diagnostic, Sources, Span};
use plimsoll_linter::{Checked, PolicyFile, Verdict, VerdictWord};

use super::quoted;

/// The findings that have a fix, by what verdicts repeat of them.
pub(super) struct Fixes<'c> {
    found: HashMap<(Span, &'c str), (&'c Diagnostic, Applicability)>,
    sources: &'c Sources,
    /// The options that make the policies hold that nothing finds by itself.
    policies: String,
}

impl<'c> Fixes<'c> {
    pub(super) fn new(checked: &'c Checked, policies: &[PolicyFile]) -> Fixes<'c> {
        let fix = |finding: &'c Diagnostic| {
            let usable = |it: &Applicability| *it != Applicability::Manual;
            let surest = finding.fixes.iter().map(|fix| fix.applicability).filter(usable).max()?;
            finding.policy.as_ref()?;
            Some(((finding.primary.span, &*finding.message), (finding, surest)))
        };
        let named = policies.iter().filter(|file| file.is_trusted && !file.is_extended);
        let words = named.flat_map(|file| [" --policy ".to_owned(), quoted(&file.path)]);
        let policies = words.collect::<Vec<String>>().concat();
        let found = checked.diagnostics.iter().filter_map(fix).collect();
        Fixes { found, sources: &checked.sources, policies }
    }

    /// The command for what a verdict is about; empty when there is none.
    pub(super) fn of(&self, verdict: &Verdict) -> String {
        let found = self.found.get(&(verdict.place, &*verdict.why));
        let Some((finding, how)) = found.filter(|_| verdict.word == VerdictWord::Broken) else {
            return String::new();
        };
        let unsafely = if *how == Applicability::Safe { "" } else { " --unsafe-fixes" };
        let path = quoted(&self.sources.file(finding.primary.span.file).path);
        format!("plimsoll fix {path}{} --select {}{unsafely}", self.policies, finding.rule)
    }
}
