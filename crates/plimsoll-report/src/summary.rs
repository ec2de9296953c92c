//! What a service really runs with, as a table for people.

use std::io;

use plimsoll_diagnostics::Sources;
use plimsoll_project::Fact;

use crate::visible;

/// No value is padded further than this.
const WIDEST: usize = 48;

/// Writes the facts of a service, each with the place that decided it.
///
/// # Errors
/// When nothing more can be written.
pub fn write_summary(
    name: &str,
    facts: &[Fact],
    sources: &Sources,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let key = facts.iter().map(|fact| fact.key.chars().count()).max().unwrap_or_default();
    let lengths = facts.iter().map(|fact| fact.value.chars().count());
    let value = lengths.filter(|length| *length <= WIDEST).max().unwrap_or_default();
    writeln!(out, "{}", visible(name))?;
    let mut before = "";
    for fact in facts {
        let shown = if fact.key == before { "" } else { fact.key };
        before = fact.key;
        let text = visible(&fact.value);
        match fact.place {
            Some(span) => {
                let file = sources.file(span.file);
                let at = file.lines().characters(span.start, &file.text);
                let (path, line, column) = (visible(&file.path), at.line + 1, at.column + 1);
                writeln!(out, "  {shown:key$}  {text:value$}  {path}:{line}:{column}")?;
            }
            None => writeln!(out, "  {shown:key$}  {text}")?,
        }
    }
    Ok(())
}
