//! What changed since an earlier report.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Assurance, Status, VERSION};

/// What changed since an earlier report. Requirements are named by their section and key, controls by their standard and
/// number.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Trend {
    /// The day of the earlier report.
    pub since: String,
    /// Whether other policies were in force: counts are not comparable then.
    pub is_other_policy: bool,
    /// What is better, with the status before and after.
    pub better: Vec<Change>,
    /// What is worse.
    pub worse: Vec<Change>,
    /// What was not asked for before.
    pub new: Vec<String>,
    /// What is not asked for any more.
    pub gone: Vec<String>,
    /// How many requirements have the same status.
    pub same: usize,
}

/// A status that changed, or what breaks it where the status is the same.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// Of what.
    pub name: String,
    /// What breaks it now, or no longer, where the status is the same.
    pub subjects: String,
    /// The status before.
    pub before: &'static str,
    /// The status now.
    pub after: &'static str,
}

impl Trend {
    /// Compares a report with an earlier one, which is given as its JSON.
    ///
    /// # Errors
    /// When that is no such report.
    pub fn new(earlier: &[u8], now: &Assurance) -> Result<Trend, String> {
        Ok(Trend::of(&parsed(earlier)?, now))
    }

    pub(super) fn of(earlier: &Value, now: &Assurance) -> Trend {
        let mut digests: Vec<String> =
            list(earlier, "policies").map(|policy| text(policy, "digest")).collect();
        let mut own: Vec<String> = now.policies.iter().map(|policy| policy.digest.clone()).collect();
        digests.sort_unstable();
        own.sort_unstable();
        let violated = |one: &Value| -> BTreeSet<String> {
            let violated = list(one, "subjects").filter(|subject| text(subject, "verdict") == "violated");
            violated.map(|subject| text(subject, "name")).collect()
        };
        let found = |one: &Value| -> BTreeSet<String> {
            list(one, "findings").map(|finding| text(finding, "message")).collect()
        };
        let status = |one: &Value| Status::named(&text(one, "status"));
        let mut before = States::new();
        for one in list(earlier, "requirements") {
            let Some(status) = status(one) else { continue };
            add(
                &mut before,
                name(&text(one, "section"), &text(one, "key"), &text(one, "scope")),
                status,
                violated(one),
            );
        }
        // A standard that only one of the reports shows has not changed.
        let is_shown = |id: &str| now.standards.iter().any(|one| one.id == id);
        let was_shown = |id: &str| list(earlier, "standards").any(|one| text(one, "id") == id);
        for standard in list(earlier, "standards").filter(|one| is_shown(&text(one, "id"))) {
            for row in list(standard, "rows") {
                let Some(status) = status(row) else { continue };
                add(&mut before, control(&text(standard, "id"), &text(row, "control")), status, found(row));
            }
        }
        let mut trend =
            Trend { since: text(earlier, "day"), is_other_policy: digests != own, ..Trend::default() };
        let mut after = States::new();
        for one in &now.requirements {
            let violated = one.subjects.iter().filter(|subject| subject.verdict == "violated");
            let violated = violated.map(|subject| subject.name.clone()).collect();
            add(&mut after, name(&one.section, &one.key, &one.scope), one.status, violated);
        }
        let shown = now.standards.iter().filter(|one| was_shown(&one.id));
        for (standard, row) in shown.flat_map(|one| one.rows.iter().map(move |row| (one, row))) {
            let found = row.findings.iter().map(|finding| finding.message.clone()).collect();
            add(&mut after, control(&standard.id, &row.number), row.status, found);
        }
        for (name, (status, violated)) in &after {
            match before.get(name) {
                None => trend.new.push(name.clone()),
                Some((old, before)) => {
                    let change = |subjects| Change {
                        name: name.clone(),
                        subjects,
                        before: old.name(),
                        after: status.name(),
                    };
                    // Of two reports with one status, the subjects may be others.
                    let only = |these: &BTreeSet<String>, those: &BTreeSet<String>| {
                        let only: Vec<&str> = these.difference(those).map(String::as_str).collect();
                        (!only.is_empty()).then(|| change(only.join(", ")))
                    };
                    match rank(*status).cmp(&rank(*old)) {
                        std::cmp::Ordering::Greater => trend.better.push(change(String::new())),
                        std::cmp::Ordering::Less => trend.worse.push(change(String::new())),
                        std::cmp::Ordering::Equal => {
                            let (worse, better) = (only(violated, before), only(before, violated));
                            trend.same += usize::from(worse.is_none() && better.is_none());
                            trend.worse.extend(worse);
                            trend.better.extend(better);
                        }
                    }
                }
            }
        }
        trend.gone = before.into_keys().filter(|name| !after.contains_key(name)).collect();
        trend
    }

    /// The same in a sentence: `1 better, 2 worse, 3 the same`.
    pub(super) fn summary(&self) -> String {
        let counts = [
            (self.better.len(), "better"),
            (self.worse.len(), "worse"),
            (self.same, "the same"),
            (self.new.len(), "new"),
            (self.gone.len(), "gone"),
        ];
        let parts = counts.iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts.map(|(count, word)| format!("{count} {word}")).collect();
        if parts.is_empty() { "nothing to compare".to_owned() } else { parts.join(", ") }
    }
}

/// An earlier report.
pub(super) fn parsed(bytes: &[u8]) -> Result<Value, String> {
    let whole: Value = serde_json::from_slice(bytes).map_err(|why| format!("not a report in JSON: {why}"))?;
    if whole.get("report").and_then(Value::as_u64) != Some(u64::from(VERSION)) {
        return Err("this version of Plimsoll cannot read the report".to_owned());
    }
    Ok(whole)
}

/// The items of a list in an earlier report; none where there is no list.
pub(super) fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// A text in an earlier report; empty where there is none.
pub(super) fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// What to say on top where the policy is another.
pub(super) const OTHER_POLICY: &str = "The policy has changed since the earlier report, so the counts are not comparable. Only keys that both policies contain are compared.";

/// Of whom it is asked belongs to it: a key can have several environments.
fn name(section: &str, key: &str, scope: &str) -> String {
    let scope = if scope.is_empty() { String::new() } else { format!(" ({scope})") };
    format!("{section}.{key}{scope}")
}

fn control(standard: &str, number: &str) -> String {
    format!("{standard}:{number}")
}

/// What is compared, by name: its status, and what breaks it.
type States = BTreeMap<String, (Status, BTreeSet<String>)>;

/// Adds a status. Of two lines of a policy that ask for the same, the worse one counts.
fn add(states: &mut States, name: String, now: Status, broken: BTreeSet<String>) {
    let (known, all) = states.entry(name).or_insert((now, BTreeSet::new()));
    if rank(now) < rank(*known) {
        *known = now;
    }
    all.extend(broken);
}

/// How good a status is.
fn rank(status: Status) -> u8 {
    match status {
        Status::Violated | Status::FindingAgainst => 0,
        Status::FindingAgainstPart => 1,
        Status::ViolatedPreferred => 2,
        Status::NotChecked | Status::Undecided => 3,
        Status::Waived | Status::Excepted | Status::NotCheckable => 4,
        Status::Attested | Status::NothingFound => 5,
        Status::SatisfiedInPart => 6,
        Status::Satisfied | Status::NotApplicable | Status::Allowed => 7,
    }
}
