//! Findings by what they answer to: the controls of standards, or classes of threats.

use std::collections::BTreeMap;
use std::io::{self, Write};

use plimsoll_diagnostics::Diagnostic;
use plimsoll_facts::standards;

use crate::controls::controls_of;
use crate::{Report, visible};

/// Writes the findings under the controls of these standards that they answer to, in the order of the controls.
///
/// # Errors
/// When nothing more can be written.
pub fn write_grouped(report: &Report, wanted: &dyn Fn(&str) -> bool, out: &mut dyn Write) -> io::Result<()> {
    let mut left: Vec<&Diagnostic> = Vec::new();
    let mut groups: BTreeMap<(&str, &str), Vec<&Diagnostic>> = BTreeMap::new();
    for finding in &report.diagnostics {
        let mut rows = controls_of(finding);
        rows.retain(|row| wanted(row.standard));
        if rows.is_empty() {
            left.push(finding);
        }
        for row in rows {
            groups.entry((row.standard, row.control)).or_default().push(finding);
        }
    }
    let mut standard = "";
    for ((id, number), findings) in &groups {
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
    Ok(())
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
