//! From what the rules said to what the user is told: levels, suppressions, duplicates, order.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;

use plimsoll_diagnostics::{Diagnostic, FileId, Level, SourceFile, Sources, Span};
use plimsoll_project::{PrivateValues, Project};

use crate::config::Config;
use crate::configs::Configs;
use crate::limits::FINDINGS_OF_A_RULE;
use crate::policy::Located;
use crate::registry::Registry;
use crate::suppress::{CommentPolicy, Comments, Hidden, HiddenBy, SuppressionOutcome};
use crate::{FileKind, Node, RuleMeta};

/// What is left of a project's findings.
pub(crate) struct Postprocessed {
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// How many more the next stricter preset would have left.
    pub(crate) stricter: usize,
    /// What comments hide and is worth a word.
    pub(crate) hidden: Vec<Hidden>,
}

/// Sets levels, drops what is off or suppressed, adds the suppressions that did nothing.
pub(crate) fn postprocess(
    project: &Project,
    found: Vec<Diagnostic>,
    registry: &Registry,
    configs: &Configs,
    policy: &CommentPolicy,
    today: &str,
) -> Postprocessed {
    let mut result = Postprocessed { diagnostics: Vec::new(), stricter: 0, hidden: Vec::new() };
    let sources = project.sources;
    let config_of = |file: FileId| &configs.for_file(&sources.file(file).path).config;
    let honours_hadolint = |file: FileId| config_of(file).honours_hadolint_comments();
    let mut comments = Comments::collect(project, registry.all(), &honours_hadolint, policy);
    let checked = comments.checked();
    let levels = Levels::new(configs, &checked);
    let located = Located::new(project);
    for mut finding in found {
        let Some(meta) = registry.meta(&finding.rule) else { continue };
        let Some(is_asked) = ask(&mut finding, &located, configs, today) else { continue };
        let Span { file, start, .. } = finding.primary.span;
        let answer = levels.of(meta, &finding, sources);
        let is_on = is_asked || answer.level.is_some();
        match comments.outcome(&finding, meta, answer.level, is_on) {
            SuppressionOutcome::Shown => {}
            _ if is_asked => {
                finding.note("a comment suppresses this finding, but the policy requires a waiver instead");
            }
            SuppressionOutcome::ShownAfterAll(why) => finding.notes.push(why.into()),
            SuppressionOutcome::Hidden(None) => continue,
            SuppressionOutcome::Hidden(Some(by)) => {
                let (file, rule) = (sources.file(file), finding.rule.clone().into_owned());
                let line = file.lines().line(start) + 1;
                result.hidden.push(Hidden { by, file: file.path.clone(), line, rule });
                continue;
            }
        }
        result.stricter += usize::from(answer.is_added && !is_asked);
        if is_on {
            result.diagnostics.push(finding);
        } else if answer.is_off_for_peers {
            let span = finding.primary.span;
            let line = sources.file(span.file).lines().line(span.start) + 1;
            let path = sources.file(span.file).path.clone();
            let rule = finding.rule.into_owned();
            result.hidden.push(Hidden { by: HiddenBy::PeerConfiguration, file: path, line, rule });
        }
    }
    let ran = |rule: &str, file: FileId| {
        registry.meta(rule).is_some_and(|meta| config_of(file).is_on(meta, &sources.file(file).path))
    };
    let raised = comments.raised();
    result.diagnostics.extend(comments.unused(&ran));
    drop_twins(&mut result.diagnostics, registry);
    assign(&mut result.diagnostics, sources, registry, configs, &checked);
    for finding in &mut result.diagnostics {
        let is_of_buildkit = |alias: &Cow<'_, str>| alias.starts_with("buildkit:");
        if raised.contains(&finding.primary.span.file) && finding.aliases.iter().flatten().any(is_of_buildkit)
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

/// Those findings that are on, with their levels, whatever comments say.
pub(crate) fn before_comments(
    mut found: Vec<Diagnostic>,
    project: &Project,
    registry: &Registry,
    configs: &Configs,
    today: &str,
) -> Vec<Diagnostic> {
    let located = Located::new(project);
    found.retain_mut(|finding| ask(finding, &located, configs, today).is_some());
    assign(&mut found, project.sources, registry, configs, &HashSet::new());
    if !found.is_empty() {
        let private = PrivateValues::of(project.sources);
        for finding in &mut found {
            private.conceal_in(finding);
        }
    }
    found
}

/// Whether a policy asks for what a finding says; `None` when the policy alone looks for it, and asks nothing there.
fn ask(finding: &mut Diagnostic, located: &Located, configs: &Configs, today: &str) -> Option<bool> {
    let Some(check) = finding.policy.as_ref().map(|violation| violation.check) else { return Some(false) };
    if configs.policy.mark(finding, located, &configs.sources, today) {
        return Some(true);
    }
    finding.policy = None;
    let path = &located.project.sources.file(finding.primary.span.file).path;
    configs.policy.is_shared(check, &configs.for_file(path).config).then_some(false)
}

/// The levels of findings. Where a configuration has overrides, each costs a look at all of them, so that the answer is
/// kept for a rule, a file, and the codes that a finding answers to.
struct Levels<'c> {
    configs: &'c Configs,
    /// The files in which `# check=` turns on BuildKit's checks.
    checked: &'c HashSet<FileId>,
    known: RefCell<HashMap<Kind, Answer>>,
}

/// Findings that have the same level: of a rule, in a file, with these codes.
type Kind = (&'static str, FileId, Option<Vec<Cow<'static, str>>>);

/// What holds for a finding.
#[derive(Clone, Copy)]
struct Answer {
    level: Option<Level>,
    /// Whether it is off because of what a peer was told.
    is_off_for_peers: bool,
    /// Whether it is off, and on in the next stricter preset.
    is_added: bool,
}

impl<'c> Levels<'c> {
    fn new(configs: &'c Configs, checked: &'c HashSet<FileId>) -> Levels<'c> {
        Levels { configs, checked, known: RefCell::default() }
    }

    fn of(&self, meta: &'static RuleMeta, finding: &Diagnostic, sources: &Sources) -> Answer {
        let file = finding.primary.span.file;
        let config = &self.configs.for_file(&sources.file(file).path).config;
        let is_checked = self.checked.contains(&file);
        let ask = || match &finding.aliases {
            Some(aliases) => Answer::of(config, meta, aliases, sources.file(file), is_checked),
            None => Answer::of(config, meta, meta.aliases, sources.file(file), is_checked),
        };
        if !config.has_overrides() {
            return ask();
        }
        let key = (meta.name, file, finding.aliases.clone());
        *self.known.borrow_mut().entry(key).or_insert_with(ask)
    }
}

