//! Logging commands of Azure Pipelines: each finding becomes an issue of the run.
//!
//! <https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands#logissue-log-an-error-or-warning>

use std::io::{self, Write};

use plimsoll_diagnostics::Level;

use crate::code::in_brackets;
use crate::places::Places;
use crate::sanitize::visible;
use crate::wording::one_line;
use crate::{Report, TextOptions};

/// Writes the report.
pub(crate) fn write(report: &Report, _: TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut places = Places::new(&report.sources);
    for diagnostic in &report.diagnostics {
        let span = diagnostic.primary.span;
        let at = places.start(span);
        let path = property(&report.sources.file(span.file).path);
        let (level, code) = (kind(diagnostic.level), property(&diagnostic.rule));
        let message = data(&(one_line(diagnostic) + &in_brackets(diagnostic)));
        writeln!(
            out,
            "##vso[task.logissue type={level};sourcepath={path};linenumber={};columnnumber={};code={code};]{message}",
            at.line, at.column
        )?;
    }
    Ok(())
}

/// Azure has no milder type than a warning.
fn kind(level: Level) -> &'static str {
    match level {
        Level::Style | Level::Note | Level::Warning => "warning",
        Level::Error => "error",
    }
}

/// What stands after the `]`.
fn data(text: &str) -> String {
    visible(text).replace('%', "%AZP25")
}

/// What stands after a `=`.
fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}
