//! The standards that a report shows: those of our tables, and those that an organisation wrote down itself.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use plimsoll_compose::yaml::{self, Yaml};
use plimsoll_diagnostics::{Diagnostic, SourceFile, Sources};
use plimsoll_facts::standards::{self, About, Fit, RuleControl};
use plimsoll_linter::{Checked, FileSystem, RuleMeta, one_of};
use plimsoll_report::{Control, Found, Standard, Status};
use plimsoll_rules::RULES;

use super::by_rule::ByRule;
use super::open::Open;
use super::places::place;
use super::seen::Looked;
use crate::failure::Failure;

/// The most bytes that a standard of one's own may have.
const MOST_BYTES: usize = 1 << 20;

/// Whose names checks may have without saying so.
const PROGRAMS: [&str; 2] = ["trivy", "checkov"];

/// A standard that a report shows.
pub(super) enum Shown {
    /// One of our tables.
    Known(standards::Standard),
    /// One of an organisation.
    Own(OwnStandard),
}

/// A standard that an organisation wrote down, in the form that Trivy reads.
pub(super) struct OwnStandard {
    id: String,
    title: String,
    controls: Vec<OwnControl>,
}

struct OwnControl {
    id: String,
    name: String,
    /// The codes of findings that break it: names of rules, and aliases.
    codes: Vec<String>,
    /// The checks that no rule answers to.
    unknown: Vec<String>,
}

/// The standards of these names; a path is a standard of one's own.
pub(super) fn shown(names: &[String], disk: &dyn FileSystem) -> Result<Vec<Shown>, Failure> {
    let is_path = |name: &str| name.ends_with(".yaml") || name.ends_with(".yml") || name.contains('/');
    let mut all = Vec::new();
    for name in names {
        if is_path(name) {
            all.push(Shown::Own(OwnStandard::read(name, disk)?));
        } else {
            all.push(Shown::Known(known_as(name)?));
        }
    }
    Ok(all)
}

fn known_as(name: &str) -> Result<standards::Standard, Failure> {
    let all = || standards::all().iter().map(|standard| (standard.id, *standard));
    match standards::find(name) {
        Some(standard) => Ok(standard),
        None => one_of("standard", name, all()).map_err(Failure::Usage),
    }
}

impl Shown {
    pub(super) fn id(&self) -> &str {
        match self {
            Shown::Known(standard) => standard.id,
            Shown::Own(own) => &own.id,
        }
    }

    /// The rules that answer to its controls.
    pub(super) fn rules(&self) -> Vec<&str> {
        match self {
            Shown::Known(standard) => {
                standards::rows().filter(|row| row.standard == standard.id).map(|row| row.rule()).collect()
            }
            Shown::Own(own) => {
                let codes: Vec<&String> = own.controls.iter().flat_map(|control| &control.codes).collect();
                let answers = |meta: &RuleMeta| codes.iter().any(|code| is_called(meta, code));
                RULES
                    .iter()
                    .map(|rule| &rule.meta)
                    .filter(|meta| answers(meta))
                    .map(|meta| meta.name)
                    .collect()
            }
        }
    }

    /// What findings say about its controls.
    pub(super) fn section(&self, run: &Run<'_>) -> Standard {
        match self {
            Shown::Known(standard) => known(standard, run),
            Shown::Own(own) => own.section(run),
        }
    }
}

/// What a run found, as standards ask about it.
pub(super) struct Run<'c> {
    checked: &'c Checked,
    open: ByRule<'c>,
    waived: ByRule<'c>,
    looked: &'c Looked,
    undecided: &'c Open,
}

