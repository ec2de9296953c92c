//! JSON with exact places, strictly as RFC 8259 has it: text → the tree that YAML gives, comments and problems.
//!
//! Reading goes on behind a comma too many, a missing comma, a comment or a key without quotes, so that one slip costs
//! nothing else. Behind anything else nothing is certain, and the rest is not read.

mod string;

use std::borrow::Cow;

use plimsoll_diagnostics::{Diagnostic, Fix, Span, Text};

use crate::yaml::duplicates;
use crate::yaml::limits::{MAX_DEPTH, MAX_NODES, MAX_READS};
use crate::yaml::{Comment, Entry, Kind, Mapping, Node, Scalar, Stream, Style, Yaml};

/// The page that speaks of problems.
const RULE: &str = "json-syntax";

/// Reads the value that a file holds. A file of blanks holds none.
pub fn read(source: Text<'_>) -> Stream<'_> {
    read_as(source, false)
}

/// The same for a file that may have comments, and commas at the end of lists.
pub fn read_relaxed(source: Text<'_>) -> Stream<'_> {
    read_as(source, true)
}

fn read_as(source: Text<'_>, is_relaxed: bool) -> Stream<'_> {
    let at = if source.raw.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let stream = Stream::default();
    let mut reader = Reader { source, at, line: 0, seen: 0, nodes: 0, is_over: false, is_relaxed, stream };
    reader.blanks();
    if reader.peek().is_some() {
        let document = reader.value(0);
        reader.stream.documents.extend(document);
        reader.blanks();
        if let Some(start) = reader.peek().map(|_| reader.at) {
            let rest = source.slice(start, source.raw.len()).trim();
            let first = rest.raw.lines().next().map_or(0, str::len);
            reader.stop(rest.slice(0, first).span, "unexpected text after the end of the JSON value");
        }
    }
    reader.stream
}

struct Reader<'s> {
    source: Text<'s>,
    /// The next byte.
    at: usize,
    /// Where the line of the last comment starts, and how far line ends were looked for.
    line: usize,
    seen: usize,
    nodes: usize,
    /// Whether comments and a comma at the end of a list are no problems.
    is_relaxed: bool,
    /// Whether nothing more can be read.
    is_over: bool,
    stream: Stream<'s>,
}

impl<'s> Reader<'s> {
    fn peek(&self) -> Option<u8> {
        self.source.raw.as_bytes().get(self.at).copied().filter(|_| !self.is_over)
    }

    /// From a byte to the next one that is read.
    fn since(&self, start: usize) -> Text<'s> {
        self.source.slice(start, self.at)
    }

    /// A byte, or the end of the text.
    fn here(&self) -> Span {
        let end = self.source.raw.get(self.at..).and_then(|rest| rest.chars().next());
        self.source.slice(self.at, self.at + end.map_or(0, char::len_utf8)).span
    }

    /// Says what is wrong. Too many problems end the reading.
    fn problem(&mut self, span: Span, message: impl Into<Cow<'static, str>>) -> Option<&mut Diagnostic> {
        if self.is_over {
            return None;
        }
        if self.stream.problems.len() == MAX_READS {
            self.limit("the file has too many syntax errors; the rest is not read");
            return None;
        }
        self.stream.problems.push(Diagnostic::new(RULE, span, message.into()));
        self.stream.problems.last_mut()
    }

    /// Says what is wrong, and reads no further.
    fn stop(&mut self, span: Span, message: impl Into<Cow<'static, str>>) {
        self.problem(span, message);
        self.is_over = true;
    }

    fn limit(&mut self, message: &'static str) {
        let at = self.here();
        self.stream.problems.push(Diagnostic::new("limit-exceeded", at, message));
        self.is_over = true;
    }

    fn take_while(&mut self, belongs: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&belongs) {
            self.at += 1;
        }
    }

    /// Skips blanks, and the comments that JSON does not have.
    fn blanks(&mut self) {
        loop {
            self.take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
            let rest = self.source.raw.get(self.at..).unwrap_or_default();
            // A file may be one line: its end is looked for once.
            let line = || rest.lines().next().unwrap_or_default().trim_end().len();
            let length = match self.peek() {
                Some(b'#') => line(),
                Some(b'/') if rest.starts_with("//") => line(),
                Some(b'/') if rest.starts_with("/*") => {
                    let end = rest.get(2..).and_then(|inside| inside.find("*/"));
                    end.map_or(rest.len(), |end| end + 4)
                }
                _ => return,
            };
            let start = self.at;
            let unseen = self.source.raw.get(self.seen..start).unwrap_or_default();
            self.line = unseen.rfind('\n').map_or(self.line, |end| self.seen + end + 1);
            self.seen = start;
            let before = self.source.raw.get(self.line..start).unwrap_or_default();
            self.at += length;
            let text = self.since(start);
            let own_line = before.trim_end().is_empty();
            self.stream.comments.push(Comment { text, own_line });
            // With the blanks before it; of a line of its own, nothing stays.
            let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
            let behind = self.source.raw.get(self.at..).unwrap_or_default();
            let line_end = usize::from(own_line && behind.starts_with('\n'));
            let whole = self.source.slice(start - blanks, self.at + line_end).span;
            if self.is_relaxed {
                continue;
            }
            if let Some(problem) = self.problem(text.span, "comments are not allowed in JSON") {
                problem.help("remove the comment").fix(Fix::safe("remove the comment").delete(whole));
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<Yaml<'s>> {
        self.nodes += 1;
        if depth > MAX_DEPTH {
            self.limit("the file is nested too deeply; the rest is not read");
            return None;
        }
        if self.nodes > MAX_NODES {
            self.limit("the file has too many values; the rest is not read");
            return None;
        }
        let start = self.at;
        let node = match self.peek()? {
            b'{' => {
                let mapping = Mapping::new(self.entries(depth));
                duplicates::report(
                    &mapping,
                    "remove one of the two: the last one is used",
                    &mut self.stream.problems,
                );
                Node::Mapping(mapping)
            }
            b'[' => Node::Sequence(self.items(depth).into()),
            b'"' => Node::Scalar(self.string()),
            b'-' | b'0'..=b'9' => Node::Scalar(self.number()),
            b'\'' => Node::Scalar(self.single_quoted()),
            byte if is_word(byte) => Node::Scalar(self.word()),
            _ => {
                self.stop(self.here(), "a value is missing before this character");
                return None;
            }
        };
        Some(Yaml::new(node, self.since(start).span))
    }

    fn entries(&mut self, depth: usize) -> Vec<Entry<'s>> {
        let mut entries = Vec::new();
        self.list(b'}', &mut |reader| {
            let Some(key) = reader.key() else { return };
            reader.blanks();
            if reader.peek() == Some(b':') {
                reader.at += 1;
            } else if let Some(problem) = reader.problem(key.span, "missing `:` after this key") {
                problem.help("add `:` and a value");
            }
            reader.blanks();
            let value = match reader.peek() {
                Some(b',' | b'}') => {
                    reader.problem(key.span, "this key has no value");
                    None
                }
                _ => reader.value(depth + 1),
            };
            let value = value.unwrap_or_else(|| Yaml::null(Span { start: key.span.end, ..key.span }));
            entries.push(Entry { key, value });
        });
        entries
    }

    fn items(&mut self, depth: usize) -> Vec<Yaml<'s>> {
        let mut items = Vec::new();
        self.list(b']', &mut |reader| items.extend(reader.value(depth + 1)));
        items
    }

    /// What stands between brackets, with a comma between one and the next.
    fn list(&mut self, close: u8, one: &mut dyn FnMut(&mut Self)) {
        let open = self.here();
        self.at += 1;
        let mut comma: Option<Span> = None;
        let mut is_first = true;
        loop {
            self.blanks();
            match (self.peek(), comma) {
                (None, _) => {
                    let bracket = if close == b'}' { '{' } else { '[' };
                    self.stop(open, format!("unclosed `{bracket}`"));
                    return;
                }
                (Some(byte), comma) if byte == close => {
                    if let Some(comma) = comma.filter(|_| !self.is_relaxed) {
                        self.superfluous(comma);
                    }
                    self.at += 1;
                    return;
                }
                (Some(b'}' | b']'), _) => {
                    let close = char::from(close);
                    self.stop(self.here(), format!("missing `{close}` before this character"));
                    return;
                }
                (Some(b','), before) => {
                    let here = self.here();
                    if is_first || before.is_some() {
                        self.superfluous(here);
                    }
                    self.at += 1;
                    comma = Some(here).filter(|_| !is_first);
                    continue;
                }
                (Some(_), None) if !is_first => {
                    let end = self.source.raw.get(..self.at).unwrap_or_default().trim_end().len();
                    let end = self.source.slice(end, end).span;
                    if let Some(problem) = self.problem(end, "missing comma") {
                        problem.help("add a comma").fix(Fix::risky("add a comma").insert_after(end, ","));
                    }
                }
                (Some(_), _) => {}
            }
            is_first = false;
            comma = None;
            let start = self.at;
            one(self);
            if self.at == start {
                self.is_over = true;
            }
        }
    }

    fn superfluous(&mut self, comma: Span) {
        if let Some(problem) = self.problem(comma, "unexpected comma") {
            problem.help("remove the comma").fix(Fix::safe("remove the comma").delete(comma));
        }
    }

    fn key(&mut self) -> Option<Scalar<'s>> {
        match self.peek()? {
            b'"' => Some(self.string()),
            b'\'' => Some(self.single_quoted()),
            byte if is_word(byte) => {
                let start = self.at;
                self.take_while(|byte| is_word(byte) || byte == b'-' || byte == b'.');
                let text = self.since(start);
                self.unquoted(text, "a key must be in double quotes");
                Some(scalar(text, text.raw.into(), Style::Plain, Kind::String))
            }
            _ => {
                self.stop(self.here(), "a key is missing before this character");
                None
            }
        }
    }

    fn unquoted(&mut self, text: Text<'s>, message: &'static str) {
        let written = text.raw.trim_matches('\'');
        if let Some(problem) = self.problem(text.span, message)
            && !written.contains(['"', '\\'])
        {
            problem.help(format!("write `\"{written}\"`"));
            problem.fix(Fix::risky("use double quotes").replace(text.span, format!("\"{written}\"")));
        }
    }

    /// A string that stands in the quotes of other languages.
    fn single_quoted(&mut self) -> Scalar<'s> {
        let start = self.at;
        self.at += 1;
        self.take_while(|byte| !matches!(byte, b'\'' | b'\n'));
        if self.peek() != Some(b'\'') {
            self.stop(self.source.slice(start, start + 1).span, "unclosed quote");
            return scalar(self.since(start), "".into(), Style::SingleQuoted, Kind::String);
        }
        self.at += 1;
        let text = self.since(start);
        self.unquoted(text, "JSON does not allow single quotes");
        let inside = text.slice(1, text.raw.len() - 1);
        scalar(text, inside.raw.into(), Style::SingleQuoted, Kind::String)
    }

    fn number(&mut self) -> Scalar<'s> {
        let start = self.at;
        self.take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
        let text = self.since(start);
        match number_kind(text.raw) {
            Some(kind) => scalar(text, text.raw.into(), Style::Plain, kind),
            None => self.no_value(text),
        }
    }

    /// `true`, `false`, `null`, or a word that is none of them.
    fn word(&mut self) -> Scalar<'s> {
        let start = self.at;
        self.take_while(|byte| is_word(byte) || matches!(byte, b'-' | b'.' | b'/'));
        let text = self.since(start);
        match text.raw {
            "true" | "false" => scalar(text, text.raw.into(), Style::Plain, Kind::Bool),
            "null" => scalar(text, text.raw.into(), Style::Plain, Kind::Null),
            _ => self.no_value(text),
        }
    }

    fn no_value(&mut self, text: Text<'s>) -> Scalar<'s> {
        let lower = text.raw.to_ascii_lowercase();
        if matches!(&*lower, "true" | "false" | "null") {
            if let Some(problem) =
                self.problem(text.span, format!("`{}` is not a valid JSON value", text.raw))
            {
                problem.help(format!("write `{lower}`"));
                problem.fix(Fix::risky("use lowercase").replace(text.span, lower));
            }
        } else {
            self.unquoted(text, "this is neither a number nor a string");
        }
        scalar(text, text.raw.into(), Style::Plain, Kind::String)
    }
}

fn scalar<'s>(text: Text<'s>, value: Cow<'s, str>, style: Style, kind: Kind) -> Scalar<'s> {
    Scalar { value, span: text.span, style, kind, source: text.raw, template: None }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

/// The kind of a number as JSON has it; `None` when it is none.
fn number_kind(text: &str) -> Option<Kind> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.strip_prefix('-').unwrap_or(text);
    let whole = digits(rest);
    if whole == 0 || whole > 1 && rest.starts_with('0') {
        return None;
    }
    let mut rest = rest.get(whole..)?;
    let kind = if rest.is_empty() { Kind::Int } else { Kind::Float };
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = fraction.get(Some(digits(fraction)).filter(|count| *count > 0)?..)?;
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        rest = exponent.get(Some(digits(exponent)).filter(|count| *count > 0)?..)?;
    }
    rest.is_empty().then_some(kind)
}

#[cfg(test)]
mod tests;
