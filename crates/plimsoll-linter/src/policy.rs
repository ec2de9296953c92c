//! What an organisation wants, whatever the configuration says: policies, read and merged, and what they do to findings.
//!
//! A policy is a floor: it turns rules on and raises levels, and nothing in the repository lowers them but a waiver. It
//! never passes by accident: what it says and nobody can check is said, and what cannot be read makes the run fail.

mod convert;
mod digest;
mod environment;
mod file;
mod finding_digest;
pub(crate) mod gatekeeper;
mod group;
mod line;
mod located;
mod read;
mod rego;
mod removal;
mod requirement;
mod tree;
mod verdict;
mod waiver;
mod word;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use plimsoll_diagnostics::{Diagnostic, Level, SourceFile, Sources, Span, Violation, Waiver};
use plimsoll_project::Project;

use crate::config::{Config, OptionError};
pub use convert::{check_is_policy, convert_policy};
pub(crate) use digest::sha256;
pub use digest::{is_digest, same_digest};
use environment::Environment;
pub use file::{Attestation, Key, PolicyFile, PolicyKey, PolicyUse, policy_key, policy_keys};
pub(crate) use file::{PolicyNames, in_config};
pub use finding_digest::FindingDigests;
pub(crate) use group::Group;
pub use line::PolicyLine;
pub use located::Located;
pub(crate) use read::{List, Loaded, Surroundings, read};
pub use read::{policy_key_meaning, policy_keys_below};
pub use rego::{
    LoadRego, Rego, RegoData, RegoFiles, RegoModule, RegoRule, rego_failed, rego_finding, rego_mistake,
};
pub(crate) use removal::keeps_all_but_waivers;
pub use requirement::{Evidence, Proof, Prove, Requirement, Subject, SubjectKind};
use tree::Item;
pub use verdict::{Verdict, Word as VerdictWord};
pub(crate) use verdict::{refuted, verdicts};
use waiver::Waivers;
pub use waiver::days_between;
pub use word::flag;

/// The page that speaks of mistakes in a policy.
pub(crate) const RULE: &str = "policy";

/// The page that speaks of what files cannot show.
pub(crate) const UNVERIFIED: &str = "unverified";

/// The names of a policy that is found by itself.
pub const POLICY_NAMES: [&str; 3] = ["plimsoll-policy.yaml", "plimsoll-policy.yml", "plimsoll-policy.toml"];

/// All that is asked for in a run.
#[derive(Default)]
pub struct Policy {
    /// The files that it stands in.
    pub files: Vec<PolicyFile>,
    /// What it requires.
    pub(crate) constraints: Vec<Constraint>,
    /// The rules that find what breaks it.
    pub(crate) checks: Vec<Check>,
    /// The options of a rule for which nothing is declared: none.
    usual: toml::Table,
    /// What it says and no file can show, what it allows, and what somebody vouches for.
    pub keys: Vec<Key>,
    /// Who answers for what no file can show.
    pub attested: Vec<Attestation>,
    pub(crate) waivers: Waivers,
    /// The environments that it names.
    pub(crate) environments: Vec<Arc<Environment>>,
    /// Its rules in Rego.
    pub rego: RegoFiles,
    /// Whether it asks for more than is read.
    pub(crate) is_cut: bool,
    /// Keys that are somebody's own, and where they stand: `x-review`.
    pub extensions: Vec<(String, Span)>,
    /// The repository's own policies that do not hold, because the run is isolated.
    pub left_out: Vec<String>,
    /// Whether all files let a baseline hide what they require.
    pub(crate) allows_baseline: Option<bool>,
    /// The shortest of the times that waivers may last.
    pub(crate) longest_waiver: Option<i64>,
}