impl<'c> Run<'c> {
    pub(super) fn new(checked: &'c Checked, looked: &'c Looked, undecided: &'c Open) -> Run<'c> {
        let (open, waived) = (ByRule::new(&checked.diagnostics), ByRule::new(&checked.waived));
        Run { checked, open, waived, looked, undecided }
    }
}

fn known(standard: &standards::Standard, run: &Run<'_>) -> Standard {
    let Run { looked, undecided, .. } = run;
    let rows = standards::controls_of(standard.id).map(|control| {
        let rows: Vec<_> = standards::rows()
            .filter(|row| row.standard == control.standard && row.control == control.control)
            .collect();
        let mut findings = Findings::default();
        let mut worst = None;
        for finding in run.open.of(rows.iter().map(RuleControl::rule)) {
            let Some(row) = answer(&rows, finding) else { continue };
            findings.add(finding, Some(row), run);
            let status =
                if row.fit == Fit::Direct { Status::FindingAgainst } else { Status::FindingAgainstPart };
            worst = Some(worst.map_or(status, |before: Status| before.min(status)));
        }
        // What somebody answers for is broken all the same.
        for finding in run.waived.of(rows.iter().map(RuleControl::rule)) {
            let Some(row) = answer(&rows, finding) else { continue };
            findings.add(finding, Some(row), run);
            worst.get_or_insert(Status::Waived);
        }
        let own: Vec<&str> =
            rows.iter().filter(|row| row.fit != Fit::Contrary).map(RuleControl::rule).collect();
        // A rule can look at containers and at the engine, but this control is about the engine alone.
        let is_own = |meta: &RuleMeta| {
            let is_about_it = control.about != About::Engine || looked.has_daemon;
            is_about_it && own.contains(&meta.name)
        };
        let status = match worst {
            Some(worst) => worst,
            // A command in a file can break what is asked of the machine, but no file shows that it is kept.
            None if rows.is_empty() || control.about == About::Host => Status::NotCheckable,
            None => silent(run, is_own),
        };
        let (status, note) = match (status, undecided.why(&rows)) {
            (Status::NothingFound, Some(why)) => (Status::Undecided, why.to_owned()),
            (Status::NotApplicable, _) if control.about == About::Engine && !looked.has_daemon => {
                (status, "no `daemon.json` was checked".to_owned())
            }
            _ => (status, String::new()),
        };
        let (number, asks) = (control.control.to_owned(), control.asks.to_owned());
        Control { number, asks, status, note, findings: findings.list }
    });
    let covered: BTreeSet<&str> = standards::rows()
        .filter(|row| row.standard == standard.id && row.fit != Fit::Contrary)
        .map(|row| row.control)
        .collect();
    let covered = covered.len();
    let is_named = standard.version.is_empty() || standard.title.contains(standard.version);
    let version = if is_named { String::new() } else { format!(" ({})", standard.version) };
    Standard {
        id: standard.id.to_owned(),
        title: format!("{}{version}", standard.title),
        controls: standard.controls,
        covered,
        rows: rows.collect(),
    }
}

/// The row of a control that a finding answers to.
fn answer<'r>(rows: &'r [RuleControl], finding: &Diagnostic) -> Option<&'r RuleControl> {
    let is_its = |row: &&RuleControl| {
        row.is_about(&finding.rule, &finding.message) && !names_others(finding, row.control)
    };
    rows.iter().find(is_its).filter(|row| row.fit != Fit::Contrary)
}

