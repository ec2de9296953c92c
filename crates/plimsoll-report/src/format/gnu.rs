//! A line for each finding, as GNU programs write it: with the name of the program in front.
//!
//! <https://www.gnu.org/prep/standards/html_node/Errors.html>

use std::io::{self, Write};

use crate::code::rule_and_code;
use crate::places::Places;
use crate::sanitize::visible;
use crate::{Report, TextOptions};

/// Writes the report: `plimsoll:path:line:column: level: message [rule]`, and nothing else.
pub(crate) fn write(report: &Report, _: TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut places = Places::new(&report.sources);
    for diagnostic in &report.diagnostics {
        let span = diagnostic.primary.span;
        let at = places.start(span);
        let path = visible(&report.sources.file(span.file).path);
        let (level, message) = (diagnostic.level.name(), visible(&diagnostic.message));
        let rule = rule_and_code(diagnostic);
        let rule = visible(&rule);
        writeln!(out, "plimsoll:{path}:{}:{}: {level}: {message} [{rule}]", at.line, at.column)?;
    }
    Ok(())
}
