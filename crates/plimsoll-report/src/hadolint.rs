//! A report in the formats of hadolint, for whatever reads those: editors, wrappers, services.
//!
//! Source: hadolint 2.15.1, run over files with and without slips.

mod json;
mod xml;

use std::io::{self, Write};

use plimsoll_diagnostics::{Diagnostic, Level};

use crate::code::code;
use crate::fingerprint::fingerprints;
use crate::places::{Place, Places};
use crate::sanitize::visible;
use crate::wording::one_line;
use crate::{Report, TextOptions};

/// The formats of hadolint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HadolintFormat {
    /// A line for each finding.
    Tty,
    /// A list of objects.
    Json,
    /// Checkstyle's XML.
    Checkstyle,
    /// Objects of Code Climate, with a NUL behind each.
    Codeclimate,
    /// The same as a list with fingerprints.
    GitlabCodeclimate,
    /// A line for each finding, as GNU programs write it.
    Gnu,
    /// Objects of Codacy, one behind the other.
    Codacy,
    /// SonarQube's generic issues, as before version 10.3.
    Sonarqube,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit's XML.
    Junit,
}

/// The code of a file that cannot be read.
const UNREADABLE: &str = "DL1000";

impl HadolintFormat {
    /// Every one with its name.
    pub const ALL: [(&'static str, HadolintFormat); 10] = [
        ("tty", HadolintFormat::Tty),
        ("json", HadolintFormat::Json),
        ("checkstyle", HadolintFormat::Checkstyle),
        ("codeclimate", HadolintFormat::Codeclimate),
        ("gitlab_codeclimate", HadolintFormat::GitlabCodeclimate),
        ("gnu", HadolintFormat::Gnu),
        ("codacy", HadolintFormat::Codacy),
        ("sonarqube", HadolintFormat::Sonarqube),
        ("sarif", HadolintFormat::Sarif),
        ("junit", HadolintFormat::Junit),
    ];

    /// The one with this name.
    pub fn from_name(name: &str) -> Option<HadolintFormat> {
        HadolintFormat::ALL.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }

    /// Whether a run that is told in this format succeeds whatever is found.
    pub fn never_fails(self) -> bool {
        matches!(self, HadolintFormat::Codeclimate | HadolintFormat::Codacy)
    }

    /// Whether another path may stand for that of the file.
    fn takes_path(self) -> bool {
        use HadolintFormat::{Checkstyle, Codeclimate, GitlabCodeclimate, Junit, Sonarqube};
        matches!(self, Checkstyle | Codeclimate | GitlabCodeclimate | Sonarqube | Junit)
    }

    /// Writes what was found in `files`, in their order. `path` stands for theirs in formats that know that.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(
        self,
        report: &Report,
        files: &[String],
        path: Option<&str>,
        colour: bool,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let path = path.filter(|_| self.takes_path());
        let all = items(report);
        let of_file = |file: &String| -> OfFile {
            let found = all.iter().filter(|item| item.file == *file).cloned();
            let rename = |item: Item| Item { file: path.unwrap_or(&item.file).to_owned(), ..item };
            OfFile { file: path.unwrap_or(file).to_owned(), items: found.map(rename).collect() }
        };
        let files: Vec<OfFile> = files.iter().map(of_file).collect();
        match self {
            HadolintFormat::Tty => lines("", " ", &files, colour, out),
            HadolintFormat::Gnu => lines("hadolint:", ": ", &files, colour, out),
            HadolintFormat::Json => json::objects(&files, out),
            HadolintFormat::Checkstyle => xml::checkstyle(&files, out),
            HadolintFormat::Codeclimate => json::codeclimate(&files, out),
            HadolintFormat::GitlabCodeclimate => json::gitlab(&files, out),
            HadolintFormat::Codacy => json::codacy(&files, out),
            HadolintFormat::Sonarqube => json::sonarqube(&files, out),
            HadolintFormat::Sarif => json::sarif(&files, out),
            HadolintFormat::Junit => xml::junit(&files, out),
        }
    }
}

/// Writes hadolint's JSON with every finding: one without a code has the name of its rule.
pub(crate) fn write(report: &Report, _: TextOptions, out: &mut dyn Write) -> io::Result<()> {
    json::objects(&[OfFile { file: String::new(), items: items(report) }], out)?;
    writeln!(out)
}

/// What was found in a file.
struct OfFile {
    file: String,
    items: Vec<Item>,
}

/// A finding as hadolint tells it.
#[derive(Clone)]
struct Item {
    code: String,
    file: String,
    at: Place,
    level: &'static str,
    message: String,
    fingerprint: String,
}

impl Item {
    fn is_unreadable(&self) -> bool {
        self.code == UNREADABLE
    }
}

fn items(report: &Report) -> Vec<Item> {
    let mut places = Places::new(&report.sources);
    let fingerprints = fingerprints(&report.sources, &report.diagnostics, str::to_owned);
    let found = report.diagnostics.iter().zip(fingerprints);
    let item = |(finding, fingerprint): (&Diagnostic, crate::Fingerprint)| {
        let span = finding.primary.span;
        Item {
            code: code(finding).unwrap_or(&finding.rule).to_owned(),
            file: report.sources.file(span.file).path.clone(),
            at: places.start(span),
            level: level(finding.level),
            message: one_line(finding),
            fingerprint: fingerprint.to_string(),
        }
    };
    found.map(item).collect()
}

fn level(level: Level) -> &'static str {
    if level == Level::Note { "info" } else { level.name() }
}

/// `Dockerfile:2 DL3008 warning: message`; of what cannot be read, `Dockerfile:2:1 message`.
fn lines(start: &str, between: &str, files: &[OfFile], colour: bool, out: &mut dyn Write) -> io::Result<()> {
    for item in files.iter().flat_map(|file| &file.items) {
        let Item { code, file, at, level, message, .. } = item;
        let (file, line) = (visible(file), at.line);
        if item.is_unreadable() {
            writeln!(out, "{start}{file}:{line}:{}{between}{message}", at.column)?;
            continue;
        }
        let level = match (colour, *level) {
            (true, "error") => format!("\x1b[1;91m{level}\x1b[0m"),
            (true, "warning") => format!("\x1b[1;93m{level}\x1b[0m"),
            (true, _) => format!("\x1b[92m{level}\x1b[0m"),
            (false, _) => (*level).to_owned(),
        };
        writeln!(out, "{start}{file}:{line}{between}{code} {level}: {message}")?;
    }
    Ok(())
}
