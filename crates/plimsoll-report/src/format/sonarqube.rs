//! SonarQube's generic format for issues that other tools found, as from version 10.3 on.
//!
//! <https://docs.sonarsource.com/sonarqube-server/analyzing-source-code/importing-external-issues/generic-issue-import-format/>

use std::collections::BTreeMap;
use std::io::{self, Write};

use plimsoll_diagnostics::{Category, Diagnostic, Level, Span};
use serde_json::{Value, json};

use crate::escaped_json::write_lines;
use crate::places::Places;
use crate::wording::one_line;
use crate::{Report, RuleInfo, TextOptions};

/// Writes the report.
pub(crate) fn write(report: &Report, _: TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut places = Places::in_utf16(&report.sources);
    // Each rule as its first finding has it.
    let rules: BTreeMap<&str, Value> =
        report.diagnostics.iter().rev().map(|finding| (&*finding.rule, rule(report, finding))).collect();
    write!(out, "{{\"rules\":")?;
    write_lines(rules.values(), out)?;
    write!(out, ",\"issues\":")?;
    let issues = report.diagnostics.iter().map(|finding| {
        let related =
            finding.related.iter().map(|label| location(report, label.span, &label.text, &mut places));
        let secondary: Vec<Value> = related.collect();
        json!({
            "ruleId": finding.rule,
            "primaryLocation": location(report, finding.primary.span, &one_line(finding), &mut places),
            "secondaryLocations": secondary,
        })
    });
    write_lines(issues, out)?;
    writeln!(out, "}}")
}

fn rule(report: &Report, finding: &Diagnostic) -> Value {
    let info = report.rule(&finding.rule);
    let impact = json!({ "softwareQuality": quality(finding.category), "severity": severity(finding.level) });
    json!({
        "id": finding.rule,
        "name": info.map_or(&*finding.rule, |rule| rule.summary),
        "description": info.map(RuleInfo::reason).unwrap_or_default(),
        "engineId": "plimsoll",
        "cleanCodeAttribute": attribute(finding.category),
        "impacts": [impact],
    })
}

/// Lines from 1, columns from 0 in UTF-16 units. A range that is empty would be refused: then the line is the place.
fn location(report: &Report, span: Span, message: &str, places: &mut Places<'_>) -> Value {
    let region = places.region(span);
    let mut range = json!({ "startLine": region.start.line });
    if region.start != region.end {
        range = json!({
            "startLine": region.start.line,
            "endLine": region.end.line,
            "startColumn": region.start.column - 1,
            "endColumn": region.end.column - 1,
        });
    }
    json!({ "message": message, "filePath": report.sources.file(span.file).path, "textRange": range })
}

fn attribute(category: Category) -> &'static str {
    match category {
        Category::Syntax | Category::Validity => "LOGICAL",
        Category::Security => "TRUSTWORTHY",
        Category::Reproducibility => "COMPLETE",
        Category::Efficiency => "EFFICIENT",
        Category::Maintainability => "CLEAR",
        Category::Style => "CONVENTIONAL",
    }
}

fn quality(category: Category) -> &'static str {
    match category {
        Category::Security => "SECURITY",
        Category::Syntax | Category::Validity | Category::Reproducibility => "RELIABILITY",
        Category::Efficiency | Category::Maintainability | Category::Style => "MAINTAINABILITY",
    }
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Style | Level::Note => "LOW",
        Level::Warning => "MEDIUM",
        Level::Error => "HIGH",
    }
}
