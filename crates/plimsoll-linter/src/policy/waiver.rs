//! Waivers: somebody answers for a finding until a day.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use plimsoll_compose::yaml::days_in_month;
use plimsoll_diagnostics::{Diagnostic, Fix, Level, Sources, Span, Waiver};
use plimsoll_facts::standards::RuleControl;

use super::{At, Constraint, Located, copied, finding};
use crate::config::Globs;

/// How many days before its end a waiver is mentioned.
pub(super) const SOON: i64 = 14;

/// The waivers of a run.
#[derive(Default)]
pub(crate) struct Waivers {
    pub(crate) all: Vec<Written>,
    /// Where each id is written.
    pub(crate) ids: HashMap<String, Span>,
    /// For each path that was asked for, which of them are for its file.
    by_path: Mutex<HashMap<String, Arc<[bool]>>>,
}

/// A waiver, as it is written.
pub(crate) struct Written {
    pub(crate) waiver: Waiver,
    /// Where it is named, and where its end is written.
    pub(crate) place: Span,
    pub(crate) end: Span,
    /// The lines that go if it is removed; `None` if nobody but its owner can remove it.
    pub(crate) lines: Option<Span>,
    /// The day on which it begins, and where that is written.
    pub(crate) begin: Option<(Span, String)>,
    pub(crate) what: What,
    pub(crate) files: Option<Vec<Globs>>,
    pub(crate) services: HashSet<String>,
    /// The one finding that is waived, by its digest.
    pub(crate) finding: Option<String>,
    /// Whether it may waive: a repository cannot waive what a trusted policy asks for.
    pub(crate) counts: bool,
}

/// Who answers for a finding.
#[derive(Default)]
pub(super) struct Judgement {
    /// The waiver that covers all of it.
    pub(super) waiver: Option<Waiver>,
    /// The requirements that have a waiver of their own.
    pub(super) waived: Vec<(&'static str, Waiver)>,
    /// The waiver that covered it, or will.
    pub(super) lapsed: Option<Waiver>,
    /// Where that is written, and what is said of it.
    pub(super) label: Option<(Span, String)>,
}

impl Judgement {
    /// Whether a requirement has a waiver of its own.
    pub(super) fn has(&self, requirement: &str) -> bool {
        self.waived.iter().any(|(name, _)| *name == requirement)
    }

