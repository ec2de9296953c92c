//! A line for each finding, as compilers write it: editors and problem matchers read it without being told how.

use std::io::{self, Write};

use codespan_reporting::diagnostic::Severity;
use plimsoll_diagnostics::Level;

use crate::code::rule_and_code;
use crate::painter::{Paint, Painter};
use crate::places::Places;
use crate::sanitize::{visible, visible_path};
use crate::totals::write_totals;
use crate::{Report, TextOptions};

/// Writes the report: `path:line:column: level: message [rule]`.
pub(crate) fn write(report: &Report, options: TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut painter = Painter::new(options.colour);
    let mut places = Places::new(&report.sources);
    for diagnostic in &report.diagnostics {
        let span = diagnostic.primary.span;
        let at = places.start(span);
        painter.paint(Paint::Strong)?;
        let path = visible_path(&report.sources.file(span.file).path);
        write!(painter, "{path}:{}:{}: ", at.line, at.column)?;
        painter.paint(Paint::Level(severity(diagnostic.level)))?;
        write!(painter, "{}: ", diagnostic.level.name())?;
        painter.paint(Paint::Plain)?;
        write!(painter, "{}", visible(&diagnostic.message))?;
        // Nothing works until the configuration does, and what to write is what its mistakes are about.
        if let Some(help) = diagnostic.help.as_ref().filter(|_| diagnostic.rule == "config") {
            write!(painter, ": {}", visible(help))?;
        }
        writeln!(painter, " [{}]", visible(&rule_and_code(diagnostic)))?;
        painter.flush_to(out)?;
    }
    if options.only_findings {
        return Ok(());
    }
    write_totals(&report.summary, out)?;
    report.not_shown.write(out)
}

fn severity(level: Level) -> Severity {
    match level {
        Level::Style | Level::Note => Severity::Note,
        Level::Warning => Severity::Warning,
        Level::Error => Severity::Error,
    }
}