/// Whether a finding answers to other controls of the CIS benchmark than this one, of those that its rule answers to: each
/// security profile that is switched off has its own.
fn names_others(finding: &Diagnostic, control: &str) -> bool {
    let code = format!("cis:{control}");
    let has = |aliases: &[Cow<'_, str>]| aliases.iter().any(|alias| **alias == *code);
    let rule = RULES.iter().find(|rule| rule.meta.name == finding.rule);
    rule.is_some_and(|rule| rule.meta.aliases.contains(&&*code))
        && finding.aliases.as_ref().is_some_and(|own| !has(own))
}

/// The findings that break a control, each once: the policy and the configuration can ask the same rule the same thing.
#[derive(Default)]
struct Findings {
    list: Vec<Found>,
    known: HashSet<(String, String)>,
}

impl Findings {
    fn add(&mut self, finding: &Diagnostic, row: Option<&RuleControl>, run: &Run<'_>) {
        let place = place(&run.checked.sources, finding.primary.span);
        if !self.known.insert((finding.rule.to_string(), place.clone())) {
            return;
        }
        let waiver = finding.policy.as_ref().and_then(|asked| asked.waiver.as_ref());
        // Of several settings, a control is about one.
        let message = row.map_or_else(|| finding.message.clone(), |row| row.narrowed(&finding.message));
        let message = match waiver {
            Some(waiver) => format!("{message} (waived: {})", waiver.id),
            None => message,
        };
        self.list.push(Found { rule: finding.rule.to_string(), place, message });
    }
}

/// What holds where no finding says anything. Where none of its rules could have reported anything, the control is about
/// nothing.
fn silent(run: &Run<'_>, answers: impl Fn(&RuleMeta) -> bool) -> Status {
    let Run { checked, looked, .. } = run;
    if !checked.unread.is_empty() {
        Status::NotChecked
    } else if !RULES.iter().any(|rule| answers(&rule.meta) && looked.rules.contains(rule.meta.name)) {
        Status::NotApplicable
    } else {
        Status::NothingFound
    }
}

impl OwnStandard {
    fn read(path: &str, disk: &dyn FileSystem) -> Result<OwnStandard, Failure> {
        let bytes = disk.read_named(path, MOST_BYTES).map_err(|why| Failure::File(path.to_owned(), why))?;
        let sources = Sources::new();
        let file = sources.add(SourceFile::new(path, String::from_utf8_lossy(&bytes)));
        let stream = yaml::read(sources.text(file));
        let mut problems = stream.problems;
        let whole = stream.documents.first().map(|document| yaml::resolve(document, &mut problems));
        let wrong = |why: &str| Failure::Usage(format!("`--standard {path}`: {why}"));
        if let Some(problem) = problems.first() {
            return Err(wrong(&problem.message));
        }
        let whole = whole.ok_or_else(|| wrong("the file is empty"))?;
        let spec = whole.get("spec").unwrap_or(&whole);
        let controls = spec.get("controls").and_then(Yaml::as_sequence);
        let controls = controls.ok_or_else(|| wrong("there is no list `spec.controls`"))?;
        let text = |node: &Yaml<'_>, key: &str| {
            node.get(key).and_then(Yaml::as_scalar).map(|scalar| scalar.value.to_string()).unwrap_or_default()
        };
        let control = |node: &Yaml<'_>| {
            let checks = node.get("checks").and_then(Yaml::as_sequence).unwrap_or_default();
            let ids: Vec<String> = checks.iter().map(|check| text(check, "id")).collect();
            let (known, unknown): (Vec<_>, Vec<_>) = ids.into_iter().partition(|id| !codes(id).is_empty());
            let codes = known.iter().flat_map(|id| codes(id)).collect();
            OwnControl { unknown, id: text(node, "id"), name: text(node, "name"), codes }
        };
        let controls: Vec<OwnControl> = controls.iter().map(control).collect();
        let mut seen = BTreeSet::new();
        if let Some(twice) = controls.iter().find(|control| !seen.insert(&control.id)) {
            return Err(wrong(&format!("two controls have the ID `{}`", twice.id)));
        }
        let (id, title) = (text(spec, "id"), text(spec, "title"));
        Ok(OwnStandard {
            title: if title.is_empty() { id.clone() } else { title },
            id: if id.is_empty() { path.to_owned() } else { id },
            controls,
        })
    }

    fn section(&self, run: &Run<'_>) -> Standard {
        let row = |control: &OwnControl| {
            let breaks = |finding: &&Diagnostic| {
                let mut names =
                    finding.aliases.iter().flatten().map(|alias| &**alias).chain([&*finding.rule]);
                names.any(|name| control.codes.iter().any(|code| code == name))
            };
            let is_its = |meta: &&RuleMeta| control.codes.iter().any(|code| is_called(meta, code));
            let rules = || RULES.iter().map(|rule| &rule.meta).filter(is_its).map(|meta| meta.name);
            let mut findings = Findings::default();
            let all = run.open.of(rules()).into_iter().filter(breaks);
            all.for_each(|finding| findings.add(finding, None, run));
            let is_violated = !findings.list.is_empty();
            let waived = run.waived.of(rules()).into_iter().filter(breaks);
            waived.for_each(|finding| findings.add(finding, None, run));
            let status = if control.codes.is_empty() {
                Status::NotCheckable
            } else if is_violated {
                Status::FindingAgainst
            } else if !findings.list.is_empty() {
                Status::Waived
            } else if control.unknown.is_empty() {
                silent(run, |meta| control.codes.iter().any(|code| is_called(meta, code)))
            } else {
                Status::Undecided
            };
            let asks = if control.unknown.is_empty() {
                control.name.clone()
            } else {
                format!("{} (no rule for: {})", control.name, control.unknown.join(", "))
            };
            Control { number: control.id.clone(), asks, status, note: String::new(), findings: findings.list }
        };
        Standard {
            id: self.id.clone(),
            title: self.title.clone(),
            controls: Some(self.controls.len()),
            covered: self.controls.iter().filter(|control| !control.codes.is_empty()).count(),
            rows: self.controls.iter().map(row).collect(),
        }
    }
}

/// What a check is called here: the name of a rule, or an alias that a rule answers to. None when nobody answers.
fn codes(check: &str) -> Vec<String> {
    let plain = check.strip_prefix("AVD-").unwrap_or(check);
    let with_program = PROGRAMS.iter().map(|program| format!("{program}:{plain}"));
    let all: Vec<String> = [check.to_owned()].into_iter().chain(with_program).collect();
    all.into_iter().filter(|code| RULES.iter().any(|rule| is_called(&rule.meta, code))).collect()
}

/// Whether a rule has this name, or answers to this code.
fn is_called(meta: &RuleMeta, code: &str) -> bool {
    meta.name == code || meta.aliases.contains(&code)
}
