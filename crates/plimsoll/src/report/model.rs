//! From what a check found to what a report says.

use std::collections::{BTreeSet, HashMap, HashSet};

use plimsoll_diagnostics::{Diagnostic, FileId, Level, Sources, Span, Waiver};
use plimsoll_linter::{
    Checked, LeftOut, Linter, PolicyLine, RegoRule, Verdict, VerdictWord, days_between, rego_failed,
};
use plimsoll_policy::REQUIREMENTS;
use plimsoll_report::{Assurance, Attestation, InForce, Mistake, Requirement, Status, Subject, Waived};

use super::doubt;
use super::places::{place, quoted};

/// Everything that a report says.
pub(crate) fn assurance(
    linter: &Linter,
    checked: &Checked,
    mistakes: &[&Diagnostic],
    day: &str,
) -> Assurance {
    let (policy, sources) = linter.policy();
    let mut titles = policy.files.iter().filter_map(|file| file.title.clone());
    let owners: Vec<String> = policy.files.iter().filter_map(|file| file.owner.clone()).collect();
    let in_force = |file: &plimsoll_linter::PolicyFile| InForce {
        path: file.path.clone(),
        digest: file.digest.clone(),
        is_trusted: file.is_trusted,
    };
    let alike = alike(checked);
    let mut requirements: Vec<Requirement> = policy
        .lines(day)
        .map(|line| {
            let mut one = requirement(&line, checked, &alike);
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
    requirements.extend(linter.rego_rules().iter().map(|rule| rego(rule, checked)));
    requirements.extend(modules(mistakes, checked));
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
        title: titles.next_back().unwrap_or_else(|| "Policy report".to_owned()),
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

/// The modules in Rego that have mistakes, because of which rules in them may be unknown.
fn modules(mistakes: &[&Diagnostic], checked: &Checked) -> Vec<Requirement> {
    let mut found: Vec<Requirement> = Vec::new();
    // A mistake of a rule that is known by its name is told of that rule.
    for mistake in mistakes.iter().filter(|one| one.aliases.iter().flatten().next().is_none()) {
        let path = &checked.sources.file(mistake.primary.span.file).path;
        if path.ends_with(".rego") && found.iter().all(|known| known.key != *path) {
            found.push(Requirement {
                section: "rego".to_owned(),
                key: path.clone(),
                summary: String::new(),
                word: "required".to_owned(),
                scope: String::new(),
                reason: String::new(),
                status: Status::NotChecked,
                note: mistake.message.clone(),
                subjects: Vec::new(),
            });
        }
    }
    found
}

/// What a rule in Rego found. That it found nothing proves nothing.
fn rego(rule: &RegoRule, checked: &Checked) -> Requirement {
    let alias = format!("rego/{}", rule.name);
    let is_its = |finding: &&Diagnostic| {
        finding.rule == "rego" && finding.aliases.iter().flatten().any(|one| **one == *alias)
    };
    let found: Vec<&Diagnostic> = checked.diagnostics.iter().filter(is_its).collect();
    let (excepted, waived): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        checked.waived.iter().filter(is_its).partition(|finding| exception(finding).is_some());
    let doubt = checked.diagnostics.iter().find(|finding| is_doubt(finding, &alias));
    let failed = [rego_failed(&rule.name), rego_failed("*")];
    let failed = checked.diagnostics.iter().find(|finding| {
        finding.aliases.iter().flatten().any(|alias| failed.iter().any(|one| *one == **alias))
    });
    let status = if failed.is_some() {
        Status::NotChecked
    } else if found.iter().any(|finding| finding.level == Level::Error) {
        Status::Violated
    } else if !found.is_empty() {
        Status::ViolatedPreferred
    } else if !waived.is_empty() {
        Status::Waived
    } else if doubt.is_some() {
        Status::Undecided
    } else if !excepted.is_empty() {
        Status::Excepted
    } else if checked.files.is_empty() {
        Status::NotApplicable
    } else {
        Status::NothingFound
    };
    let subject = |(finding, verdict): (&&Diagnostic, &'static str)| Subject {
        name: checked.sources.file(finding.primary.span.file).path.clone(),
        verdict: verdict.to_owned(),
        place: place(&checked.sources, finding.primary.span),
        source: quoted(&checked.sources, finding.primary.span),
        why: match exception(finding).zip(finding.related.last()) {
            Some((name, label)) => {
                format!("{} (by `{name}`, {})", finding.message, place(&checked.sources, label.span))
            }
            None => finding.message.clone(),
        },
    };
    let broken = found.iter().map(|finding| (finding, "violated"));
    let waived = waived.iter().map(|finding| (finding, "waived"));
    let all = broken.chain(waived).chain(excepted.iter().map(|finding| (finding, "excepted")));
    let note = failed
        .or(doubt)
        .map(|doubt| format!("{} ({})", doubt.message, place(&checked.sources, doubt.primary.span)));
    let word = if rule.level == Level::Error { "required" } else { "preferred" };
    Requirement {
        section: "rego".to_owned(),
        key: rule.name.clone(),
        summary: rule.title.clone(),
        word: word.to_owned(),
        scope: String::new(),
        reason: String::new(),
        status,
        note: note.unwrap_or_default(),
        subjects: all.map(subject).collect(),
    }
}

/// The rule of a policy that excuses a finding.
fn exception(finding: &Diagnostic) -> Option<&str> {
    finding.policy.as_ref()?.exception.as_deref()
}

/// Whether a finding says that a part of this rule in Rego has no value.
fn is_doubt(finding: &Diagnostic, alias: &str) -> bool {
    let doubt = format!("{alias}:undefined");
    finding.aliases.iter().flatten().any(|own| **own == *doubt)
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
fn requirement(line: &PolicyLine<'_>, checked: &Checked, alike: &HashSet<&str>) -> Requirement {
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
