//! A report for people who ask what was checked: what a policy asks for, what is proved of whom, and what is not known.
//!
//! It never says that somebody complies with anything. It says what the files show.

mod first;
mod history;
mod html;
mod json;
mod junit;
mod markdown;
mod order;
mod picture;
mod prose;
mod read;
mod status;
mod tables;
mod trend;

use std::io::{self, Write};

pub use history::Point;
pub(crate) use order::in_order;
pub use picture::{Picture, ReachedService};
pub use status::Status;
pub use tables::{Danger, ImageFacts, ServiceFacts, THREATS};
pub use trend::{Change, Trend};

/// The version of this format.
const VERSION: u32 = 1;

/// How many mistakes the first line names.
const PLACES: usize = 5;

/// What a report is made of.
#[derive(Debug, Default)]
pub struct Assurance {
    /// What is wrong with the policy, so that nobody knows what it asks for there.
    pub mistakes: Vec<Mistake>,
    /// The same for the configuration.
    pub configuration: Vec<Mistake>,
    /// The files that were not read in whole.
    pub unread: Vec<Mistake>,
    /// What of the policy matches nothing.
    pub warnings: Vec<Mistake>,
    /// The title of the policy.
    pub title: String,
    /// The team that answers for it.
    pub owner: String,
    /// The day that it is about, as `2026-04-30`.
    pub day: String,
    /// How many files were looked at.
    pub files: usize,
    /// Their paths.
    pub paths: Vec<String>,
    /// The policies in force.
    pub policies: Vec<InForce>,
    /// What they ask for.
    pub requirements: Vec<Requirement>,
    /// What can be reached from outside.
    pub pictures: Vec<Picture>,
    /// How services are meant to run.
    pub services: Vec<ServiceFacts>,
    /// The findings that are about no service, for each class of threats.
    pub other_threats: [usize; 6],
    /// The same for findings that somebody answers for.
    pub other_waived_threats: [usize; 6],
    /// What was checked for each threat to containers and their host.
    pub dangers: Vec<Danger>,
    /// The day on which the tables of facts were compared with their sources.
    pub facts: String,
    /// The images that are pulled.
    pub images: Vec<ImageFacts>,
    /// The command that makes this report again.
    pub command: String,
    /// What findings answer to.
    pub standards: Vec<Standard>,
    /// Who answers for what is waived.
    pub waived: Vec<Waived>,
    /// Who answers for what no file can show.
    pub attestations: Vec<Attestation>,
    /// What was not checked, and why.
    pub not_checked: Vec<(String, String)>,
    /// What changed since an earlier report, where one was given.
    pub trend: Option<Trend>,
    /// The counts of several earlier reports and of this one, the oldest first.
    pub history: Vec<Point>,
    /// How much of it is written; JSON and JUnit's XML have all.
    pub depth: Depth,
}

/// How much of a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Counts, and what to fix first.
    Summary,
    /// The status of each requirement and control, too.
    Controls,
    /// What shows it, too.
    #[default]
    Evidence,
}

/// What is wrong with a policy, a configuration or a file.
#[derive(Debug)]
pub struct Mistake {
    /// A file and a line.
    pub place: String,
    /// What it is.
    pub what: String,
}

/// A policy in force.
#[derive(Debug)]
pub struct InForce {
    /// Its path.
    pub path: String,
    /// Its digest.
    pub digest: String,
    /// Whether what is checked can change it.
    pub is_trusted: bool,
}

/// Something that is asked for.
#[derive(Debug)]
pub struct Requirement {
    /// The section of the policy.
    pub section: String,
    /// The key there.
    pub key: String,
    /// What it means.
    pub summary: String,
    /// How much it is asked for.
    pub word: String,
    /// Of whom it is asked, if not of all: an environment, and the names of services.
    pub scope: String,
    /// The reason in the policy.
    pub reason: String,
    /// What was found out.
    pub status: Status,
    /// Why, where no subject says it.
    pub note: String,
    /// What was found out of each subject.
    pub subjects: Vec<Subject>,
}

impl Requirement {
    /// What it asks, whatever it is called.
    pub(crate) fn meaning(&self) -> &str {
        if self.summary.is_empty() { &self.key } else { &self.summary }
    }

    /// What it means, of whom it is asked, and why, as they stand beside its name.
    pub(crate) fn details(&self) -> Vec<String> {
        let reason = if self.reason.is_empty() { String::new() } else { format!("reason: {}", self.reason) };
        [self.summary.clone(), self.scope.clone(), reason]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect()
    }

    /// Takes back what was found out: a mistake in the policy stands where it is asked for.
    pub fn not_checked(&mut self, why: &str) {
        self.status = Status::NotChecked;
        self.subjects.clear();
        why.clone_into(&mut self.note);
    }
}

/// What was found out of a service or an image.
#[derive(Debug)]
pub struct Subject {
    /// Its name.
    pub name: String,
    /// The verdict.
    pub verdict: String,
    /// The place that shows it: a file and a line.
    pub place: String,
    /// The text of that line.
    pub source: String,
    /// Why.
    pub why: String,
    /// The command that applies a fix of it; empty when there is none.
    pub fix: String,
}

/// A standard, and what findings say about its controls.
#[derive(Debug)]
pub struct Standard {
    /// Its id.
    pub id: String,
    /// Its title and version.
    pub title: String,
    /// How many controls it has in all, where they are counted.
    pub controls: Option<usize>,
    /// How many rules answer to.
    pub covered: usize,
    /// Those that are listed: all that rules answer to, or all of a standard of one's own.
    pub rows: Vec<Control>,
}

