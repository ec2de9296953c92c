//! Which files a report is about, and which were not checked.

use std::io::{self, Write};

use super::{Assurance, Depth, text};

pub(super) fn write(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    if !report.not_checked.is_empty() {
        writeln!(out, "<section>\n<h2>What was not checked</h2>\n<ul>")?;
        for (what, why) in &report.not_checked {
            writeln!(out, "<li><code>{}</code>: {}</li>", text(what), text(why))?;
        }
        writeln!(out, "</ul>\n</section>")?;
    }
    if report.depth == Depth::Evidence && !report.paths.is_empty() {
        writeln!(out, "<section>\n<h2>Files checked</h2>\n<ul>")?;
        for path in &report.paths {
            writeln!(out, "<li><code>{}</code></li>", text(path))?;
        }
        writeln!(out, "</ul>\n</section>")?;
    }
    Ok(())
}
