//! What fixing would change, as a unified diff that `git apply` takes.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use imara_diff::{Algorithm, Diff, Hunk, InternedInput};

use crate::painter::Paint;
use crate::sanitize::visible;

/// Lines of context around a change.
const CONTEXT: u32 = 3;

/// For whom a diff is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffStyle {
    /// For a program: every byte as it is.
    Exact,
    /// For a reader at a terminal: control characters made visible.
    Readable,
    /// The same with ANSI colours.
    Coloured,
}

/// Writes how `new` differs from `old`; nothing when it does not.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_diff(path: &str, old: &str, new: &str, style: DiffStyle, out: &mut dyn Write) -> io::Result<()> {
    if old == new {
        return Ok(());
    }
    // Only `\n` ends a line, as in git: a `\r` before it is part of the line and may be what changes.
    let input = InternedInput::new(old, new);
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let mut lines = Lines { old: &old, new: &new, style, out };
    let path = path.trim_start_matches('/');
    lines.line(Paint::Strong, &format!("--- {}", quoted(&format!("a/{path}"))))?;
    lines.line(Paint::Strong, &format!("+++ {}", quoted(&format!("b/{path}"))))?;
    let changes: Vec<Hunk> = diff.hunks().collect();
    // Changes whose context meets stand under one header.
    let is_near = |one: &Hunk, next: &Hunk| next.before.start - one.before.end <= 2 * CONTEXT;
    changes.chunk_by(is_near).try_for_each(|near| lines.changes(near))
}

/// Writes lines in a style.
struct Lines<'o> {
    old: &'o [&'o str],
    new: &'o [&'o str],
    style: DiffStyle,
    out: &'o mut dyn Write,
}

impl Lines<'_> {
    /// Changes that stand near each other, with what is around them.
    fn changes(&mut self, changes: &[Hunk]) -> io::Result<()> {
        let (Some(first), Some(last)) = (changes.first(), changes.last()) else { return Ok(()) };
        let before = first.before.start.min(CONTEXT);
        let behind = (self.old.len() as u32 - last.before.end).min(CONTEXT);
        let old = first.before.start - before..last.before.end + behind;
        let new = first.after.start - before..last.after.end + behind;
        self.line(Paint::Frame, &format!("@@ -{} +{} @@", place(&old), place(&new)))?;
        let mut at = old.start;
        for change in changes {
            self.texts(' ', Paint::Plain, self.old, at..change.before.start)?;
            self.texts('-', Paint::Removed, self.old, change.before.clone())?;
            self.texts('+', Paint::Added, self.new, change.after.clone())?;
            at = change.before.end;
        }
        self.texts(' ', Paint::Plain, self.old, at..old.end)
    }

    fn texts(&mut self, sign: char, paint: Paint, of: &[&str], lines: Range<u32>) -> io::Result<()> {
        let lines = of.get(lines.start as usize..lines.end as usize).unwrap_or_default();
        lines.iter().try_for_each(|line| self.text(sign, paint, line))
    }

    fn text(&mut self, sign: char, paint: Paint, text: &str) -> io::Result<()> {
        let ended = text.strip_suffix('\n');
        self.line(paint, &format!("{sign}{}", ended.unwrap_or(text)))?;
        if ended.is_none() {
            self.line(Paint::Plain, "\\ No newline at end of file")?;
        }
        Ok(())
    }

    fn line(&mut self, paint: Paint, text: &str) -> io::Result<()> {
        let text = match self.style {
            DiffStyle::Exact => Cow::Borrowed(text),
            // A line end of Windows is nothing to look at.
            DiffStyle::Readable | DiffStyle::Coloured => visible(text.strip_suffix('\r').unwrap_or(text)),
        };
        if self.style == DiffStyle::Coloured {
            writeln!(self.out, "{}{text}{}", paint.ansi(), Paint::Plain.ansi())
        } else {
            writeln!(self.out, "{text}")
        }
    }
}

/// Lines as a header names them: from 1 on; of none it names the line before.
fn place(lines: &Range<u32>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => format!("{}", lines.start + 1),
        count => format!("{},{count}", lines.start + 1),
    }
}

/// A path as git writes it: in quotes, with octal escapes, when it holds what would end or confuse the line.
fn quoted(path: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte >= b' ' && !matches!(byte, b'"' | b'\\' | 0x7f);
    if path.bytes().all(plain) {
        return Cow::Borrowed(path);
    }
    let mut out = String::from("\"");
    for character in path.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\0'..='\x1f' | '\x7f' => {
                let digit = |shift: u32| char::from_digit((u32::from(character) >> shift) & 7, 8);
                out.push('\\');
                out.extend([6, 3, 0].into_iter().filter_map(digit));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(path: &str, old: &str, new: &str, style: DiffStyle) -> String {
        let mut out = Vec::new();
        write_diff(path, old, new, style, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn three_lines_around_a_change() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let expected = "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n";
        assert_eq!(diff("f", old, &old.replace('5', "x"), DiffStyle::Exact), expected);
        assert_eq!(diff("f", old, old, DiffStyle::Exact), "");
        assert_eq!(diff("f", "", "x\n", DiffStyle::Exact), "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+x\n");
    }

    #[test]
    fn near_changes_stand_under_one_header() {
        let old: String = (1..=30).map(|line: u32| line.to_string() + "\n").collect();
        let new = old.replace("\n4\n", "\nx\n").replace("\n11\n", "\n").replace("\n25\n", "\n25\ny\n");
        let headers = |new: &str| {
            let shown = diff("f", &old, new, DiffStyle::Exact);
            shown.lines().filter(|line| line.starts_with("@@")).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(headers(&new), ["@@ -1,14 +1,13 @@", "@@ -23,6 +22,7 @@"]);
    }

    #[test]
    fn line_ends_are_part_of_the_line() {
        assert_eq!(
            diff("f", "a\r\nb", "a\nb\n", DiffStyle::Exact),
            "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n-a\r\n-b\n\\ No newline at end of file\n+a\n+b\n"
        );
        // A lone `\r` ends no line.
        assert_eq!(
            diff("f", "a\rb\n", "a\rc\n", DiffStyle::Exact),
            "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\rb\n+a\rc\n"
        );
    }

    #[test]
    fn for_readers_nothing_steers_the_terminal() {
        let shown = diff("f\u{1b}", "\u{1b}[2J\r\n", "x\r\n", DiffStyle::Readable);
        assert_eq!(shown, "--- \"a/f\\033\"\n+++ \"b/f\\033\"\n@@ -1 +1 @@\n-␛[2J\n+x\n");
        assert!(diff("f", "a\n", "b\n", DiffStyle::Coloured).contains("\x1b[0;92m+b\x1b[0m\n"));
    }
}