/// A control of a standard, and what findings say about it.
#[derive(Debug)]
pub struct Control {
    /// Its number.
    pub number: String,
    /// What it asks.
    pub asks: String,
    /// What was found out.
    pub status: Status,
    /// Why, where no finding says it.
    pub note: String,
    /// The findings that break it.
    pub findings: Vec<Found>,
}

/// A finding that breaks a control.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// The rule.
    pub rule: String,
    /// A file and a line.
    pub place: String,
    /// What is wrong there.
    pub message: String,
}

impl Control {
    /// What is wrong, and where, in plain text.
    pub(crate) fn found(&self) -> Vec<String> {
        let note = Some(self.note.clone()).filter(|note| !note.is_empty());
        let findings = self.findings.iter();
        let found = findings.map(|one| format!("{}: {} ({})", one.place, one.message, one.rule));
        note.into_iter().chain(found).collect()
    }
}

impl Standard {
    /// How many of its controls rules answer to.
    pub(crate) fn coverage(&self) -> String {
        let shown = self.covered;
        match self.controls {
            Some(all) if all == shown => format!("Rules cover all {all} controls."),
            Some(all) => format!("Rules cover {shown} of {all} controls. No rule covers the others."),
            None => format!("Rules cover {shown} controls."),
        }
    }
}

/// A finding that somebody answers for.
#[derive(Debug)]
pub struct Waived {
    /// The name of the waiver.
    pub id: String,
    /// What is waived.
    pub what: String,
    /// Where.
    pub place: String,
    /// Who answers for it.
    pub owner: String,
    /// Why.
    pub reason: String,
    /// Until when.
    pub expires: String,
    /// How many days are left, the last one not counted; fewer than none where it has ended.
    pub days_left: Option<i64>,
}

/// Somebody vouches for what no file can show.
#[derive(Debug)]
pub struct Attestation {
    /// The key.
    pub key: String,
    /// Who.
    pub by: String,
    /// What is said.
    pub statement: String,
    /// Until when.
    pub expires: String,
    /// How many days are left, the last one not counted; fewer than none where it has ended.
    pub days_left: Option<i64>,
}

/// How a count of days is shown.
pub(crate) fn days(left: Option<i64>) -> String {
    match left {
        None => "?".to_owned(),
        Some(left) if left < 0 => "ended".to_owned(),
        Some(left) => left.to_string(),
    }
}

/// The formats of such a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssuranceFormat {
    /// For forges and notes.
    Markdown,
    /// For programs.
    Json,
    /// One file that a browser shows and prints.
    Html,
    /// For what shows test results.
    Junit,
}

/// What such a report is and is not, in its first lines.
pub(crate) const ABOUT: &str = "This report describes what Dockerfiles and Compose files show. It is evidence of design: how \
                                containers are meant to run, not how they run. It does not prove compliance with any \
                                law or standard.";

impl Assurance {
    /// Writes it.
    ///
    /// # Errors
    /// When nothing more can be written.
    pub fn write(&self, format: AssuranceFormat, out: &mut dyn Write) -> io::Result<()> {
        match format {
            AssuranceFormat::Markdown => markdown::write(self, out),
            AssuranceFormat::Json => json::write(self, out),
            AssuranceFormat::Html => html::write(self, out),
            AssuranceFormat::Junit => junit::write(self, out),
        }
    }

    /// What stands before everything else where a part of the policy or the configuration is not understood.
    pub(crate) fn incomplete(&self) -> Option<String> {
        let part = |(whose, list): (&str, &Vec<Mistake>)| {
            let places: Vec<&str> = list.iter().take(PLACES).map(|one| &*one.place).collect();
            let more = list.len() - places.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let noun = if list.len() == 1 { "mistake" } else { "mistakes" };
            (!list.is_empty())
                .then(|| format!("the {whose} has {} {noun} ({}{more})", list.len(), places.join(", ")))
        };
        let parts = [("policy", &self.mistakes), ("configuration", &self.configuration)];
        let mut parts: Vec<String> = parts.into_iter().filter_map(part).collect();
        parts.extend(self.unread_files());
        (!parts.is_empty()).then(|| format!("INCOMPLETE: {}", parts.join(", and ")))
    }

    /// Which files were not read in whole.
    fn unread_files(&self) -> Option<String> {
        let places: Vec<&str> = self.unread.iter().take(PLACES).map(|one| &*one.place).collect();
        let (count, more) = (self.unread.len(), self.unread.len() - places.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let were = if count == 1 { "file was" } else { "files were" };
        (count > 0).then(|| format!("{count} {were} not read completely ({}{more})", places.join(", ")))
    }

    /// How many requirements have each status; without those that none has.
    pub(crate) fn counts(&self) -> Vec<(Status, usize)> {
        let count = |status| self.requirements.iter().filter(|one| one.status == status).count();
        Status::ALL
            .into_iter()
            .map(|status| (status, count(status)))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// Whether anything that is asked for is violated.
    pub fn is_violated(&self) -> bool {
        self.requirements.iter().any(|one| one.status == Status::Violated)
    }

    /// Whether there is anything to say of requirements: a report on a standard alone has none.
    pub(crate) fn has_policy(&self) -> bool {
        !self.policies.is_empty() || !self.requirements.is_empty() || self.files == 0
    }

    /// Whether a part of the files could not be judged.
    pub fn is_partial(&self) -> bool {
        !self.unread.is_empty() || self.requirements.iter().any(|one| one.status == Status::NotChecked)
    }
}