/// What a line of a policy requires: a requirement, how strictly, and of which services.
pub(crate) struct Constraint {
    pub(crate) requirement: &'static Requirement,
    /// The section and the key, as they are written.
    pub(crate) section: String,
    pub(crate) key: String,
    pub(crate) word: &'static str,
    /// Where the word stands.
    pub(crate) place: Span,
    pub(crate) floor: Level,
    /// The day from which on it is more than a note.
    pub(crate) since: Option<String>,
    /// The services that it is asked of; empty: all.
    pub(crate) only: Vec<(String, Span)>,
    pub(crate) environment: Option<Arc<Environment>>,
    pub(crate) why: Option<String>,
    pub(crate) contact: Option<String>,
    /// Whether waivers in what is checked apply, although it is asked from outside.
    pub(crate) is_waivable: bool,
}

/// A rule that runs because a policy wants it.
pub(crate) struct Check {
    pub(crate) rule: &'static str,
    pub(crate) options: toml::Table,
    /// Where they are asked for.
    pub(crate) place: Span,
    /// What is written of the options, for those that the rule does not take.
    pub(crate) written: Option<Item>,
    pub(crate) constraints: Vec<usize>,
}

/// Where a finding is, as a policy looks at it.
pub(crate) struct At<'a> {
    pub(crate) path: &'a str,
    /// The services that it is about, with their profiles and the paths of their files.
    pub(crate) services: Vec<ServiceAt>,
    /// The environments that were asked about it, each by where it is kept.
    environments: RefCell<HashMap<*const Environment, bool>>,
}

/// A service that a finding is about.
pub(crate) struct ServiceAt {
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) profiles: Vec<String>,
}

impl Policy {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Adds a rule that has to run; the same rule with the same options runs once.
    pub(crate) fn add_check(&mut self, new: Check) {
        match self.checks.iter_mut().find(|check| check.rule == new.rule && check.options == new.options) {
            Some(check) => check.constraints.extend(new.constraints),
            None => self.checks.push(new),
        }
    }

    /// What is wrong with the options of a check, at the option that it is about.
    pub(crate) fn option_problem(&self, check: &Check, problem: &toml::de::Error) -> Diagnostic {
        let key = check
            .constraints
            .first()
            .and_then(|constraint| self.constraints.get(*constraint))
            .map_or(check.rule, |constraint| &*constraint.key);
        let mut error = OptionError::new(problem);
        // A list stands for the option of its declaration's name.
        let is_list = check.written.as_ref().is_some_and(|written| written.table().is_none());
        if is_list && error.path.first().is_some_and(|first| first == key) {
            error.path.remove(0);
        }
        let place = check.written.as_ref().map_or(check.place, |written| {
            written.place_of(&error.path, error.named.as_deref(), error.is_unknown)
        });
        let wants_list =
            !is_list && error.is_unknown && error.help.iter().any(|it| it.contains(&format!("`{key}`")));
        if wants_list {
            error.help = Some(format!("`{key}` is a list: start each entry with `-`, on a line of its own"));
        }
        // A list where the declaration has options.
        let wants_table = is_list && error.is_unknown && error.named.as_deref() == Some(key);
        let message = if wants_table {
            format!("`{key}` must be a table, not a list")
        } else {
            error.message(&format!("`{key}`"))
        };
        let mut found = finding(RULE, Level::Error, place, message);
        let explain = || format!("run `plimsoll explain {}` to list its options", check.rule);
        found.help(error.help.unwrap_or_else(explain));
        found
    }

    /// Whether the configuration runs a check in the same way, so that its findings are those of both.
    pub(crate) fn is_shared(&self, check: usize, config: &Config) -> bool {
        self.checks
            .get(check)
            .is_some_and(|check| check.options.is_empty() && config.options(check.rule).is_empty())
    }

