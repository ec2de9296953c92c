//! Findings by what they answer to: the controls of standards, or classes of threats.

use std::collections::BTreeMap;
use std::io::{self, Write};

use plimsoll_diagnostics::Diagnostic;
use plimsoll_facts::standards;

use crate::assurance::{THREATS, in_order};
use crate::controls::controls_of;
use crate::totals::write_totals;
use crate::{Report, visible};

/// A control: where its standard and its number stand among others, and what they are.
type Group<'a> = (usize, Vec<(String, u64)>, &'a str, &'a str);

fn group<'a>(standard: &'a str, number: &'a str) -> Group<'a> {
    let at = standards::all().iter().position(|one| one.id == standard).unwrap_or(usize::MAX);
    // The letters of STRIDE stand as in the word.
    let letter = THREATS.iter().position(|(letter, _)| number.chars().eq([*letter]));
    let order = match letter.filter(|_| standard == "stride") {
        Some(at) => vec![(String::new(), at as u64)],
        None => in_order(number),
    };
    (at, order, standard, number)
}

/// Writes the findings under the controls of these standards that they answer to, in the order of the controls.
///
/// # Errors
/// When nothing more can be written.
pub fn write_grouped(report: &Report, wanted: &dyn Fn(&str) -> bool, out: &mut dyn Write) -> io::Result<()> {
    let mut left: Vec<&Diagnostic> = Vec::new();
    let mut groups: BTreeMap<Group<'_>, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in &report.diagnostics {
        let mut rows = controls_of(finding);
        rows.retain(|row| wanted(row.standard));
        if rows.is_empty() {
            left.push(finding);
        }
        for row in rows {
            groups.entry(group(row.standard, row.control)).or_default().push(finding);
        }
    }
    let mut standard = "";
    for ((_, _, id, number), findings) in &groups {
        if *id != standard {
            let title = standards::find(id).map_or(*id, |standard| standard.title);
            writeln!(out, "{}{title}", if standard.is_empty() { "" } else { "\n" })?;
            standard = id;
        }
        let asks = standards::control(&format!("{id}:{number}")).map_or("", |control| control.asks);
        writeln!(out, "\n  {number}  {asks}")?;
        write_lines(report, findings, out)?;
    }
    if !left.is_empty() {
        writeln!(out, "{}Without a control\n", if groups.is_empty() { "" } else { "\n" })?;
        write_lines(report, &left, out)?;
    }
    if !report.diagnostics.is_empty() {
        writeln!(out)?;
    }
    write_totals(&report.summary, out)
}

fn write_lines(report: &Report, findings: &[&Diagnostic], out: &mut dyn Write) -> io::Result<()> {
    for finding in findings {
        let file = report.sources.file(finding.primary.span.file);
        let at = file.lines().characters(finding.primary.span.start, &file.text);
        let (path, line) = (visible(&file.path), at.line + 1);
        writeln!(out, "    {path}:{line}: {}: {}", finding.level.name(), visible(&finding.message))?;
    }
    Ok(())
}
