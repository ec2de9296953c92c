//! From what a check found to what a report says.

use std::collections::{BTreeSet, HashMap, HashSet};

use plimsoll_diagnostics::{Diagnostic, FileId, Level, Sources, Span, Waiver};
use plimsoll_linter::{Checked, LeftOut, Linter, PolicyLine, Verdict, VerdictWord, days_between};
use plimsoll_policy::REQUIREMENTS;
use plimsoll_report::{Assurance, Attestation, InForce, Mistake, Requirement, Status, Subject, Waived};

use super::doubt;
use super::fixes::Fixes;
use super::modules;
use super::places::{place, quoted};

/// Everything that a report says.
pub(crate) fn assurance(
    linter: &Linter,
    checked: &Checked,
    mistakes: &[&Diagnostic],
    day: &str,
) -> Assurance {
    let (policy, sources) = linter.policy();
    // A policy that extends others has a title of its own, or that of the last of them.
    let own: Vec<&str> = policy
        .files
        .iter()
        .filter(|file| !file.is_extended)
        .filter_map(|file| file.title.as_deref())
        .collect();
    let mut titles = policy.files.iter().filter_map(|file| file.title.clone());
    let title = if own.is_empty() { titles.next_back() } else { Some(own.join(", ")) };
    let owners: BTreeSet<&str> = policy.files.iter().filter_map(|file| file.owner.as_deref()).collect();
    let owners: Vec<&str> = owners.into_iter().collect();
    let in_force = |file: &plimsoll_linter::PolicyFile| InForce {
        path: file.path.clone(),
        digest: file.digest.clone(),
        is_trusted: file.is_trusted,
    };
    let alike = alike(checked);
    let fixes = Fixes::new(checked, &policy.files);
    let mut requirements: Vec<Requirement> = policy
        .lines(day)
        .map(|line| {
            let mut one = requirement(&line, checked, &alike, &fixes);
            if let Some(mistake) =
                mistakes.iter().find(|one| is_at(one.primary.span, checked, &line, sources))
            {
                one.not_checked(&mistake.message);
            }
            one
        })
        .collect();
    requirements.extend(policy.keys.iter().map(|key| {
        let attestation = policy.attested.iter().find(|one| one.key == key.key && *one.expires >= *day);
        let (status, note) = match (&key.unverifiable, attestation) {
            _ if key.mistake.is_some() => (Status::NotChecked, key.mistake.clone().unwrap_or_default()),
            (None, _) => (Status::Allowed, "the policy allows this".to_owned()),
            (Some(_), Some(one)) => {
                (Status::Attested, format!("attested by {}; valid until {}", one.by, one.expires))
            }
            (Some(fact), None) => (
                Status::NotCheckable,
                format!("{}; evidence usually comes from {}", fact.reason, fact.evidence),
            ),
        };
        Requirement {
            section: key.section.clone(),
            key: key.key.clone(),
            summary: String::new(),
            word: key.value.clone(),
            scope: String::new(),
            reason: String::new(),
            status,
            note,
            subjects: Vec::new(),
        }
    }));
    requirements.extend(linter.rego_rules().iter().map(|rule| modules::rego(rule, checked)));
    requirements.extend(modules::modules(mistakes, checked));
    let is_trusted = policy.files.iter().any(|file| file.is_trusted);
    doubt::excluded(&mut requirements, is_trusted, checked);
    doubt::unread(&mut requirements, checked);
    let not_checked = checked.left_out.iter().map(|LeftOut { path, by, place }| {
        let why = if place.is_empty() { by.name().to_owned() } else { format!("excluded by {place}") };
        (path.clone(), why)
    });
    let extensions = policy.extensions.iter().map(|(key, span)| {
        (key.clone(), format!("an extension key of the policy ({})", place(sources, *span)))
    });
    let not_read = checked
        .unread
        .iter()
        .map(|one| (format!("{}:{}", one.path, one.line), format!("not read completely: {}", one.why)));
    let unsearched = checked.unsearched.iter().map(|path| (path.clone(), doubt::UNSEARCHED.to_owned()));
    let not_checked = not_read.chain(not_checked).chain(unsearched).chain(extensions);
    let mistakes_in = |is_policy: bool| {
        let own = mistakes.iter().filter(move |one| (one.rule == "policy") == is_policy);
        own.map(|one| Mistake { place: place(&checked.sources, one.primary.span), what: one.message.clone() })
    };
    Assurance {
        mistakes: mistakes_in(true).collect(),
        configuration: mistakes_in(false).collect(),
        unread: checked
            .unread
            .iter()
            .map(|one| Mistake { place: format!("{}:{}", one.path, one.line), what: one.why.clone() })
            .collect(),
        warnings: warnings(checked),
        title: title.unwrap_or_else(|| "Policy report".to_owned()),
        owner: owners.join(", "),
        day: day.to_owned(),
        files: checked.files.len(),
        paths: checked.files.iter().cloned().collect(),
        policies: policy.files.iter().map(in_force).collect(),
        requirements,
        waived: all_waived(linter, checked, day),
        attestations: policy.attested.iter().map(|one| attestation(one, day)).collect(),
        not_checked: not_checked.collect(),
        ..Assurance::default()
    }
}

