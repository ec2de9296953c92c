//! How often each rule reported, and whether `--fix` helps.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::escaped_json::{write_lines, write_value};
use crate::format::json::{JsonSummary, VERSION};
use crate::format::markdown::cell;
use crate::report::has_safe_fix;
use crate::sanitize::visible;
use crate::{Format, Report};

/// What one rule found.
#[derive(Serialize)]
struct Count<'r> {
    rule: &'r str,
    findings: usize,
    fixable: usize,
}

impl Format {
    /// Whether counts can be told in this format.
    pub fn tells_statistics(self) -> bool {
        matches!(self, Format::Text | Format::Concise | Format::Json | Format::Ndjson | Format::Markdown)
    }

    /// Writes a table of rules, the most frequent first; as text in a format that has no way to tell them.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_statistics(self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let counts = count(report);
        match self {
            Format::Json => write_json(report, &counts, out),
            Format::Ndjson => counts.iter().try_for_each(|count| {
                write_value(count, out)?;
                writeln!(out)
            }),
            Format::Markdown => write_markdown(&counts, out),
            _ => write_text(&counts, out),
        }
    }
}

fn count(report: &Report) -> Vec<Count<'_>> {
    let mut counts: BTreeMap<&str, Count<'_>> = BTreeMap::new();
    for diagnostic in &report.diagnostics {
        let rule = &*diagnostic.rule;
        let count = counts.entry(rule).or_insert(Count { rule, findings: 0, fixable: 0 });
        count.findings += 1;
        count.fixable += usize::from(has_safe_fix(diagnostic));
    }
    let mut counts: Vec<Count<'_>> = counts.into_values().collect();
    // Stable: rules with equal counts stay sorted by name.
    counts.sort_by_key(|count| std::cmp::Reverse(count.findings));
    counts
}

fn write_json(report: &Report, counts: &[Count<'_>], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\"version\":{VERSION},\"statistics\":")?;
    write_lines(counts.iter(), out)?;
    write!(out, ",\"summary\":")?;
    write_value(&JsonSummary::new(&report.summary), out)?;
    writeln!(out, "}}")
}

fn write_markdown(counts: &[Count<'_>], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| rule | findings | fixable |\n|---|---:|---:|")?;
    counts.iter().try_for_each(|Count { rule, findings, fixable }| {
        writeln!(out, "| {} | {findings} | {fixable} |", cell(rule))
    })
}

fn write_text(counts: &[Count<'_>], out: &mut dyn Write) -> io::Result<()> {
    let widest = counts.first().and_then(|count| count.findings.checked_ilog10());
    let width = widest.map_or(1, |digits| digits as usize + 1);
    for Count { rule, findings, fixable } in counts {
        let mark = match fixable {
            0 => "[ ]",
            some if some < findings => "[-]",
            _ => "[*]",
        };
        writeln!(out, "{findings:>width$} {mark} {}", visible(rule))?;
    }
    if counts.iter().any(|count| count.fixable > 0) {
        writeln!(out, "\n[*] fixable with `--fix`, [-] partly fixable")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_diagnostics::{Diagnostic, FileId, Fix, Span};

    #[test]
    fn the_most_frequent_first_then_by_name() {
        let finding = |rule: &'static str, fix: Option<Fix>| {
            let mut diagnostic = Diagnostic::new(rule, Span::at(FileId::FIRST, 0), "m");
            diagnostic.fixes.extend(fix);
            diagnostic
        };
        let (safe, risky) = (|| Some(Fix::safe("f")), || Some(Fix::risky("f")));
        let mut diagnostics = vec![finding("b", safe()), finding("a", risky()), finding("c", safe())];
        diagnostics.extend((0..9).map(|_| finding("c", None)));
        let report = Report { diagnostics, ..Report::default() };
        let mut out = Vec::new();
        Format::Text.write_statistics(&report, &mut out).unwrap();
        let expected = "10 [-] c\n 1 [ ] a\n 1 [*] b\n\n[*] fixable with `--fix`, [-] partly fixable\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
