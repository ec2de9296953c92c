//! What a report says of rules in Rego.

use plimsoll_diagnostics::{Diagnostic, Level};
use plimsoll_linter::{Checked, RegoRule, rego_failed};
use plimsoll_report::{Requirement, Status, Subject};

use super::places::{place, quoted};

/// The modules in Rego that have mistakes, because of which rules in them may be unknown.
pub(super) fn modules(mistakes: &[&Diagnostic], checked: &Checked) -> Vec<Requirement> {
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
pub(super) fn rego(rule: &RegoRule, checked: &Checked) -> Requirement {
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
        fix: String::new(),
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
