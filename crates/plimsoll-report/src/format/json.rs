//! Findings for programs. Fields may be added; `VERSION` changes when one changes its meaning or goes.

use std::io::{self, Write};

use plimsoll_diagnostics::{Diagnostic, Edit, Fix, Label, Sources, Span};
use plimsoll_facts::standards::RuleControl;
use serde::Serialize;

use crate::controls::controls_of;
use crate::escaped_json::{write_lines, write_value};
use crate::places::Places;
use crate::{Report, Summary, TextOptions};

/// The version of this format.
pub(crate) const VERSION: u32 = 1;

/// Writes the report, each finding on a line of its own: two reports can be compared line by line.
pub(crate) fn write(report: &Report, _: TextOptions, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\"version\":{VERSION},\"diagnostics\":")?;
    write_lines(findings(report), out)?;
    write!(out, ",\"summary\":")?;
    write_value(&JsonSummary::new(&report.summary), out)?;
    // Nearly every run checks and shows everything.
    if !report.not_shown.files.is_empty() {
        write!(out, ",\"not_checked\":")?;
        write_value(&report.not_shown.files, out)?;
    }
    if !report.not_shown.findings.is_empty() {
        write!(out, ",\"hidden\":")?;
        write_value(&report.not_shown.findings, out)?;
    }
    if !report.waived.is_empty() {
        write!(out, ",\"waived\":")?;
        write_lines(waived(report), out)?;
    }
    writeln!(out, ",\"facts\":\"{}\"}}", plimsoll_facts::DAY)
}

/// The findings as JSON tells them, made one after the other.
pub(crate) fn findings(report: &Report) -> impl Iterator<Item = impl Serialize> {
    let mut places = Places::new(&report.sources);
    report.diagnostics.iter().map(move |finding| JsonDiagnostic::new(finding, &report.sources, &mut places))
}

/// The findings that somebody answers for, with who and why.
fn waived(report: &Report) -> impl Iterator<Item = impl Serialize> {
    let mut places = Places::new(&report.sources);
    report.waived.iter().map(move |finding| JsonDiagnostic::new(finding, &report.sources, &mut places))
}

#[derive(Serialize)]
struct JsonWaiver<'a> {
    id: &'a str,
    owner: &'a str,
    reason: &'a str,
    expires: &'a str,
}

#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    rule: &'a str,
    aliases: Vec<&'a str>,
    category: &'static str,
    level: &'static str,
    message: &'a str,
    #[serde(flatten)]
    at: JsonPlace<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<&'a str>,
    help: Option<&'a str>,
    labels: Vec<JsonLabel<'a>>,
    fixes: Vec<JsonFix<'a>>,
    /// The controls of standards that it answers to, `cis-docker:5.5`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    controls: Vec<String>,
    /// The requirements of a policy that it breaks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    requirements: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waiver: Option<JsonWaiver<'a>>,
    /// The rule of a policy in Rego that excuses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    exception: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    #[serde(flatten)]
    at: JsonPlace<'a>,
    text: &'a str,
    primary: bool,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    #[serde(flatten)]
    at: JsonPlace<'a>,
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
pub(crate) struct JsonSummary<'a> {
    files: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    #[serde(skip_serializing_if = "is_zero")]
    styles: usize,
    fixable: usize,
    stricter: Option<JsonStricter<'a>>,
}

/// Nobody has findings of level style who did not ask for them.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

#[derive(Serialize)]
struct JsonStricter<'a> {
    preset: &'a str,
    findings: usize,
}

impl<'a> JsonDiagnostic<'a> {
    fn new(diagnostic: &'a Diagnostic, sources: &'a Sources, places: &mut Places<'_>) -> JsonDiagnostic<'a> {
        let mut place = |span: Span| {
            let (start, end) = (places.start(span), places.end(span));
            JsonPlace {
                file: &sources.file(span.file).path,
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
            }
        };
        let at = place(diagnostic.primary.span);
        let mut label =
            |label: &'a Label, primary| JsonLabel { at: place(label.span), text: &label.text, primary };
        let mut labels = vec![label(&diagnostic.primary, true)];
        labels.extend(diagnostic.related.iter().map(|related| label(related, false)));
        let mut edit = |edit: &'a Edit| JsonEdit {
            at: place(edit.span),
            start: edit.span.start,
            end: edit.span.end,
            text: &edit.text,
        };
        let fix = |fix: &'a Fix| JsonFix {
            title: &fix.title,
            applicability: fix.applicability.name(),
            edits: fix.edits.iter().map(&mut edit).collect(),
        };
        JsonDiagnostic {
            rule: &diagnostic.rule,
            aliases: diagnostic.aliases.iter().flatten().map(AsRef::as_ref).collect(),
            category: diagnostic.category.name(),
            level: diagnostic.level.name(),
            message: &diagnostic.message,
            at,
            notes: diagnostic.notes.iter().map(|note| &**note).collect(),
            help: diagnostic.help.as_deref(),
            labels,
            fixes: diagnostic.fixes.iter().map(fix).collect(),
            controls: controls_of(diagnostic).iter().map(RuleControl::name).collect(),
            requirements: diagnostic.policy.iter().flat_map(|asked| &asked.requirements).copied().collect(),
            waiver: diagnostic.policy.as_ref().and_then(|asked| asked.waiver.as_ref()).map(|waiver| {
                JsonWaiver {
                    id: &waiver.id,
                    owner: &waiver.owner,
                    reason: &waiver.reason,
                    expires: &waiver.expires,
                }
            }),
            exception: diagnostic.policy.as_ref().and_then(|asked| asked.exception.as_deref()),
        }
    }
}

impl<'a> JsonSummary<'a> {
    pub(crate) fn new(summary: &'a Summary) -> JsonSummary<'a> {
        let stricter = summary.stricter.as_ref();
        JsonSummary {
            files: summary.files,
            errors: summary.errors,
            warnings: summary.warnings,
            notes: summary.notes,
            styles: summary.styles,
            fixable: summary.fixable,
            stricter: stricter.map(|s| JsonStricter { preset: &s.preset, findings: s.findings }),
        }
    }
}