    /// Puts it into the finding. The policy is in the files `from`, the finding in the files `to`.
    pub(super) fn note_in(self, found: &mut Diagnostic, from: &Sources, to: &Sources) {
        if let Some(asked) = &mut found.policy {
            (asked.waiver, asked.waived, asked.lapsed) = (self.waiver, self.waived, self.lapsed);
        }
        if let Some((place, text)) = self.label {
            found.label(copied(place, from, to), text);
        }
    }
}

/// What is waived.
pub(crate) enum What {
    Requirement(&'static str),
    Rule(&'static str),
    /// What answers to a control: rules, or one option of a rule.
    Control(Vec<RuleControl>),
    /// A rule in Rego, `main.deny_owner`.
    Rego(String),
}

impl Waivers {
    /// Whether a waiver is for a service: it names it, or none.
    pub(super) fn covers_service(&self, waiver: &Waiver, service: &str) -> bool {
        let own = self.all.iter().find(|one| one.waiver.id == waiver.id);
        own.is_none_or(|one| one.services.is_empty() || one.services.contains(service))
    }

    /// Who answers for a finding, or that nobody does any more.
    pub(super) fn judge(
        &self,
        found: &Diagnostic,
        constraints: &[&Constraint],
        at: &At<'_>,
        located: &Located<'_>,
        today: &str,
    ) -> Judgement {
        let mut judgement = Judgement::default();
        if self.all.is_empty() {
            return judgement;
        }
        let for_files: Vec<Arc<[bool]>> =
            std::iter::once(at.path).chain(at.paths()).map(|path| self.for_file(path)).collect();
        let is_for_file =
            |number: usize| for_files.iter().any(|these| these.get(number).copied().unwrap_or(false));
        let counts = |one: &Written| one.counts || one.is_accepted_by(constraints);
        let counting =
            self.all.iter().enumerate().filter(|(number, one)| is_for_file(*number) && counts(one));
        let digest = OnceCell::new();
        let digest = || -> &str { digest.get_or_init(|| located.digest(found)) };
        let covering = counting.map(|(_, one)| one).filter(|one| one.covers(found, at, &digest));
        let (of_requirements, of_all): (Vec<&Written>, Vec<&Written>) =
            covering.partition(|one| matches!(one.what, What::Requirement(_)));
        let mut lapsed = None;
        match best(&of_all, today) {
            Some(best) if best.holds(today) => {
                judgement.waiver = Some(best.waiver.clone());
                return judgement;
            }
            best => lapsed = lapsed.or(best),
        }
        let names: BTreeSet<&'static str> =
            constraints.iter().map(|constraint| constraint.requirement.name).collect();
        for name in &names {
            let own: Vec<&Written> = of_requirements
                .iter()
                .copied()
                .filter(|one| matches!(&one.what, What::Requirement(own) if own == name))
                .collect();
            match best(&own, today) {
                Some(best) if best.holds(today) => judgement.waived.push((name, best.waiver.clone())),
                best => lapsed = lapsed.or(best),
            }
        }
        // What violates another requirement, too, is waived for the one alone.
        if !names.is_empty() && judgement.waived.len() == names.len() {
            judgement.waiver = judgement.waived.first().map(|(_, waiver)| waiver.clone());
        } else if let Some(lapsed) = lapsed {
            judgement.lapsed = Some(lapsed.waiver.clone());
            judgement.label = Some(lapsed.label(today));
        }
        judgement
    }

    /// Which of them are for a file, each by its number.
    fn for_file(&self, path: &str) -> Arc<[bool]> {
        let mut known = self.by_path.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(path) {
            return known.clone();
        }
        let is_for = |one: &Written| {
            one.files.as_ref().is_none_or(|files| files.iter().any(|globs| globs.matches(path)))
        };
        let found: Arc<[bool]> = self.all.iter().map(is_for).collect();
        known.insert(path.to_owned(), found.clone());
        found
    }

    /// Those among the used ones that end within two weeks.
    pub(super) fn ending(&self, used: &BTreeSet<&str>, today: &str) -> Vec<Diagnostic> {
        let used = self.all.iter().filter(|one| used.contains(&*one.waiver.id));
        let left = used.filter_map(|one| Some((one, days_between(today, &one.waiver.expires)?)));
        let soon = left.filter(|(_, days)| (0..=SOON).contains(days));
        let say = |(one, days): (&Written, i64)| {
            let message = format!("waiver `{}` ends in {}", one.waiver.id, count_of_days(days));
            let mut found = finding(super::RULE, Level::Note, one.end, message);
            found.help(format!("ask {} whether to extend it", one.waiver.owner));
            found
        };
        soon.map(say).collect()
    }

    /// Those that match no finding. Unless everything was read, a finding may be missing, and they stay.
    pub(super) fn unused(&self, used: &BTreeSet<&str>, today: &str, has_read_all: bool) -> Vec<Diagnostic> {
        let unused = self.all.iter().filter(|one| !used.contains(&*one.waiver.id));
        let say = |one: &Written| {
            let is_idle = one.counts && !one.holds(today);
            let message = if is_idle {
                one.label(today).1
            } else {
                format!("waiver `{}` does not match any finding", one.waiver.id)
            };
            let mut found = finding("unused-waiver", Level::Warning, one.place, message);
            if is_idle {
                found
                    .here("this waiver covers nothing today")
                    .help("remove the waiver, or correct its dates");
            } else if one.counts {
                found
                    .here("either the finding is fixed, or `where` is wrong")
                    .help("remove the waiver, or correct its `where`");
            } else {
                found
                    .here("this waiver is in the checked files, but the policy is not")
                    .help("ask the policy's owner for a waiver in the policy");
            }
            let may_go = has_read_all && one.counts && one.has_begun(today);
            if let Some(lines) = one.lines.filter(|_| may_go) {
                found.fix(Fix::safe("remove the waiver").delete(lines));
            }
            found
        };
        unused.map(say).collect()
    }
}

/// The one that says most about a finding: one that has begun, and of these the one that lasts longest.
fn best<'w>(all: &[&'w Written], today: &str) -> Option<&'w Written> {
    all.iter().copied().min_by_key(|one| (!one.has_begun(today), std::cmp::Reverse(&*one.waiver.expires)))
}

