//! Checkstyle's XML, which many tools take from any linter.

use std::io::{self, Write};

use plimsoll_diagnostics::{Diagnostic, Level};

use crate::code::in_brackets;
use crate::places::Places;
use crate::wording::one_line;
use crate::xml::Xml;
use crate::{Report, TextOptions};

/// Writes the report: findings grouped by file, as they come sorted.
pub(crate) fn write(report: &Report, _: TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut places = Places::new(&report.sources);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    // The version of Checkstyle whose format it is, as other linters name it.
    writeln!(out, "<checkstyle version=\"4.3\">")?;
    let same_file = |a: &Diagnostic, b: &Diagnostic| a.primary.span.file == b.primary.span.file;
    for of_file in report.diagnostics.chunk_by(same_file) {
        for (index, diagnostic) in of_file.iter().enumerate() {
            let span = diagnostic.primary.span;
            if index == 0 {
                writeln!(out, "  <file name=\"{}\">", Xml(&report.sources.file(span.file).path))?;
            }
            let at = places.start(span);
            writeln!(
                out,
                "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"plimsoll.{}\"/>",
                at.line,
                at.column,
                severity(diagnostic.level),
                Xml(&(one_line(diagnostic) + &in_brackets(diagnostic))),
                Xml(&diagnostic.rule),
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Style | Level::Note => "info",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}