/// Who answers for what no file can show, as of a day.
fn attestation(one: &plimsoll_linter::Attestation, day: &str) -> Attestation {
    Attestation {
        key: one.key.clone(),
        by: one.by.clone(),
        statement: one.statement.clone(),
        expires: one.expires.clone(),
        days_left: days_between(day, &one.expires),
    }
}

/// What of the policy matches nothing: an environment, or a service that it names.
fn warnings(checked: &Checked) -> Vec<Mistake> {
    let is_warning = |one: &&Diagnostic| one.rule == "policy" && one.level == Level::Warning;
    let warning = |one: &Diagnostic| Mistake {
        place: place(&checked.sources, one.primary.span),
        what: one.message.clone(),
    };
    checked.diagnostics.iter().filter(is_warning).map(warning).collect()
}

/// Whether a place of what was checked is where a line of the policy asks for something.
fn is_at(place: Span, checked: &Checked, line: &PolicyLine<'_>, policy: &Sources) -> bool {
    let same_file = checked.sources.file(place.file).path == policy.file(line.place.file).path;
    let extent = line.extent.start..=line.extent.end;
    same_file
        && (place.start == line.place.start || line.extent != line.place && extent.contains(&place.start))
}

/// The names that several services or stages have.
fn alike(checked: &Checked) -> HashSet<&str> {
    let mut places: HashMap<&str, (FileId, usize)> = HashMap::new();
    let mut alike = HashSet::new();
    for verdict in &checked.verdicts {
        let place = (verdict.named_at.file, verdict.named_at.start as usize);
        if *places.entry(&*verdict.subject).or_insert(place) != place {
            alike.insert(&*verdict.subject);
        }
    }
    alike
}

/// What was found out about a line of the policy.
fn requirement(
    line: &PolicyLine<'_>,
    checked: &Checked,
    alike: &HashSet<&str>,
    fixes: &Fixes<'_>,
) -> Requirement {
    let verdicts: Vec<&Verdict> =
        checked.verdicts.iter().filter(|verdict| verdict.lines.contains(&line.number)).collect();
    let page = REQUIREMENTS.iter().find(|one| one.name == line.requirement);
    let beyond = page.map_or("", |page| page.beyond);
    let status = status(&verdicts, line.level, beyond.is_empty());
    let unsearched = doubt::unsearched(line.requirement, status, checked);
    let status = if unsearched.is_some() { Status::Undecided } else { status };
    let note = match status {
        Status::Undecided if unsearched.is_some() => unsearched.unwrap_or_default(),
        Status::NotApplicable if verdicts.is_empty() => {
            "there is nothing that this requirement applies to".to_owned()
        }
        Status::SatisfiedInPart => format!("not checkable in files: {beyond}"),
        Status::NothingFound => {
            "no check found a violation, but files cannot prove that there is none".to_owned()
        }
        _ => String::new(),
    };
    let mut subjects: Vec<&Verdict> = verdicts;
    subjects.sort_by_key(|verdict| verdict.word);
    let name = |verdict: &Verdict| {
        if alike.contains(&*verdict.subject) {
            format!("{} ({})", verdict.subject, place(&checked.sources, verdict.named_at))
        } else {
            verdict.subject.clone()
        }
    };
    let subject = |verdict: &&Verdict| Subject {
        name: name(verdict),
        verdict: verdict.word.name().to_owned(),
        place: place(&checked.sources, verdict.place),
        source: quoted(&checked.sources, verdict.place),
        why: verdict.why.clone(),
        fix: fixes.of(verdict),
    };
    Requirement {
        section: line.section.to_owned(),
        key: line.key.to_owned(),
        summary: page.map_or("", |page| page.summary).to_owned(),
        word: line.word.clone(),
        scope: scope(line),
        reason: line.why.unwrap_or_default().to_owned(),
        status,
        note,
        subjects: subjects.iter().map(subject).collect(),
    }
}

