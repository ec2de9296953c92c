//! What can be said of each subject: proved, broken, or not known.

use std::collections::{HashMap, HashSet};

use plimsoll_diagnostics::{Diagnostic, FileId, Level, Span, Violation};
use plimsoll_project::{DockerfileModel, Project};

use super::{At, Evidence, Group, Located, Policy, Proof, Requirement, Subject};
use crate::configs::Configs;
use crate::unread::Gap;

/// What can be said of a requirement and a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    /// A finding breaks it.
    Broken,
    /// A finding breaks it, and somebody answers for that.
    Waived,
    /// A part of the files could not be read.
    NotChecked,
    /// Nobody can know.
    Unknown,
    /// A line shows that it is kept.
    Proved,
    /// Nothing breaks it, and nothing can show that it is kept.
    NothingFound,
    /// There is nothing that it could be asked of.
    NotApplicable,
}

/// What was found out about one requirement and one subject.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The requirement.
    pub requirement: &'static str,
    /// The numbers of the policy's lines that constraint it of the subject.
    pub lines: Vec<usize>,
    /// The service or the stage.
    pub subject: String,
    /// Where it is named.
    pub named_at: Span,
    /// The result.
    pub word: Word,
    /// The place that shows it.
    pub place: Span,
    /// Why.
    pub why: String,
    /// The worst level of what breaks it.
    pub level: Option<Level>,
    /// Whether a finding breaks it although the proof holds: one of the two is wrong.
    pub is_contradicted: bool,
}

impl Word {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Word::Broken => "violated",
            Word::Waived => "waived",
            Word::NotChecked => "not checked",
            Word::Unknown => "unknown",
            Word::Proved => "proved",
            Word::NothingFound => "no finding",
            Word::NotApplicable => "not applicable",
        }
    }
}

