//! A table in GitHub's Markdown: for the summary of a job, or a comment on a pull request.

use std::io::{self, Write};

use crate::places::Places;
use crate::sanitize::visible;
use crate::totals::write_totals;
use crate::wording::url;
use crate::{Report, TextOptions};

/// Rows stop here: GitHub refuses the summary of a step above 1 MiB.
const MOST_BYTES: usize = 1_000_000;

/// Writes the report.
pub(crate) fn write(report: &Report, _: TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut places = Places::new(&report.sources);
    writeln!(out, "### Plimsoll\n")?;
    if !report.diagnostics.is_empty() {
        writeln!(out, "| level | place | finding | rule |\n|---|---|---|---|")?;
    }
    let mut bytes = 0;
    for (index, diagnostic) in report.diagnostics.iter().enumerate() {
        let span = diagnostic.primary.span;
        let at = places.start(span);
        let place = format!("{}:{}:{}", report.sources.file(span.file).path, at.line, at.column);
        let help = diagnostic.help.iter().flat_map(|help| ["<br>".to_owned(), cell(help)]);
        let finding: String = [cell(&diagnostic.message)].into_iter().chain(help).collect();
        let rule = match url(report, diagnostic) {
            Some(url) => format!("[{}]({url})", cell(&diagnostic.rule)),
            None => cell(&diagnostic.rule),
        };
        let row = format!("| {} | {} | {finding} | {rule} |", diagnostic.level.name(), cell(&place));
        bytes += row.len() + 1;
        if bytes > MOST_BYTES {
            writeln!(out, "| | | and {} more | |", report.diagnostics.len() - index)?;
            break;
        }
        writeln!(out, "{row}")?;
    }
    if !report.diagnostics.is_empty() {
        writeln!(out)?;
    }
    write_totals(&report.summary, out)
}

/// Text in a cell of a table. What stands between backquotes stays code; everything else that Markdown or HTML would
/// obey is shown as it is, because a stranger's file must not put links or images into a page.
pub(crate) fn cell(text: &str) -> String {
    let text = visible(text);
    // An odd backquote is a character like any other; where they pair up, each second part is code.
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escape(&text);
    }
    let mut out = String::new();
    for (index, part) in parts.iter().enumerate() {
        if index.is_multiple_of(2) {
            out += &escape(part);
        } else if part.is_empty() {
            out += "\\`\\`";
        } else {
            // The only character that a table sees inside of code.
            out.extend(["`", &part.replace('|', "\\|"), "`"]);
        }
    }
    out
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '&' => out += "&amp;",
            '\t' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' => out.extend(['\\', character]),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_code_and_nothing_else() {
        assert_eq!(cell("`a|b` has no tag"), "`a\\|b` has no tag");
        assert_eq!(cell("![x](y) <img>"), "\\!\\[x\\](y) &lt;img&gt;");
        assert_eq!(cell("an odd ` one"), "an odd \\` one");
        assert_eq!(cell("nothing: ``"), "nothing: \\`\\`");
        assert_eq!(cell("a\nb"), "a␊b");
    }
}
