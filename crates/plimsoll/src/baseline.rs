//! Findings that a project lives with for now: kept in a file, not shown, not failing.

use std::collections::BTreeSet;
use std::io;

use plimsoll_diagnostics::{Diagnostic, Sources};
use plimsoll_linter::{Checked, Disk, FileSystem};
use plimsoll_report::Fingerprint;
use serde::{Deserialize, Serialize};

use crate::failure::{Failure, reason};
use crate::write::write;

/// The version of the format.
const VERSION: u32 = 1;
/// No project has so many findings; what is larger is another file.
pub(crate) const MOST_BYTES: usize = 64 << 20;

/// What the file holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Baseline {
    version: u32,
    findings: BTreeSet<Known>,
}

/// A finding. Rule and file are there for who reads the file; the fingerprint alone decides.
#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    file: String,
    rule: String,
    fingerprint: String,
}

impl Baseline {
    /// Reads a baseline.
    pub(crate) fn read(path: &str, files: &dyn FileSystem) -> Result<Baseline, Failure> {
        let bytes = files.read_named(path, MOST_BYTES).map_err(|why| match why.kind() {
            io::ErrorKind::NotFound => Failure::Usage(format!(
                "{path}: {}; to create a baseline from the current findings, use `--write-baseline`",
                reason(&why)
            )),
            _ => Failure::File(path.to_owned(), why),
        })?;
        Baseline::of(path, &bytes)
    }

    /// Reads the text of a baseline.
    pub(crate) fn of(path: &str, bytes: &[u8]) -> Result<Baseline, Failure> {
        let no_baseline =
            |why: &dyn std::fmt::Display| Failure::Usage(format!("{path} is not a valid baseline: {why}"));
        let baseline: Baseline = serde_json::from_slice(bytes).map_err(|why| no_baseline(&why))?;
        if baseline.version != VERSION {
            return Err(no_baseline(&format!("the version is {}, not {VERSION}", baseline.version)));
        }
        Ok(baseline)
    }

    /// Writes one, a finding on a line, so that two versions of it can be compared and merged.
    pub(crate) fn write(
        path: &str,
        checked: &Checked,
        fingerprints: &[Fingerprint],
        disk: &Disk,
    ) -> Result<(), Failure> {
        let known: BTreeSet<Known> = checked
            .diagnostics
            .iter()
            .zip(fingerprints)
            .map(|(finding, fingerprint)| Known {
                file: file_of(&checked.sources, finding).to_owned(),
                rule: finding.rule.clone().into_owned(),
                fingerprint: fingerprint.to_string(),
            })
            .collect();
        let lines: Result<Vec<String>, _> = known.iter().map(serde_json::to_string).collect();
        let lines = lines.map_err(io::Error::from)?.join(",\n");
        let text = format!("{{\"version\":{VERSION},\"findings\":[\n{lines}\n]}}\n");
        write(disk, path, text.into_bytes())
    }

    /// Whether each of the findings is new.
    pub(crate) fn are_new(&self, fingerprints: &[Fingerprint]) -> Vec<bool> {
        let known = self.known();
        fingerprints.iter().map(|fingerprint| !known.contains(&*fingerprint.to_string())).collect()
    }

    /// How many of its findings are gone. A file that was not looked at says nothing, one that does not exist does.
    pub(crate) fn gone(
        &self,
        checked: &Checked,
        fingerprints: &[Fingerprint],
        files: &dyn FileSystem,
    ) -> usize {
        let found: BTreeSet<String> = fingerprints.iter().map(Fingerprint::to_string).collect();
        let is_judged = |file: &String| checked.files.contains(file) || !files.is_file(file);
        self.findings
            .iter()
            .filter(|known| !found.contains(&known.fingerprint) && is_judged(&known.file))
            .count()
    }

    fn known(&self) -> BTreeSet<&str> {
        self.findings.iter().map(|known| &*known.fingerprint).collect()
    }
}

fn file_of<'s>(sources: &'s Sources, finding: &Diagnostic) -> &'s str {
    &sources.file(finding.primary.span.file).path
}
