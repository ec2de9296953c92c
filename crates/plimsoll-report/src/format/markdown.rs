//! A table in GitHub's Markdown: for the summary of a job, or a comment on a pull request.

use std::io::{self, Write};

use crate::code::code as code_of;
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
        let rule = code_of(diagnostic).map_or(rule.clone(), |code| format!("{rule}, {}", cell(code)));
        let row =
            format!("| {} | {} | {finding} | {rule} |", diagnostic.level.name(), code(&visible(&place)));
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
    write_totals(&report.summary, out)?;
    report.not_shown.lines().iter().try_for_each(|line| writeln!(out, "\n{}", cell(line)))
}

/// Text in a cell of a table. What stands between backquotes stays code; everything else is shown as it is, because a
/// stranger's file must not put links, images or mentions into a page.
pub(crate) fn cell(text: &str) -> String {
    let text = visible(text);
    // An odd backquote is a character like any other; where they pair up, each second part is code.
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return prose(&text);
    }
    let mut out = String::new();
    for (index, part) in parts.iter().enumerate() {
        match (index.is_multiple_of(2), *part) {
            (true, part) => out += &prose(part),
            (false, "") => out += "\\`\\`",
            (false, part) => out += &code(part),
        }
    }
    out
}

/// Text that is no code. Only in code a forge makes no link of a word such as `www.example.com`, `@name` or `#1`, however
/// it is escaped.
fn prose(text: &str) -> String {
    text.split(' ')
        .map(|word| if is_live(word) { code(word) } else { escape(word) })
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_live(word: &str) -> bool {
    word.contains(['@', '#', '$']) || word.contains("://") || word.to_ascii_lowercase().contains("www.")
}

/// Text as code, whatever it holds.
fn code(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    // The bar is the only character that a table sees inside of code. A backslash before it would escape ours.
    let text = text.replace("\\|", "\\ |").replace('|', "\\|");
    format!("{fence}{space}{text}{space}{fence}")
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
        assert_eq!(cell("`a|b\\|c`"), "`a\\|b\\ \\|c`");
    }

    #[test]
    fn nothing_of_a_source_is_live() {
        assert_eq!(cell("see https://a.example, @b or #1"), "see `https://a.example,` `@b` or `#1`");
        assert_eq!(
            cell("an odd `www.a.example one"),
            "an odd ``` `www.a.example ``` one".replace("```", "``")
        );
        // Where spans touch they become one, which is code as well.
        assert_eq!(cell("`a`WWW.b`c`"), "`a``WWW.b``c`");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`"), "`` ` ``");
    }
}
