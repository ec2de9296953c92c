//! From what the rules said to what the user is told: levels, suppressions, duplicates, order.

mod levels;
mod placeholders;
mod surplus;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;

use plimsoll_diagnostics::{Diagnostic, FileId, Level, Sources, Span};
use plimsoll_project::{PrivateValues, Project};

use levels::Levels;
use surplus::{RuleInFile, Surplus, of_rule};

pub(crate) use surplus::SurplusCounts;

use self::placeholders::{Placeholders, is_about_placeholder};
use crate::configs::Configs;
use crate::fixable::withhold;
use crate::limits::FINDINGS_OF_A_RULE;
use crate::policy::Located;
use crate::registry::Registry;
use crate::suppress::{CommentPolicy, Comments, Hidden, HiddenBy, SuppressionOutcome};
use crate::unclear::Unclear;
use crate::{Node, RuleMeta};

/// What is left of a project's findings.
#[derive(Default)]
pub(crate) struct Postprocessed {
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The findings of a rule in a file that were counted, but not kept.
    pub(crate) surplus: SurplusCounts,
    /// How many more the next stricter preset would have left.
    pub(crate) stricter: usize,
    /// What comments hide and is worth a word.
    pub(crate) hidden: Vec<Hidden>,
}

/// The findings of a project on their way to the user.
pub(crate) struct Postprocessor<'p> {
    project: &'p Project<'p>,
    registry: &'p Registry,
    configs: &'p Configs,
    today: &'p str,
    comments: Comments<'p>,
    levels: Levels<'p>,
    located: Located<'p>,
    unclear: Unclear,
    surplus: Option<Surplus>,
    result: Postprocessed,
    /// What scripts fill in.
    pub(crate) placeholders: Option<Placeholders<'p>>,
}

impl<'p> Postprocessor<'p> {
    /// Reads the comments of a project. If it `keeps_all`, every finding remains, however many there are of a rule.
    pub(crate) fn new(
        project: &'p Project<'p>,
        registry: &'p Registry,
        configs: &'p Configs,
        policy: &'p CommentPolicy,
        today: &'p str,
        keeps_all: bool,
    ) -> Postprocessor<'p> {
        let config_of = |file: FileId| &configs.for_file(&project.sources.file(file).path).config;
        let honours_hadolint = |file: FileId| config_of(file).honours_hadolint_comments();
        let comments = Comments::collect(project, registry.all(), &honours_hadolint, policy);
        let levels = Levels::new(configs, comments.checked());
        let located = Located::new(project);
        let surplus = (!keeps_all).then(Surplus::default);
        let (unclear, result) = (Unclear::default(), Postprocessed::default());
        Postprocessor {
            project,
            registry,
            configs,
            today,
            comments,
            levels,
            located,
            unclear,
            surplus,
            result,
            placeholders: None,
        }
    }

    /// Takes in findings: drops those that are off or suppressed.
    pub(crate) fn take(&mut self, found: Vec<Diagnostic>) {
        let sources = self.project.sources;
        for mut finding in found {
            let Some(meta) = self.registry.meta(&finding.rule) else { continue };
            finding.category = meta.category;
            self.configs.claim(&mut finding, self.registry);
            self.unclear.note(&finding, meta);
            let Some(is_required) = mark(&mut finding, &self.located, self.configs, self.today) else {
                continue;
            };
            let is_filled_in =
                |placeholders| is_about_placeholder(&finding, meta.category, sources, placeholders);
            if !is_required && !meta.is_always_reported() && self.placeholders.is_some_and(is_filled_in) {
                continue;
            }
            let Span { file, start, .. } = finding.primary.span;
            let answer = self.levels.of(meta, &finding, sources);
            let is_on = is_required || answer.level.is_some();
            match self.comments.outcome(&finding, meta, answer.level, is_on) {
                SuppressionOutcome::Shown => {}
                _ if is_required => {
                    finding
                        .note("a comment suppresses this finding, but the policy requires a waiver instead");
                }
                SuppressionOutcome::ShownAfterAll(why) => finding.notes.push(why.into()),
                SuppressionOutcome::Hidden(None) => continue,
                SuppressionOutcome::Hidden(Some(by)) => {
                    let (file, rule) = (sources.file(file), finding.rule.clone().into_owned());
                    let line = file.lines().line(start) + 1;
                    self.result.hidden.push(Hidden { by, file: file.path.clone(), line, rule });
                    continue;
                }
            }
            self.result.stricter += usize::from(answer.is_added && !is_required);
            if is_on {
                self.result.diagnostics.push(finding);
            } else if answer.is_off_for_peers {
                let span = finding.primary.span;
                let line = sources.file(span.file).lines().line(span.start) + 1;
                let path = sources.file(span.file).path.clone();
                let rule = finding.rule.into_owned();
                self.result.hidden.push(Hidden { by: HiddenBy::PeerConfiguration, file: path, line, rule });
            }
        }
        if let Some(surplus) = &mut self.surplus {
            surplus.take(&mut self.result.diagnostics, self.registry);
        }
    }

    /// Takes in the last findings, sets levels, and adds the suppressions that did nothing.
    pub(crate) fn finish(mut self, found: Vec<Diagnostic>) -> Postprocessed {
        self.take(found);
        let Postprocessor { project, registry, configs, comments, levels, unclear, surplus, .. } = self;
        let (sources, mut result) = (project.sources, self.result);
        withhold(project, &mut result.diagnostics, &unclear);
        let ran = |rule: &str, file: FileId| {
            let config = &configs.for_file(&sources.file(file).path).config;
            registry.meta(rule).is_some_and(|meta| config.is_on(meta, &sources.file(file).path))
        };
        let raised = comments.raised();
        result.diagnostics.extend(comments.unused(&ran));
        let mut surplus = surplus.unwrap_or_default();
        drop_twins(&mut result.diagnostics, &mut surplus, registry);
        result.surplus = surplus.count(&result.diagnostics);
        assign(&mut result.diagnostics, sources, registry, configs, levels.checked);
        for finding in &mut result.diagnostics {
            let is_of_buildkit = |alias: &Cow<'_, str>| alias.starts_with("buildkit:");
            if raised.contains(&finding.primary.span.file)
                && finding.aliases.iter().flatten().any(is_of_buildkit)
            {
                finding.level = Level::Error;
            }
        }
        if !result.diagnostics.is_empty() {
            let private = PrivateValues::of(sources);
            result.diagnostics.iter_mut().for_each(|finding| private.conceal_in(finding));
        }
        result
    }
}