/// The verdicts on everything in a project that the policy asks something of. `found` are the findings that remain.
pub(crate) fn verdicts(
    configs: &Configs,
    project: &Project<'_>,
    found: &[Diagnostic],
    unread: &[Gap],
    today: &str,
) -> Vec<Verdict> {
    let policy = &configs.policy;
    let mut verdicts = Vec::new();
    let mut unread_in: HashMap<FileId, &Gap> = HashMap::new();
    unread.iter().filter(|gap| gap.is_told).for_each(|gap| {
        unread_in.entry(gap.place.file).or_insert(gap);
    });
    let subjects = subjects(project);
    let located = Located::new(project);
    for group in policy.groups() {
        let Group { requirement, constraints, declared, .. } = &group;
        let name = requirement.name;
        let lines = |place| {
            let at = At::new(&located, place);
            let held = constraints.iter().filter(|(_, constraint)| constraint.holds(&at));
            held.map(|(line, _)| *line).collect::<Vec<usize>>()
        };
        let evidence = Evidence::new(today, declared.clone());
        let breaks = |finding: &&Diagnostic| {
            let violation = finding.policy.as_ref().filter(|_| !finding.is_ahead);
            let violation = violation.filter(|violation| violation.requirements.contains(&name));
            violation.is_some_and(|violation| group.has(policy, violation.check))
        };
        let is_asked = |subject: &Subject<'_>| {
            requirement.subjects.contains(&subject.kind()) && !lines(subject.span()).is_empty()
        };
        let meant = |subject| Meant {
            subject,
            is_asked: is_asked(subject),
            proof: is_asked(subject).then(|| proof(requirement, subject, &evidence)).flatten(),
            found: Vec::new(),
        };
        let mut meant: Vec<Meant<'_, '_>> = subjects.iter().map(meant).collect();
        let mut left: Vec<&Diagnostic> = Vec::new();
        for finding in found.iter().filter(breaks) {
            let about = about(finding, &located, &meant);
            if about.is_empty() {
                left.push(finding);
            }
            for at in about {
                meant.get_mut(at).into_iter().for_each(|one| one.found.push(finding));
            }
        }
        for Meant { subject, proof, found: own, .. } in meant.iter().filter(|one| one.is_asked) {
            let word = |word, place, why: String, level| Verdict {
                requirement: name,
                lines: lines(subject.span()),
                subject: subject.name(),
                named_at: subject.span(),
                word,
                place,
                why,
                level,
                is_contradicted: false,
            };
            let worst = own.iter().filter(|one| !one.is_waived_for(name)).max_by_key(|finding| finding.level);
            let mut verdict = if let Some(worst) = worst {
                word(Word::Broken, worst.primary.span, worst.message.clone(), Some(worst.level))
            } else if let Some(gap) = subject.files().find_map(|file| unread_in.get(&file)) {
                word(Word::NotChecked, gap.place, gap.why.clone(), None)
            } else if let Some(waived) = own.first() {
                word(Word::Waived, waived.primary.span, waived.message.clone(), Some(waived.level))
            } else {
                let (said, place, why) = from_proof(proof.clone(), subject, requirement, &evidence);
                word(said, place, why, (said == Word::Broken).then_some(Level::Error))
            };
            verdict.is_contradicted = matches!(verdict.word, Word::Broken | Word::Waived)
                && matches!(proof, Some(Proof::Proved(..)));
            let (first, contradicted) = (verdict.place, verdict.is_contradicted);
            let is_broken = verdict.word == Word::Broken;
            let mut shown = vec![(first, verdict.why.clone())];
            verdicts.push(verdict);
            // Each finding is evidence of its own.
            for finding in own.iter().filter(|finding| is_broken && !finding.is_waived_for(name)) {
                let said = (finding.primary.span, finding.message.clone());
                if !shown.contains(&said) {
                    shown.push(said.clone());
                    let mut more = word(Word::Broken, said.0, said.1, Some(finding.level));
                    more.is_contradicted = contradicted;
                    verdicts.push(more);
                }
            }
        }
        // A finding about nobody's part, such as a stage that is thrown away, is not lost.
        verdicts.extend(left.into_iter().map(|finding| Verdict {
            requirement: name,
            lines: lines(finding.primary.span),
            subject: project.sources.file(finding.primary.span.file).path.clone(),
            named_at: Span::at(finding.primary.span.file, 0),
            word: if finding.is_waived_for(name) { Word::Waived } else { Word::Broken },
            place: finding.primary.span,
            why: finding.message.clone(),
            level: Some(finding.level),
            is_contradicted: false,
        }));
    }
    verdicts
}

/// What is said of a subject without findings, where, and why.
fn from_proof(
    proof: Option<Proof>,
    subject: &Subject<'_>,
    requirement: &Requirement,
    evidence: &Evidence<'_>,
) -> (Word, Span, String) {
    match proof {
        Some(Proof::Proved(place, why)) => (Word::Proved, place, why),
        Some(Proof::Refuted(place, why, _)) => (Word::Broken, place, why),
        Some(Proof::Unknown(place, why)) => (Word::Unknown, place, why),
        Some(Proof::NotApplicable(why)) => (Word::NotApplicable, subject.span(), why),
        None => match requirement.declaration.filter(|_| !evidence.is_declared()) {
            Some(what) => (Word::Unknown, subject.span(), format!("the policy declares no `{what}`")),
            None => (Word::NothingFound, subject.span(), String::new()),
        },
    }
}

/// What a requirement's proof says of a subject.
fn proof(requirement: &Requirement, subject: &Subject<'_>, evidence: &Evidence<'_>) -> Option<Proof> {
    requirement.proof.map(|prove| prove(subject, evidence).certain(subject))
}

