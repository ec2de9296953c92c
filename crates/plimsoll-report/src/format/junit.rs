//! JUnit's XML: a suite for each file, a failed test for each finding. What shows test results can show it.
//!
//! There is no one standard; this is what Jenkins and GitLab both take.

use std::collections::BTreeMap;
use std::io::{self, Write};

use plimsoll_diagnostics::Diagnostic;

use crate::code::in_brackets;
use crate::places::Places;
use crate::wording::paragraph;
use crate::xml::Xml;
use crate::{Report, TextOptions};

/// Writes the report. A file without findings is a test that passed: Jenkins refuses a report without any test.
pub(crate) fn write(report: &Report, _: TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut places = Places::new(&report.sources);
    let mut suites: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    suites.extend(report.files.iter().map(|file| (&**file, Vec::new())));
    for diagnostic in &report.diagnostics {
        let file = &report.sources.file(diagnostic.primary.span.file).path;
        suites.entry(file).or_default().push(diagnostic);
    }
    let tests: usize = suites.values().map(|found| found.len().max(1)).sum();
    let failures = report.diagnostics.len();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"plimsoll\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">")?;
    for (file, found) in suites {
        let (file, failures) = (Xml(file), found.len());
        let tests = failures.max(1);
        writeln!(
            out,
            "  <testsuite name=\"{file}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">"
        )?;
        if found.is_empty() {
            writeln!(out, "    <testcase name=\"no problems\" classname=\"{file}\"/>")?;
        }
        for diagnostic in found {
            let (rule, level) = (Xml(&diagnostic.rule), diagnostic.level.name());
            let at = places.start(diagnostic.primary.span);
            let (line, column) = (at.line, at.column);
            let message = diagnostic.message.clone() + &in_brackets(diagnostic);
            let message = Xml(&message);
            writeln!(out, "    <testcase name=\"{rule} ({line}:{column})\" classname=\"{file}\">")?;
            write!(out, "      <failure type=\"{level}\" message=\"{message}\">{file}:{line}:{column}&#10;")?;
            writeln!(out, "{}</failure>", Xml(&paragraph(report, diagnostic, &mut places)))?;
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}
