//! The report as JUnit's XML: a suite for the policy and one for each standard, a test for each thing that is asked. What
//! shows test results shows how they change.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{Assurance, Control, Mistake, Requirement, Status};
use crate::xml::Xml;

/// What is asked, and of whom, if not of all.
fn name(one: &Requirement) -> String {
    if one.scope.is_empty() { one.key.clone() } else { format!("{} ({})", one.key, one.scope) }
}

/// A test: its class, its name, what came out, and what is said about it.
type Case = (String, String, Status, String);

pub(super) fn write(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    let of_policy =
        report.requirements.iter().map(|one| (one.section.clone(), name(one), one.status, evidence(one)));
    let mut suites: Vec<(String, Vec<Case>)> = Vec::new();
    if let Some(incomplete) = report.incomplete() {
        let mistakes = report.mistakes.iter().chain(&report.configuration);
        let mistakes =
            mistakes.map(|one| ("policy", one)).chain(report.unread.iter().map(|one| ("file", one)));
        let case = |(class, one): (&str, &Mistake)| {
            (class.to_owned(), one.place.clone(), Status::NotChecked, one.what.clone())
        };
        suites.push((incomplete, mistakes.map(case).collect()));
    }
    suites.push((report.title.clone(), of_policy.collect()));
    suites.extend(report.standards.iter().map(|standard| {
        let case = |one: &Control| {
            (standard.id.clone(), format!("{} {}", one.number, one.asks), one.status, one.found().join("\n"))
        };
        (standard.title.clone(), standard.rows.iter().map(case).collect())
    }));
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"plimsoll report\">")?;
    for (name, cases) in suites.iter().filter(|(_, cases)| !cases.is_empty()) {
        let count =
            |wanted: fn(Status) -> bool| cases.iter().filter(|(_, _, status, _)| wanted(*status)).count();
        let (failed, errors, skipped) = (count(fails), count(is_error), count(is_skipped));
        writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failed}\" errors=\"{errors}\" skipped=\"{skipped}\">",
            Xml(name),
            cases.len(),
        )?;
        let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (class, name, status, evidence) in cases {
            // What reads the file takes two tests of one name for one.
            let times = seen.entry((class.as_str(), name.as_str())).or_default();
            *times += 1;
            let name = if *times > 1 { format!("{name} ({times})") } else { name.clone() };
            write!(out, "    <testcase classname=\"{}\" name=\"{}\"", Xml(class), Xml(&name))?;
            let (word, why, evidence) = (status.name(), evidence, Xml(evidence));
            if fails(*status) {
                writeln!(out, ">\n      <failure message=\"{word}\">{evidence}</failure>\n    </testcase>")?;
            } else if is_error(*status) {
                writeln!(out, ">\n      <error message=\"{word}\">{evidence}</error>\n    </testcase>")?;
            } else if is_skipped(*status) {
                writeln!(
                    out,
                    ">\n      <skipped message=\"{word}{}\"/>\n    </testcase>",
                    Xml(&because(why))
                )?;
            } else {
                writeln!(out, "/>")?;
            }
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn fails(status: Status) -> bool {
    matches!(status, Status::Violated | Status::FindingAgainst | Status::FindingAgainstPart)
}

fn is_error(status: Status) -> bool {
    status == Status::NotChecked
}

/// Whether nothing passed and nothing failed.
fn is_skipped(status: Status) -> bool {
    let passes = matches!(status, Status::Satisfied | Status::SatisfiedInPart);
    !passes && !fails(status) && !is_error(status)
}

/// What is said behind a word, in the same line.
fn because(why: &str) -> String {
    if why.is_empty() { String::new() } else { format!(": {}", why.lines().collect::<Vec<_>>().join("; ")) }
}

/// What shows the status, a line for each subject.
fn evidence(one: &Requirement) -> String {
    let subject = |subject: &super::Subject| {
        let why = if subject.why.is_empty() { String::new() } else { format!(", {}", subject.why) };
        format!("{}: {}: {}{why}", subject.place, subject.name, subject.verdict)
    };
    let lines: Vec<String> = one.subjects.iter().map(subject).collect();
    if lines.is_empty() || !one.note.is_empty() && one.status == Status::NothingFound {
        one.note.clone()
    } else {
        lines.join("\n")
    }
}