/// What certainly breaks a requirement where no rule speaks: a rule looks at a Dockerfile once, and a service can build it
/// with other arguments.
pub(crate) fn refuted(
    policy: &Policy,
    project: &Project<'_>,
    found: &[Diagnostic],
    today: &str,
) -> Vec<Diagnostic> {
    // A Dockerfile that a script builds is a project of its own.
    if project.lines.is_some() || policy.constraints.is_empty() {
        return Vec::new();
    }
    let (subjects, located) = (subjects(project), Located::new(project));
    let mut refuted = Vec::new();
    for group in policy.groups() {
        let requirement = group.requirement;
        let asks = |finding: &&Diagnostic| {
            finding.policy.as_ref().is_some_and(|asked| asked.requirements.contains(&requirement.name))
        };
        // What is waived was told, too, but only of the services that the waiver names.
        let told = |finding: &Diagnostic| {
            let names =
                located.about(finding.primary.span).into_iter().map(|container| &container.service.name);
            let waiver = finding.waiver_for(requirement.name).cloned();
            let is_told = move |name: &str| waiver.iter().all(|one| policy.waivers.covers_service(one, name));
            names.filter(|name| is_told(&name.value)).map(|name| name.span).collect::<Vec<Span>>()
        };
        let told: HashSet<Span> = found.iter().filter(asks).flat_map(told).collect();
        let evidence = Evidence::new(today, group.declared.clone());
        let meant = subjects.iter().filter(|subject| requirement.subjects.contains(&subject.kind()));
        for subject in meant {
            let Some(Proof::Refuted(place, why, rule)) = proof(requirement, subject, &evidence) else {
                continue;
            };
            let check = policy.check_of(requirement.name, rule).filter(|_| !told.contains(&subject.span()));
            refuted.extend(check.map(|check| {
                let message = format!("{}: {why}", subject.title());
                let mut finding = Diagnostic::new(rule, place, message);
                finding.policy = Some(Box::new(Violation { check, ..Violation::default() }));
                finding
            }));
        }
    }
    refuted
}

/// Somebody whom a requirement may be asked of.
struct Meant<'s, 'p> {
    subject: &'s Subject<'p>,
    is_asked: bool,
    /// What the requirement's proof says, if it has one.
    proof: Option<Proof>,
    /// The findings that are about it.
    found: Vec<&'s Diagnostic>,
}

impl Meant<'_, '_> {
    /// Whether the opposite of a finding at a place is proved, which its own lines do not say.
    fn says_otherwise(&self, place: Span) -> bool {
        let is_proved = || matches!(self.proof, Some(Proof::Proved(..)));
        !self.subject.says(place) && (is_proved() || self.subject.pulls().is_some())
    }

    fn is_named_in(&self, finding: &Diagnostic) -> bool {
        finding.message.contains(&format!("service `{}`", self.subject.name()))
    }
}

/// Whom a finding is about. In a stage that several services share, it is not about those of which the opposite is proved, if
/// it is about another: of two services of one Dockerfile, one may set `user`, or build it with other arguments. At a place
/// that they share by an anchor, it is about those that it names.
fn about(finding: &Diagnostic, located: &Located<'_>, all: &[Meant<'_, '_>]) -> Vec<usize> {
    let place = finding.primary.span;
    // Containers come first, in their order.
    let images = all.iter().enumerate().filter(|(_, one)| matches!(one.subject, Subject::Image(_)));
    let images = images.filter(|(_, one)| one.subject.holds(place)).map(|(at, _)| at);
    let mut held: Vec<usize> = located.numbers(place).into_iter().chain(images).collect();
    held.retain(|at| all.get(*at).is_some_and(|one| one.is_asked));
    let is = |at: &usize, test: &dyn Fn(&Meant<'_, '_>) -> bool| all.get(*at).is_some_and(test);
    let says_otherwise = |one: &Meant<'_, '_>| one.says_otherwise(place);
    let is_named = |one: &Meant<'_, '_>| one.is_named_in(finding);
    let is_of_another = held.iter().any(|at| !is(at, &says_otherwise));
    let names_any = held.iter().any(|at| is(at, &is_named));
    held.retain(|at| !(is_of_another && is(at, &says_otherwise)) && (!names_any || is(at, &is_named)));
    held
}

/// Everything that something can be asked of.
pub(super) fn subjects<'p>(project: &'p Project<'p>) -> Vec<Subject<'p>> {
    let mut subjects: Vec<Subject<'p>> = project.containers().map(Subject::Container).collect();
    if project.app.is_none() {
        let images = project.dockerfiles.iter().filter_map(DockerfileModel::last_stage);
        subjects.extend(images.map(Subject::Image));
    }
    subjects
}
