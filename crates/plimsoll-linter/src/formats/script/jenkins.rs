//! Jenkinsfiles: the strings that the step `sh` is given. No Groovy is read but quotes.

use plimsoll_diagnostics::{Joined, JoinedBuilder, Text};
use plimsoll_project::{Folder, Place};

use super::found::{Found, Shell};
use super::none;

/// The strings of `sh '…'`, `sh "…"`, `sh '''…'''`, `sh(script: '…', …)`.
pub(super) fn scripts<'s>(source: Text<'s>, folder: &str) -> Found<'s> {
    let mut found = Found::new(Place::Ci);
    let (mut at, mut line) = (0, Line::default());
    while let Some(next) = source.raw.get(at..).and_then(|rest| rest.find("sh")) {
        let start = at + next;
        at = start + 2;
        let before = source.raw.get(..start).and_then(|before| before.chars().next_back());
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '-' | '"' | '\'')) {
            continue;
        }
        if line.is_comment_at(source.raw, start) {
            continue;
        }
        let Some((from, to, is_double)) = string(source.raw, at) else { continue };
        found.scripts.push(Shell {
            text: unescaped(source.slice(from, to), is_double),
            variables: none(),
            folder: Folder::At(folder.to_owned()),
            outside: None,
        });
        at = to;
    }
    found
}

/// How many bytes may stand between the name of a step and its string.
const BETWEEN: usize = 512;

/// How much of a text was read, and whether that ends in a comment. A line may be long, and is read once.
#[derive(Default)]
struct Line {
    read: usize,
    is_comment: bool,
}

impl Line {
    /// Whether a place behind what was read is in a comment of its line.
    fn is_comment_at(&mut self, text: &str, at: usize) -> bool {
        let mut new = text.get(self.read..at).unwrap_or_default();
        let newline = new.rfind('\n');
        if self.read == 0 || newline.is_some() {
            new = new.get(newline.map_or(0, |end| end + 1)..).unwrap_or_default().trim_start();
            self.is_comment = ["//", "*", "/*"].iter().any(|mark| new.starts_with(mark));
        }
        self.is_comment |= new.contains(" //");
        self.read = at;
        self.is_comment
    }
}

/// The first bytes of a text.
fn first(text: &str, len: usize) -> &str {
    text.get(..text.floor_char_boundary(len)).unwrap_or_default()
}

/// The string that a step is given from `at` on: where it starts and ends, and whether variables of Groovy are in it.
fn string(text: &str, at: usize) -> Option<(usize, usize, bool)> {
    let rest = text.get(at..)?;
    // Of the other named arguments, strings come first: `label: 'x', script: '…'`.
    let labelled = rest.trim_start().trim_start_matches('(').trim_start();
    let is_named = ["label", "encoding"].iter().any(|name| labelled.starts_with(name));
    let line = first(rest, 200).lines().next().filter(|_| is_named);
    let skipped = line.and_then(|line| line.find("script:"));
    let (at, rest) = match skipped {
        Some(len) => (at + len, rest.get(len..)?),
        None => (at, rest),
    };
    // Bytes are searched faster than characters, and most steps of a hostile file have no string.
    let open = first(rest, BETWEEN).bytes().position(|byte| matches!(byte, b'\'' | b'"'))?;
    // Between the name of the step and its string: a parenthesis, blanks, names of arguments.
    let between = rest.get(..open)?;
    let script = between.rfind("script").map(|at| between.get(at + 6..).unwrap_or_default().trim());
    let is_step = match script {
        Some(rest) => rest == ":",
        None => between.chars().all(|c| c.is_whitespace() || c == '(') && !between.is_empty(),
    };
    if !is_step || between.contains('}') {
        return None;
    }
    let start = at + open;
    let quoted = text.get(start..)?;
    let quote = quoted.get(..1)?;
    let triple = quote.repeat(3);
    let mark = if quoted.starts_with(&triple) { triple.as_str() } else { quote };
    let from = start + mark.len();
    let mut end = from;
    loop {
        let rest = text.get(end..)?;
        if rest.starts_with(mark) {
            return Some((from, end, quote == "\""));
        }
        let next = rest.chars().next()?;
        if next == '\n' && mark.len() == 1 {
            return None;
        }
        end += next.len_utf8();
        if next == '\\' {
            end += text.get(end..)?.chars().next()?.len_utf8();
        }
    }
}

/// A string without the escapes of Groovy. What it puts in is a variable that nobody knows.
fn unescaped<'s>(text: Text<'s>, is_double: bool) -> Joined<'s> {
    let mut builder = JoinedBuilder::new(text.span.file);
    let (mut from, mut at) = (0, 0);
    while let Some(next) = text.raw.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.raw.get(at..).unwrap_or_default();
        let special = match next {
            '\\' => {
                let escaped = rest.chars().nth(1).unwrap_or('\\');
                let by = match escaped {
                    'n' => "\n".to_owned(),
                    't' => "\t".to_owned(),
                    '\n' => "\\\n".to_owned(),
                    other => other.to_string(),
                };
                Some((1 + escaped.len_utf8(), by))
            }
            '$' if is_double => {
                let len = if rest.strip_prefix("${").is_some() {
                    rest.find('}').map_or(rest.len(), |end| end + 1)
                } else {
                    let behind = rest.get(1..).unwrap_or_default();
                    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
                    1 + behind.find(|c| !is_name(c)).unwrap_or(behind.len())
                };
                (len > 1).then(|| (len, "${_}".to_owned()))
            }
            _ => None,
        };
        let Some((len, by)) = special else {
            at += next.len_utf8();
            continue;
        };
        builder.push(text.slice(from, at));
        let end = (at + len).min(text.raw.len());
        builder.push_replaced(&by, text.slice(at, end).span);
        at = end;
        from = end;
    }
    builder.push(text.slice(from, text.raw.len()));
    builder.finish()
}
