//! What a report says of services and images, from what their projects say.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use plimsoll_diagnostics::{Diagnostic, Sources};
use plimsoll_facts::{standards, threats};
use plimsoll_linter::{Checked, Linter, Workspace};
use plimsoll_policy::REQUIREMENTS;
use plimsoll_report::{Assurance, Danger, ImageFacts, THREATS};
use plimsoll_rules::RULES;

use super::gathered::{At, Gathered, STRIDE};
use super::pictures::Pictures;
use super::seen::Seen;

/// The section of a policy that declares what is approved.
const DECLARE: &str = "declare";

/// A finding, and the classes of threats that its rule belongs to.
struct Threat<'c> {
    finding: &'c Diagnostic,
    classes: [usize; 6],
    is_waived: bool,
}

/// Puts services, images and threats into a report. Returns what there was to be checked.
pub(super) fn add(
    report: &mut Assurance,
    linter: &Linter,
    gathered: Vec<Gathered>,
    workspace: &Workspace,
    checked: &Checked,
) -> Seen {
    let threat = |is_waived| move |finding| Threat { finding, classes: classes(finding), is_waived };
    let open = once(&checked.diagnostics).into_iter().map(threat(false));
    let threats: Vec<Threat<'_>> = open.chain(once(&checked.waived).into_iter().map(threat(true))).collect();
    let by_place = by_place(&threats, &checked.sources);
    let mut pictures = Pictures::default();
    let mut seen = Seen::new(workspace, checked);
    let mut counted = BTreeSet::new();
    let mut services = BTreeMap::new();
    let mut images: BTreeMap<[String; 3], ImageFacts> = BTreeMap::new();
    let is_own =
        |one: &Gathered| workspace.of(one.kind).contains(&one.path) && checked.files.contains(&one.path);
    for project in gathered.into_iter().filter(is_own) {
        seen.add(project.has_images, !project.services.is_empty());
        pictures.add(project.picture, project.taken);
        let mut of: HashMap<usize, Vec<usize>> = HashMap::new();
        for (place, numbers) in &project.about {
            for at in by_place.get(place).into_iter().flatten() {
                for number in numbers {
                    of.entry(*number).or_default().push(*at);
                }
            }
        }
        for (number, (named, mut facts)) in project.services.into_iter().enumerate() {
            for at in of.get(&number).into_iter().flatten() {
                let Some(Threat { classes, is_waived, .. }) = threats.get(*at) else { continue };
                counted.insert(*at);
                let counts = if *is_waived { &mut facts.waived_threats } else { &mut facts.threats };
                sum(counts, classes);
            }
            services.entry(named).or_insert(facts);
        }
        for (name, image) in project.images {
            match images.entry(name) {
                Entry::Vacant(entry) => _ = entry.insert(image),
                Entry::Occupied(mut entry) => {
                    let known = &mut entry.get_mut().places;
                    let new = image.places.into_iter().filter(|place| !known.contains(place));
                    let new: Vec<String> = new.collect();
                    known.extend(new);
                }
            }
        }
    }
    report.pictures = pictures.finish();
    report.services = services.into_values().collect();
    report.images = images.into_values().collect();
    let others = threats.iter().enumerate().filter(|(at, _)| !counted.contains(at));
    others.for_each(|(_, Threat { classes, is_waived, .. })| {
        let counts = if *is_waived { &mut report.other_waived_threats } else { &mut report.other_threats };
        sum(counts, classes);
    });
    seen.declared = declared(linter, &report.day);
    add_rules(report, linter, checked, &seen);
    seen
}

/// The rules that have options, in the configuration or because the policy declares something.
fn declared(linter: &Linter, day: &str) -> HashSet<&'static str> {
    let lines = linter.policy().0.lines(day).filter(|line| line.section == DECLARE);
    let pages = lines.filter_map(|line| REQUIREMENTS.iter().find(|one| one.name == line.requirement));
    let configured = RULES.iter().map(|rule| rule.meta.name);
    let configured = configured.filter(|rule| !linter.config().options(rule).is_empty());
    pages.flat_map(|page| page.rules).map(|(rule, _)| *rule).chain(configured).collect()
}

/// Puts into a report which rules ran, and for which threats.
fn add_rules(report: &mut Assurance, linter: &Linter, checked: &Checked, seen: &Seen) {
    let of_policy: BTreeSet<&str> = linter
        .policy()
        .0
        .lines(&report.day)
        .filter_map(|line| REQUIREMENTS.iter().find(|one| one.name == line.requirement))
        .flat_map(|requirement| requirement.rules)
        .map(|(rule, _)| *rule)
        .collect();
    let config = linter.config();
    let ran: BTreeSet<&str> = RULES
        .iter()
        .map(|rule| &rule.meta)
        .filter(|meta| of_policy.contains(meta.name) || config.is_on_somewhere(meta))
        .map(|meta| meta.name)
        .collect();
    // One that has nothing to look at says nothing about a threat.
    let ran = seen.looked(threats::all().iter().map(|row| row.rule).filter(|rule| ran.contains(rule))).rules;
    plimsoll_facts::DAY.clone_into(&mut report.facts);
    for row in threats::all() {
        if report.dangers.last().is_none_or(|danger| danger.name != row.threat) {
            let name = row.threat.to_owned();
            report.dangers.push(Danger { name, ran: Vec::new(), not_run: 0, findings: 0, waived: 0 });
        }
        let Some(danger) = report.dangers.last_mut() else { continue };
        if ran.contains(row.rule) {
            danger.ran.push(row.rule.to_owned());
            let count = |all: &[Diagnostic]| all.iter().filter(|finding| finding.rule == row.rule).count();
            danger.findings += count(&checked.diagnostics);
            danger.waived += count(&checked.waived);
        } else {
            danger.not_run += 1;
        }
    }
}

/// Each finding once: the policy can ask a rule for a part of what the configuration asks it for.
fn once(all: &[Diagnostic]) -> Vec<&Diagnostic> {
    let key = |finding: &'_ Diagnostic| (finding.rule.clone(), finding.primary.span);
    let is_of_policy = |finding: &Diagnostic| finding.policy.is_some();
    let of_configuration: HashSet<_> = all.iter().filter(|finding| !is_of_policy(finding)).map(key).collect();
    let is_twice = |finding: &Diagnostic| is_of_policy(finding) && of_configuration.contains(&key(finding));
    all.iter().filter(|finding| !is_twice(finding)).collect()
}

/// 1 for each class of threats that a finding is evidence of.
fn classes(finding: &Diagnostic) -> [usize; 6] {
    let letters: BTreeSet<&str> = standards::of_rule(&finding.rule)
        .filter(|row| row.standard == STRIDE)
        .filter(|row| row.is_about(&finding.rule, &finding.message))
        .map(|row| row.control)
        .collect();
    THREATS.map(|(letter, _)| usize::from(letters.contains(&*letter.to_string())))
}

fn sum(total: &mut [usize; 6], more: &[usize; 6]) {
    total.iter_mut().zip(more).for_each(|(total, more)| *total += more);
}

/// The numbers of the findings that are a sign of a threat, by where they are.
fn by_place(threats: &[Threat<'_>], sources: &Sources) -> HashMap<At, Vec<usize>> {
    let mut all: HashMap<At, Vec<usize>> = HashMap::new();
    for (at, Threat { finding, classes, .. }) in threats.iter().enumerate() {
        let place = finding.primary.span;
        if classes.iter().any(|count| *count > 0) {
            let path = sources.file(place.file).path.clone();
            all.entry((path, place.start, place.end)).or_default().push(at);
        }
    }
    all
}