/// Those findings that are on, with their levels, whatever comments say.
pub(crate) fn before_comments(
    mut found: Vec<Diagnostic>,
    project: &Project,
    registry: &Registry,
    configs: &Configs,
    today: &str,
) -> Vec<Diagnostic> {
    let located = Located::new(project);
    found.retain_mut(|finding| mark(finding, &located, configs, today).is_some());
    assign(&mut found, project.sources, registry, configs, HashSet::new());
    if !found.is_empty() {
        let private = PrivateValues::of(project.sources);
        for finding in &mut found {
            private.conceal_in(finding);
        }
    }
    found
}

/// Makes a finding one of the policy, if the policy requires anything where it is; `None` when the policy alone looks for
/// it, and requires nothing there.
fn mark(finding: &mut Diagnostic, located: &Located, configs: &Configs, today: &str) -> Option<bool> {
    let Some(check) = finding.policy.as_ref().map(|violation| violation.check) else { return Some(false) };
    if configs.policy.mark(finding, located, &configs.sources, today) {
        return Some(true);
    }
    finding.policy = None;
    let path = &located.project.sources.file(finding.primary.span.file).path;
    configs.policy.is_shared(check, &configs.for_file(path).config).then_some(false)
}

/// Gives each finding its level, category and aliases; drops those that are off. In the `checked` files BuildKit's checks
/// are on.
pub(crate) fn assign(
    findings: &mut Vec<Diagnostic>,
    sources: &Sources,
    registry: &Registry,
    configs: &Configs,
    checked: HashSet<FileId>,
) {
    let levels = Levels::new(configs, checked);
    findings.retain_mut(|finding| {
        let Some(meta) = registry.meta(&finding.rule) else { return false };
        // A policy is a floor. What is said about a policy has its own level: a waiver that ends soon is no mistake.
        let floor = finding.violates_policy().then_some(finding.level);
        let own = floor.filter(|_| finding.rule == crate::policy::RULE);
        let level = own.or_else(|| levels.of(meta, finding, sources).level.max(floor));
        let Some(level) = level else { return false };
        finding.level = level;
        finding.category = meta.category;
        finding.first_name = meta.replaces.first().copied();
        finding
            .aliases
            .get_or_insert_with(|| meta.aliases.iter().map(|&alias| Cow::Borrowed(alias)).collect());
        true
    });
}

/// Sorts findings, and drops those said twice.
pub(crate) fn arrange(findings: &mut Vec<Diagnostic>) {
    // Of what is said twice, what a policy asks for stays, what is not waived, and the highest level: a line of a file that
    // two environments extend belongs to both.
    let rank =
        |finding: &Diagnostic| (!finding.violates_policy(), finding.is_waived(), Reverse(finding.level));
    findings.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| rank(a).cmp(&rank(b))));
    findings.dedup_by(|later, earlier| key(later) == key(earlier));
    // What is written once, in an anchor or for services that extend it, is said of the first of them.
    let mut said = HashSet::new();
    findings.retain(|finding| {
        let Some((before, after)) = around_service(&finding.message).filter(|_| !finding.violates_policy())
        else {
            return true;
        };
        said.insert((finding.primary.span, finding.rule.clone(), before.to_owned(), after.to_owned()))
    });
}

