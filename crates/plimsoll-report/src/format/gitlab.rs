//! GitLab's Code Quality report.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use std::io::{self, Write};

use plimsoll_diagnostics::Level;
use serde_json::json;

use crate::escaped_json::write_lines;
use crate::fingerprint::fingerprints;
use crate::places::Places;
use crate::wording::one_line;
use crate::{Report, TextOptions};

/// Writes the report.
pub(crate) fn write(report: &Report, _: TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut places = Places::new(&report.sources);
    let fingerprints = fingerprints(&report.sources, &report.diagnostics, str::to_owned);
    let issues = report.diagnostics.iter().zip(fingerprints).map(|(diagnostic, fingerprint)| {
        let span = diagnostic.primary.span;
        let region = places.region(span);
        json!({
            "description": one_line(diagnostic),
            "check_name": diagnostic.rule,
            "fingerprint": fingerprint.to_string(),
            "severity": severity(diagnostic.level),
            "location": {
                "path": report.sources.file(span.file).path,
                "lines": { "begin": region.start.line, "end": region.end.line },
            },
        })
    });
    write_lines(issues, out)?;
    writeln!(out)
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Note => "info",
        Level::Warning => "minor",
        Level::Error => "major",
    }
}
