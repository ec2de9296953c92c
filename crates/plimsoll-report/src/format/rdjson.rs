//! The diagnostic format of Reviewdog, which turns it into comments on lines of a pull request.
//!
//! <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>

use std::io::{self, Write};

use plimsoll_diagnostics::{Applicability, Diagnostic, Fix, Level, Sources, Span};
use serde_json::{Value, json};

use crate::code::rule_and_code;
use crate::escaped_json::{write_lines, write_value};
use crate::places::Places;
use crate::wording::{paragraph, url};
use crate::{Report, TextOptions};

/// Writes the report.
pub(crate) fn write(report: &Report, _: TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut places = Places::new(&report.sources);
    write!(out, "{{\"source\":")?;
    write_value(&json!({ "name": "plimsoll", "url": env!("CARGO_PKG_REPOSITORY") }), out)?;
    write!(out, ",\"diagnostics\":")?;
    write_lines(report.diagnostics.iter().map(|finding| diagnostic(report, finding, &mut places)), out)?;
    writeln!(out, "}}")
}

fn diagnostic(report: &Report, diagnostic: &Diagnostic, places: &mut Places<'_>) -> Value {
    let sources = &report.sources;
    let name = rule_and_code(diagnostic);
    let code = match url(report, diagnostic) {
        Some(url) => json!({ "value": name, "url": url }),
        None => json!({ "value": name }),
    };
    let suggestions: Vec<Value> =
        diagnostic.fixes.iter().filter_map(|fix| suggestion(sources, diagnostic, fix)).collect();
    let related: Vec<Value> = diagnostic
        .related
        .iter()
        .map(|label| json!({ "message": label.text, "location": location(sources, label.span) }))
        .collect();
    json!({
        "message": paragraph(report, diagnostic, places),
        "location": location(sources, diagnostic.primary.span),
        "severity": severity(diagnostic.level),
        "code": code,
        "suggestions": suggestions,
        "related_locations": related,
    })
}

fn location(sources: &Sources, span: Span) -> Value {
    json!({ "path": sources.file(span.file).path, "range": range(sources, span) })
}

/// Lines from 1, columns from 1 in bytes; the end is not part of it.
fn range(sources: &Sources, span: Span) -> Value {
    let lines = sources.file(span.file).lines();
    let place = |at| {
        let place = lines.bytes(at);
        json!({ "line": place.line + 1, "column": place.column + 1 })
    };
    json!({ "start": place(span.start), "end": place(span.end) })
}

/// A fix as one replacement, which is all that the format knows. Those that touch other files, or hold a place to
/// fill in, are nothing to click on.
fn suggestion(sources: &Sources, diagnostic: &Diagnostic, fix: &Fix) -> Option<Value> {
    let file = diagnostic.primary.span.file;
    if fix.applicability == Applicability::Manual || fix.edits.iter().any(|edit| edit.span.file != file) {
        return None;
    }
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_cached_key(|edit| edit.span);
    let (first, last) = (edits.first()?, edits.last()?);
    let whole = first.span.to(last.span);
    let mut text = String::new();
    let mut at = whole.start;
    for edit in edits {
        text.push_str(sources.slice(Span { start: at, end: edit.span.start.max(at), file }));
        text.push_str(&edit.text);
        at = edit.span.end;
    }
    Some(json!({ "range": range(sources, whole), "text": text }))
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Style | Level::Note => "INFO",
        Level::Warning => "WARNING",
        Level::Error => "ERROR",
    }
}
