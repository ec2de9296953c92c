//! Workflow commands of GitHub Actions: each finding becomes an annotation of its line.
//!
//! <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>

use std::cmp::Reverse;
use std::io::{self, Write};

use plimsoll_diagnostics::{Diagnostic, Level};

use crate::code::rule_and_code;
use crate::gathered::Gathered;
use crate::places::Places;
use crate::sanitize::{visible, visible_lines};
use crate::wording::paragraph;
use crate::{Report, TextOptions};

/// How many annotations of a level GitHub shows for one step; it drops the others without a word.
const SHOWN: usize = 10;

/// Writes the report, errors first, because what is last may not be shown.
pub(crate) fn write(report: &Report, _: TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let gathered = Gathered::new(report);
    for line in gathered.lines() {
        writeln!(out, "::notice title=Plimsoll::{}", data(&line))?;
    }
    let mut diagnostics: Vec<&Diagnostic> = gathered.shown;
    let of_level = |level| diagnostics.iter().filter(|finding| finding.level == level).count();
    if Level::ALL.into_iter().any(|level| of_level(level) > SHOWN) {
        let all = diagnostics.len();
        writeln!(
            out,
            "::notice title=Plimsoll::GitHub annotates only {SHOWN} findings per level; all {all} are in the log"
        )?;
    }
    let mut places = Places::new(&report.sources);
    diagnostics.sort_by_key(|diagnostic| Reverse(diagnostic.level));
    for diagnostic in diagnostics {
        let span = diagnostic.primary.span;
        let region = places.region(span);
        let file = property(&report.sources.file(span.file).path);
        write!(out, "::{} file={file},line={}", command(diagnostic.level), region.start.line)?;
        // Columns mean something on one line only.
        if region.start.line == region.end.line {
            write!(out, ",col={},endColumn={}", region.start.column, region.end.column)?;
        } else {
            write!(out, ",endLine={}", region.end.line)?;
        }
        let message = data(&paragraph(report, diagnostic, &mut places));
        writeln!(out, ",title={}::{message}", property(&rule_and_code(diagnostic)))?;
    }
    Ok(())
}

fn command(level: Level) -> &'static str {
    match level {
        Level::Style | Level::Note => "notice",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}

/// What stands behind the second `::`.
fn data(text: &str) -> String {
    visible_lines(text).replace('%', "%25").replace('\n', "%0A")
}

/// What stands behind a `=`.
fn property(text: &str) -> String {
    data(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}
