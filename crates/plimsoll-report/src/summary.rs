//! What a service really runs with, as a table for people.

use std::io::{self, Write as _};

use plimsoll_diagnostics::Sources;
use plimsoll_project::Fact;

use crate::painter::{Paint, Painter};
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
    colour: bool,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let key = facts.iter().map(|fact| fact.key.chars().count()).max().unwrap_or_default();
    let lengths = facts.iter().map(|fact| fact.value.chars().count());
    let value = lengths.filter(|length| *length <= WIDEST).max().unwrap_or_default();
    let mut painter = Painter::new(colour);
    painter.paint(Paint::Strong)?;
    write!(painter, "{}", visible(name))?;
    painter.paint(Paint::Plain)?;
    writeln!(painter)?;
    let mut before = "";
    for fact in facts {
        let shown = if fact.key == before { "" } else { fact.key };
        before = fact.key;
        painter.paint(Paint::Frame)?;
        write!(painter, "  {shown:key$}")?;
        painter.paint(Paint::Plain)?;
        let text = visible(&fact.value);
        match fact.place {
            Some(span) => {
                let file = sources.file(span.file);
                let at = file.lines().characters(span.start, &file.text);
                let (path, line, column) = (visible(&file.path), at.line + 1, at.column + 1);
                writeln!(painter, "  {text:value$}  {path}:{line}:{column}")?;
            }
            None => writeln!(painter, "  {text}")?,
        }
    }
    painter.flush_to(out)
}