/// What a message says before and after the name of a service.
fn around_service(message: &str) -> Option<(&str, &str)> {
    let (before, rest) = message.split_once("service `")?;
    let (_, after) = rest.split_once('`')?;
    Some((before, after))
}

fn key(finding: &Diagnostic) -> (plimsoll_diagnostics::Span, &str, &str) {
    (finding.primary.span, &finding.rule, &finding.message)
}

/// What the shell linter finds may be what another rule says, too, or two rules may want the same code. Where two findings
/// overlap and answer to one of its codes, that of the rule that says more stays: of a rule that looks for itself, else
/// of the milder preset. Of what one rule says of the same place twice, the first stays.
fn drop_twins(findings: &mut Vec<Diagnostic>, surplus: &mut Surplus, registry: &Registry) {
    let is_relayed = |meta: &RuleMeta| meta.on.contains(&Node::Shellcheck);
    let rank = |meta: &'static RuleMeta| (is_relayed(meta), meta.preset, meta.name);
    let own = findings.iter().filter_map(|finding| {
        let meta = registry.meta(&finding.rule)?;
        Some((finding.primary.span, meta, finding.aliases.as_deref()))
    });
    let all = own.chain(surplus.all());
    let of_relayed = all.clone().filter(|(_, meta, _)| is_relayed(meta));
    let wanted: HashSet<&str> = of_relayed.flat_map(|(_, meta, own)| codes(meta, own)).collect();
    if wanted.is_empty() {
        return;
    }
    let mut by_alias: HashMap<&str, Vec<(Span, usize, &'static RuleMeta)>> = HashMap::new();
    for (at, (span, meta, own)) in all.enumerate() {
        for alias in codes(meta, own).filter(|alias| wanted.contains(alias)) {
            by_alias.entry(alias).or_default().push((span, at, meta));
        }
    }
    let mut twins: HashSet<usize> = HashSet::new();
    for mut same in by_alias.into_values() {
        same.sort_unstable_by_key(|(span, at, meta)| (*span, rank(meta), *at));
        let mut same = same.into_iter();
        let Some(mut kept) = same.next() else { continue };
        for next in same {
            let (span, at, meta) = next;
            let overlaps = span.file == kept.0.file && span.start < kept.0.end.max(kept.0.start + 1);
            if span == kept.0 && meta.name == kept.2.name {
                twins.insert(at);
            } else if !overlaps || meta.name == kept.2.name {
                kept = next;
            } else if rank(meta) < rank(kept.2) {
                twins.insert(kept.1);
                kept = next;
            } else {
                twins.insert(at);
            }
        }
    }
    let mut at = 0;
    let mut is_kept = || {
        at += 1;
        !twins.contains(&(at - 1))
    };
    findings.retain(|_| is_kept());
    surplus.retain(is_kept);
}

/// The codes that a finding of a rule answers to.
fn codes<'f>(meta: &RuleMeta, own: Option<&'f [Cow<'static, str>]>) -> impl Iterator<Item = &'f str> {
    let others = own.map_or(meta.aliases, |_| &[]);
    own.into_iter().flatten().map(|alias| &**alias).chain(others.iter().copied())
}

/// A rule that speaks about one file a hundred times has made its point. What a policy requires is said of everybody.
/// `surplus` is how often it spoke besides.
pub(crate) fn cap(findings: &mut Vec<Diagnostic>, surplus: &SurplusCounts) {
    if findings.len() <= FINDINGS_OF_A_RULE && surplus.is_empty() {
        return;
    }
    let mut count: BTreeMap<RuleInFile, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| !finding.violates_policy()) {
        *count.entry(of_rule(finding)).or_default() += 1;
    }
    count.retain(|key, times| *times > FINDINGS_OF_A_RULE || surplus.contains_key(key));
    let mut said: BTreeMap<RuleInFile, usize> = BTreeMap::new();
    findings.retain_mut(|finding| {
        let key = of_rule(finding);
        let Some(times) = count.get(&key).filter(|_| !finding.violates_policy()) else { return true };
        let shown = FINDINGS_OF_A_RULE.min(*times);
        let all = times + surplus.get(&key).copied().unwrap_or_default();
        let said = said.entry(key).or_insert(0);
        *said += 1;
        if *said == shown {
            let _ = write!(finding.message, " (and {} more places in this file)", all - shown);
        }
        *said <= shown
    });
}