    /// Makes a finding one of the policy: its level, the requirements that it breaks, the line that asks for it, and who
    /// answers for it. `false` when nothing is asked where it is.
    pub(crate) fn mark(
        &self,
        finding: &mut Diagnostic,
        located: &Located<'_>,
        from: &Sources,
        today: &str,
    ) -> bool {
        let project = located.project;
        let Some(violation) = &mut finding.policy else { return false };
        let (check, span) = (violation.check, finding.primary.span);
        let at = At::new(located, span);
        if rego::is_own(violation) {
            if finding.rule == rego::REGO && violation.exception.is_none() {
                let judgement = self.waivers.judge(finding, &[], &at, located, today);
                judgement.note_in(finding, from, project.sources);
            }
            return true;
        }
        let constraints = self.checks.get(check).into_iter().flat_map(|check| &check.constraints);
        let constraints: Vec<&Constraint> = constraints
            .filter_map(|constraint| self.constraints.get(*constraint))
            .filter(|constraint| constraint.holds(&at))
            .collect();
        violation.requirements = constraints
            .iter()
            .map(|constraint| constraint.requirement.name)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let judgement = self.waivers.judge(finding, &constraints, &at, located, today);
        // What a waiver of its own covers no longer asks for anything here, as long as something else does.
        let is_left = |constraint: &&&Constraint| {
            judgement.waiver.is_some() || !judgement.has(constraint.requirement.name)
        };
        let Some(first) = constraints.iter().filter(is_left).max_by_key(|constraint| constraint.level(today))
        else {
            return false;
        };
        // What is still to come breaks nothing yet.
        let most = if finding.is_ahead { Level::Warning } else { Level::Error };
        finding.level = first.level(today).min(most);
        let label = first.label(today);
        finding.label(copied(first.place, from, project.sources), label);
        if let Some(why) = &first.why {
            finding.note(format!("reason in the policy: {why}"));
        }
        if let Some(contact) = &first.contact {
            finding.note(format!("for questions about this policy, contact {contact}"));
        }
        judgement.note_in(finding, from, project.sources);
        true
    }

    /// Whether anybody answers for anything.
    pub(crate) fn has_waivers(&self) -> bool {
        !self.waivers.all.is_empty()
    }

    /// The number of the check in which a rule looks for what breaks a requirement.
    pub(crate) fn check_of(&self, requirement: &str, rule: &str) -> Option<usize> {
        let is_required = |line: &usize| {
            self.constraints.get(*line).is_some_and(|line| line.requirement.name == requirement)
        };
        self.checks.iter().position(|check| check.rule == rule && check.constraints.iter().any(is_required))
    }

    /// The waivers, where they are named, and the day on which each begins.
    pub fn waivers(&self) -> impl Iterator<Item = (&Waiver, Span, Option<&str>)> {
        let may_count = self.constraints.iter().any(|one| one.is_waivable);
        let counting = self.waivers.all.iter().filter(move |one| one.counts || may_count);
        counting.map(|one| (&one.waiver, one.place, one.begin.as_ref().map(|(_, day)| &**day)))
    }

    /// How many days a waiver may last.
    pub fn longest_waiver(&self) -> i64 {
        self.longest_waiver.unwrap_or(read::WAIVER_DAYS)
    }

