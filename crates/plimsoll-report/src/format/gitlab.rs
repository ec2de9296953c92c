//! GitLab's Code Quality report, with what Code Climate wants besides: GitLab's format is a part of that one, and other
//! programs read the whole.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>,
//! <https://github.com/codeclimate/platform/blob/master/spec/analyzers/SPEC.md#issues>

use std::io::{self, Write};

use plimsoll_diagnostics::{Category, Level};
use serde_json::json;

use crate::code::in_brackets;
use crate::escaped_json::write_lines;
use crate::fingerprint::fingerprints;
use crate::places::Places;
use crate::wording::one_line;
use crate::{Report, TextOptions};

/// What Code Climate calls a mistake.
const BUG: &str = "Bug Risk";

/// Writes the report.
pub(crate) fn write(report: &Report, _: TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut places = Places::new(&report.sources);
    let fingerprints = fingerprints(&report.sources, &report.diagnostics, str::to_owned);
    let issues = report.diagnostics.iter().zip(fingerprints).map(|(diagnostic, fingerprint)| {
        let span = diagnostic.primary.span;
        let region = places.region(span);
        json!({
            "type": "issue",
            "categories": [report.rule(&diagnostic.rule).map_or(BUG, |rule| category(rule.category))],
            "description": one_line(diagnostic) + &in_brackets(diagnostic),
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

fn category(category: Category) -> &'static str {
    match category {
        Category::Syntax | Category::Validity => BUG,
        Category::Security => "Security",
        Category::Reproducibility => "Compatibility",
        Category::Efficiency => "Performance",
        Category::Maintainability => "Clarity",
        Category::Style => "Style",
    }
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Style | Level::Note => "info",
        Level::Warning => "minor",
        Level::Error => "major",
    }
}