/// Of whom a line of the policy asks something, if not of all.
fn scope(line: &PolicyLine<'_>) -> String {
    let environment = line.environment.map(|name| format!("environment {name}"));
    let only = (!line.only.is_empty()).then(|| format!("only {}", line.only.join(", ")));
    environment.into_iter().chain(only).collect::<Vec<_>>().join("; ")
}

/// The status of what is asked, from what was found of each subject. What could not be read comes before all else.
fn status(verdicts: &[&Verdict], level: Level, is_whole: bool) -> Status {
    let any = |word| verdicts.iter().any(|verdict| verdict.word == word);
    let all = |word| {
        verdicts.iter().any(|verdict| verdict.word == word)
            && verdicts
                .iter()
                .all(|verdict| verdict.word == word || verdict.word == VerdictWord::NotApplicable)
    };
    if any(VerdictWord::NotChecked) {
        Status::NotChecked
    } else if any(VerdictWord::Broken) && level == Level::Error {
        Status::Violated
    } else if any(VerdictWord::Broken) {
        Status::ViolatedPreferred
    } else if any(VerdictWord::Unknown) {
        Status::Undecided
    } else if any(VerdictWord::Waived) {
        Status::Waived
    } else if any(VerdictWord::NothingFound) {
        Status::NothingFound
    } else if all(VerdictWord::Proved) {
        if is_whole { Status::Satisfied } else { Status::SatisfiedInPart }
    } else {
        Status::NotApplicable
    }
}

/// What is waived, and the waivers that cover nothing: those that have ended first, then these, then by the days left.
fn all_waived(linter: &Linter, checked: &Checked, day: &str) -> Vec<Waived> {
    let mut all: Vec<Waived> = checked
        .waived
        .iter()
        .chain(&checked.diagnostics)
        .flat_map(|finding| waived(finding, &checked.sources, day))
        .collect();
    let (policy, sources) = linter.policy();
    let to_come: HashMap<&str, &str> = policy
        .waivers()
        .filter_map(|(waiver, _, begin)| Some((&*waiver.id, begin.filter(|begin| *begin > day)?)))
        .collect();
    for one in &mut all {
        if let Some(begin) = to_come.get(&*one.id) {
            one.what = format!("covers nothing before {begin}: {}", one.what);
        }
    }
    let mut idle: Vec<Waived> = policy
        .waivers()
        .filter(|(waiver, ..)| all.iter().all(|one| one.id != waiver.id))
        .map(|(waiver, named, begin)| {
            let days_left = days_between(day, &waiver.expires);
            let has_ended = days_left.is_some_and(|left| left < 0);
            let what = match begin.filter(|begin| *begin > day) {
                Some(begin) => format!("covers nothing before {begin}"),
                None if has_ended => "ended, so it covers nothing".to_owned(),
                None => "no finding matches".to_owned(),
            };
            Waived {
                id: waiver.id.clone(),
                what,
                place: place(sources, named),
                owner: waiver.owner.clone(),
                reason: waiver.reason.clone(),
                expires: waiver.expires.clone(),
                days_left,
            }
        })
        .collect();
    idle.sort_by_key(|one| one.days_left.is_none_or(|left| left >= 0));
    all.sort_by_key(|one| one.days_left);
    idle.into_iter().chain(all).collect()
}

/// Who answers for a finding, or did.
fn waived(finding: &Diagnostic, sources: &Sources, day: &str) -> Vec<Waived> {
    let Some(asked) = finding.policy.as_ref() else { return Vec::new() };
    let mut waivers: Vec<&Waiver> = asked.waived.iter().map(|(_, waiver)| waiver).collect();
    waivers.extend(asked.waiver.as_ref().or(asked.lapsed.as_ref()));
    let mut seen = BTreeSet::new();
    waivers.retain(|waiver| seen.insert(&waiver.id));
    let row = |waiver: &Waiver| Waived {
        id: waiver.id.clone(),
        what: finding.message.clone(),
        place: place(sources, finding.primary.span),
        owner: waiver.owner.clone(),
        reason: waiver.reason.clone(),
        expires: waiver.expires.clone(),
        days_left: days_between(day, &waiver.expires),
    };
    waivers.into_iter().map(row).collect()
}