impl Answer {
    fn of<A: AsRef<str>>(
        config: &Config,
        meta: &RuleMeta,
        aliases: &[A],
        file: &SourceFile,
        is_checked: bool,
    ) -> Answer {
        let (path, kind) = (&*file.path, FileKind::of_file(&file.path, &file.text));
        let level = if is_checked {
            config.level_with_checks(meta, aliases, path)
        } else {
            config.level_in(meta, aliases, path, kind)
        };
        let is_off_for_peers =
            level.is_none() && config.level_without_peers(meta, aliases, path, kind).is_some();
        let adds = |preset| config.level_added_by(preset, meta, aliases, path, kind).is_some();
        let is_added = level.is_none() && !is_off_for_peers && config.stricter().is_some_and(adds);
        Answer { level, is_off_for_peers, is_added }
    }
}

/// Gives each finding its level, category and aliases; drops those that are off. In the `checked` files BuildKit's checks
/// are on.
pub(crate) fn assign(
    findings: &mut Vec<Diagnostic>,
    sources: &Sources,
    registry: &Registry,
    configs: &Configs,
    checked: &HashSet<FileId>,
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
    // What a policy asks for comes first, so that it stays.
    findings.sort_by(|a, b| key(a).cmp(&key(b)).then(b.violates_policy().cmp(&a.violates_policy())));
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
fn drop_twins(findings: &mut Vec<Diagnostic>, registry: &Registry) {
    let is_relayed = |meta: &RuleMeta| meta.on.contains(&Node::Shellcheck);
    let rank = |meta: &'static RuleMeta| (is_relayed(meta), meta.preset, meta.name);
    let mut by_alias: HashMap<&str, Vec<(Span, usize, &'static RuleMeta)>> = HashMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let Some(meta) = registry.meta(&finding.rule) else { continue };
        let own = finding.aliases.iter().flatten().map(|alias| &**alias);
        let others = if finding.aliases.is_none() { meta.aliases } else { &[] };
        for alias in own.chain(others.iter().copied()) {
            by_alias.entry(alias).or_default().push((finding.primary.span, at, meta));
        }
    }
    let mut twins: HashSet<usize> = HashSet::new();
    for mut same in by_alias.into_values().filter(|same| same.iter().any(|(.., meta)| is_relayed(meta))) {
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
    findings.retain(|_| {
        at += 1;
        !twins.contains(&(at - 1))
    });
}

/// A rule that speaks about one file a hundred times has made its point. What a policy asks for is said of everybody.
pub(crate) fn cap(findings: &mut Vec<Diagnostic>) {
    if findings.len() <= FINDINGS_OF_A_RULE {
        return;
    }
    let mut count: BTreeMap<(Cow<'static, str>, FileId), usize> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| !finding.violates_policy()) {
        *count.entry((finding.rule.clone(), finding.primary.span.file)).or_default() += 1;
    }
    count.retain(|_, times| *times > FINDINGS_OF_A_RULE);
    let mut said = BTreeMap::new();
    findings.retain_mut(|finding| {
        let key = (finding.rule.clone(), finding.primary.span.file);
        let Some(times) = count.get(&key).filter(|_| !finding.violates_policy()) else { return true };
        let said = said.entry(key).or_insert(0);
        *said += 1;
        if *said == FINDINGS_OF_A_RULE {
            let more = times - FINDINGS_OF_A_RULE;
            let _ = write!(finding.message, " (and {more} more places in this file)");
        }
        *said <= FINDINGS_OF_A_RULE
    });
}