    /// The waivers that match none of these findings, and those that will soon cover none. If a file could not be read, the
    /// first stay.
    pub(crate) fn about_waivers<'d>(
        &self,
        found: impl Iterator<Item = &'d Diagnostic>,
        today: &str,
        has_read_all: bool,
    ) -> Vec<Diagnostic> {
        let (mut used, mut matched) = (BTreeSet::new(), BTreeSet::new());
        for violation in found.filter_map(|finding| finding.policy.as_ref()) {
            used.extend(violation.waiver.as_ref().map(|waiver| &*waiver.id));
            used.extend(violation.waived.iter().map(|(_, waiver)| &*waiver.id));
            matched.extend(violation.lapsed.as_ref().map(|waiver| &*waiver.id));
        }
        matched.extend(&used);
        let mut found = self.waivers.unused(&matched, today, has_read_all);
        found.extend(self.waivers.ending(&used, today));
        found
    }

    /// The names of services and environments in the policy that a project has.
    pub(crate) fn met(&self, project: &Project<'_>) -> Vec<Span> {
        let named: Vec<&(String, Span)> =
            self.constraints.iter().flat_map(|constraint| &constraint.only).collect();
        if named.is_empty() && self.environments.is_empty() {
            return Vec::new();
        }
        let located = Located::new(project);
        let at: Vec<At<'_>> =
            verdict::subjects(project).iter().map(|one| At::new(&located, one.span())).collect();
        let present: BTreeSet<&str> =
            at.iter().flat_map(|at| &at.services).map(|service| &*service.name).collect();
        let named = named.into_iter().filter(|(name, _)| present.contains(&**name)).map(|(_, place)| *place);
        let mut met: Vec<Span> = named.collect();
        let paths: Vec<At<'_>> =
            project.sources.ids().map(|id| At::of(&project.sources.file(id).path, Vec::new())).collect();
        let holds = |one: &&Arc<Environment>| at.iter().chain(&paths).any(|at| one.holds(at));
        met.extend(self.environments.iter().filter(holds).filter_map(|one| one.place));
        met
    }

    /// Whether it names services or environments, which may be misspelt.
    pub(crate) fn names_any(&self) -> bool {
        !self.environments.is_empty() || self.constraints.iter().any(|constraint| !constraint.only.is_empty())
    }

    /// The names of services and environments that no project has: what is asked of them is asked of nobody.
    pub(crate) fn unmet(&self, met: &BTreeSet<Span>) -> Vec<Diagnostic> {
        let mut found = BTreeMap::new();
        for (name, place) in self.constraints.iter().flat_map(|constraint| &constraint.only) {
            let mut one = finding(RULE, Level::Warning, *place, format!("no service is named `{name}`"));
            one.here("this requirement applies to nothing")
                .help("correct the name, or remove it from `only`");
            found.insert(*place, one);
        }
        for (one, place) in self.environments.iter().filter_map(|one| Some((one, one.place?))) {
            let message = format!("environment `{}` does not match any file or service", one.name);
            let mut one = finding(RULE, Level::Warning, place, message);
            one.here("requirements for this environment apply to nothing")
                .help("correct its `files` and `profiles`");
            found.insert(place, one);
        }
        found.retain(|place, _| !met.contains(place));
        found.into_values().collect()
    }
}

impl Constraint {
    /// Whether it is asked of what a finding is about.
    pub(crate) fn holds(&self, at: &At<'_>) -> bool {
        let is_named = |service: &ServiceAt| self.only.iter().any(|(name, _)| *name == service.name);
        let is_meant = self.only.is_empty() || at.services.iter().any(is_named);
        is_meant && self.environment.as_ref().is_none_or(|environment| at.is_in(environment))
    }

    /// The lowest level of what breaks it on this day.
    pub(crate) fn level(&self, today: &str) -> Level {
        if self.is_ahead(today) { Level::Note } else { self.floor }
    }

    fn is_ahead(&self, today: &str) -> bool {
        self.since.as_deref().is_some_and(|since| !today.is_empty() && since > today)
    }

    /// How much it is asked for, and from when on if that day is to come.
    fn word_on(&self, today: &str) -> String {
        match &self.since {
            Some(since) if self.is_ahead(today) => format!("{} from {since}", self.word),
            _ => self.word.to_owned(),
        }
    }

    fn label(&self, today: &str) -> String {
        let word = self.word_on(today);
        if self.is_ahead(today) { word } else { format!("{word} here") }
    }
}

/// A place of one set of files in another, which gets the file if it lacks it.
pub fn copied(place: Span, from: &Sources, to: &Sources) -> Span {
    let file = from.file(place.file);
    let id = to.find(&file.path).unwrap_or_else(|| to.add(SourceFile::new(&*file.path, &*file.text)));
    Span { file: id, ..place }
}

/// A finding of the linter about a policy itself: nothing lowers its level.
pub(crate) fn finding(
    rule: &'static str,
    level: Level,
    place: Span,
    message: impl Into<String>,
) -> Diagnostic {
    let mut finding = Diagnostic::new(rule, place, message);
    finding.level = level;
    finding.policy = Some(Box::new(Violation { check: usize::MAX, ..Violation::default() }));
    finding
}
