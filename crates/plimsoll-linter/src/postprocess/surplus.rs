//! The findings of a rule in a file that nobody will see, because there are too many: they are counted, not kept.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use plimsoll_diagnostics::{Diagnostic, FileId, Span};

use super::{around_service, key};
use crate::RuleMeta;
use crate::limits::{FINDINGS_AT_ONCE, FINDINGS_KEPT};
use crate::registry::Registry;

/// A rule and a file.
pub(crate) type RuleInFile = (Cow<'static, str>, FileId);

/// The number of further findings of a rule in a file.
pub(crate) type SurplusCounts = BTreeMap<RuleInFile, usize>;

/// The rule of a finding, with its file.
pub(crate) fn of_rule(finding: &Diagnostic) -> RuleInFile {
    (finding.rule.clone(), finding.primary.span.file)
}

/// What is left of such findings.
#[derive(Default)]
pub(super) struct Surplus {
    rest: Vec<Rest>,
    /// The lists of codes, each once, and their numbers.
    lists: Vec<Vec<Cow<'static, str>>>,
    numbers: HashMap<Vec<Cow<'static, str>>, usize>,
    /// How many findings there were when they were sorted out for the last time.
    sorted: usize,
}

/// What tells whether two findings say the same.
struct Rest {
    meta: &'static RuleMeta,
    span: Span,
    said: u64,
    /// The number of the list of codes that it answers to, if not to all of its rule's.
    aliases: Option<usize>,
}

/// The message of a finding, as a number. For services that share a line, it is said once.
fn said(finding: &Diagnostic) -> u64 {
    let mut hasher = DefaultHasher::new();
    match around_service(&finding.message) {
        Some(parts) => parts.hash(&mut hasher),
        None => finding.message.hash(&mut hasher),
    }
    hasher.finish()
}

impl Surplus {
    /// Takes findings away when they have become many: of each rule in each file, the first remain, and all that a policy
    /// asks for.
    pub(super) fn take(&mut self, findings: &mut Vec<Diagnostic>, registry: &Registry) {
        if findings.len() < 2 * self.sorted + FINDINGS_AT_ONCE {
            return;
        }
        findings.sort_by(|a, b| key(a).cmp(&key(b)));
        let mut kept: HashMap<RuleInFile, usize> = HashMap::new();
        let mut known: HashSet<(&str, Span, u64)> = HashSet::new();
        findings.retain_mut(|finding| {
            let Some(meta) = registry.meta(&finding.rule).filter(|_| !finding.violates_policy()) else {
                return true;
            };
            let (span, said) = (finding.primary.span, said(finding));
            let kept = kept.entry(of_rule(finding)).or_default();
            if *kept < FINDINGS_KEPT && !known.insert((meta.name, span, said)) {
                return false;
            }
            *kept += 1;
            if *kept > FINDINGS_KEPT {
                let aliases = finding.aliases.take().map(|list| {
                    *self.numbers.entry(list).or_insert_with_key(|list| {
                        self.lists.push(list.clone());
                        self.lists.len() - 1
                    })
                });
                self.rest.push(Rest { meta, span, said, aliases });
            }
            *kept <= FINDINGS_KEPT
        });
        self.sorted = findings.len();
    }

    /// Where each stands, its rule, and the codes that it answers to.
    pub(super) fn all(
        &self,
    ) -> impl Iterator<Item = (Span, &'static RuleMeta, Option<&[Cow<'static, str>]>)> + Clone {
        self.rest.iter().map(|rest| {
            let aliases = rest.aliases.and_then(|number| self.lists.get(number));
            (rest.span, rest.meta, aliases.map(Vec::as_slice))
        })
    }

    /// Keeps those for which `is_kept` says so.
    pub(super) fn retain(&mut self, mut is_kept: impl FnMut() -> bool) {
        self.rest.retain(|_| is_kept());
    }

    /// How many there are, without those that say the same as another.
    pub(super) fn count(mut self, findings: &[Diagnostic]) -> SurplusCounts {
        let mut counts = SurplusCounts::new();
        if self.rest.is_empty() {
            return counts;
        }
        let known: HashSet<(&str, Span, u64)> =
            findings.iter().map(|finding| (&*finding.rule, finding.primary.span, said(finding))).collect();
        let key = |rest: &Rest| (rest.meta.name, rest.span, rest.said);
        self.rest.sort_unstable_by_key(key);
        self.rest.dedup_by_key(|rest| key(rest));
        for rest in self.rest.iter().filter(|rest| !known.contains(&key(rest))) {
            *counts.entry((rest.meta.name.into(), rest.span.file)).or_default() += 1;
        }
        counts
    }
}