impl Written {
    /// Whether all that it would waive may be waived in what is checked.
    fn is_accepted_by(&self, constraints: &[&Constraint]) -> bool {
        let is_meant = |one: &&&Constraint| match &self.what {
            What::Requirement(name) => one.requirement.name == *name,
            _ => true,
        };
        let mut meant = constraints.iter().filter(is_meant).peekable();
        meant.peek().is_some() && meant.all(|one| one.is_waivable)
    }

    /// Whether it is in force.
    fn holds(&self, today: &str) -> bool {
        self.has_begun(today) && (today.is_empty() || *self.waiver.expires >= *today)
    }

    /// Why it is not: the place and a sentence.
    fn label(&self, today: &str) -> (Span, String) {
        match self.begin.as_ref().filter(|_| !self.has_begun(today)) {
            Some((place, day)) => (*place, format!("waiver `{}` begins on {day}", self.waiver.id)),
            None => (self.end, format!("waiver `{}` ended on {}", self.waiver.id, self.waiver.expires)),
        }
    }

    fn has_begun(&self, today: &str) -> bool {
        today.is_empty() || self.begin.as_ref().is_none_or(|(_, day)| **day <= *today)
    }

    /// Whether it is about a finding in its files.
    fn covers<'d>(&self, found: &Diagnostic, at: &At<'_>, digest: &dyn Fn() -> &'d str) -> bool {
        let is_meant = match &self.what {
            What::Requirement(_) => true,
            What::Rule(rule) => found.rule == *rule,
            What::Control(rows) => rows.iter().any(|row| row.is_about(&found.rule, &found.message)),
            What::Rego(name) => found.aliases.iter().flatten().any(|alias| **alias == **name),
        };
        let of_services = || {
            self.services.is_empty()
                || !at.services.is_empty() && at.services.iter().all(|one| self.services.contains(&one.name))
        };
        let is_it = || self.finding.as_ref().is_none_or(|own| own == digest());
        is_meant && of_services() && is_it()
    }
}

/// A number of days, in words.
pub(super) fn count_of_days(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// How many days there are from one date to another; `None` for what is no date.
pub fn days_between(from: &str, to: &str) -> Option<i64> {
    Some(day_number(to)? - day_number(from)?)
}

/// The number of a day, so that days can be subtracted.
pub(super) fn day_number(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    let (year, month, day): (i64, i64, i64) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let last = days_in_month(u32::try_from(year).ok()?, u32::try_from(month).ok()?)?;
    if !(1..=i64::from(last)).contains(&day) {
        return None;
    }
    // March is the first month, so that the day which leap years add comes last.
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    Some(year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day)
}

#[cfg(test)]
mod tests {
    use super::{day_number, days_between};

    #[test]
    fn days_can_be_subtracted() {
        assert_eq!(days_between("2026-11-01", "2027-02-01"), Some(92));
        assert_eq!(days_between("2024-02-28", "2024-03-01"), Some(2));
        assert_eq!(days_between("2026-12-31", "2027-01-01"), Some(1));
        for wrong in ["2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", "soon", ""] {
            assert_eq!(day_number(wrong), None, "{wrong}");
        }
    }
}
