//! Physical lines → logical lines: continuations, comments, blank lines, here-document bodies.
//!
//! Source: BuildKit, `frontend/dockerfile/parser`.

use std::collections::HashMap;
use std::ops::Range;

use plimsoll_diagnostics::{Joined, JoinedBuilder, Span, Text};

use crate::{Comment, Keyword};

/// The longest physical line that BuildKit reads, line end included.
const LONGEST_LINE: usize = 65_535;

/// Reads a file line by line.
#[derive(Debug)]
pub(crate) struct Lines<'s> {
    source: Text<'s>,
    /// Where the next physical line starts.
    at: usize,
    /// The escape character.
    pub(crate) escape: char,
    /// The comments met so far.
    pub(crate) comments: Vec<Comment<'s>>,
    /// The lines that are too long.
    pub(crate) too_long: Vec<Span>,
    ends: Option<LastLines<'s>>,
    /// What to leave out, the last one first.
    left_out: Vec<Range<usize>>,
}

/// An instruction's lines, joined.
#[derive(Debug)]
pub(crate) struct LogicalLine<'s> {
    /// From its first character to the end of its last physical line, without the line end.
    pub(crate) span: Span,
    /// The joined text.
    pub(crate) text: Joined<'s>,
    /// The blank lines between its lines.
    pub(crate) blank_lines: Vec<Span>,
}

/// Where each distinct line stands for the last time. Made once a here-document was found to have no end, so
/// that a thousand of them do not read the file a thousand times.
#[derive(Debug, Default)]
struct LastLines<'s> {
    plain: HashMap<&'s str, usize>,
    without_tabs: HashMap<&'s str, usize>,
}

impl<'s> Lines<'s> {
    /// Reads `source` from byte `at` on.
    pub(crate) fn new(source: Text<'s>, at: usize) -> Lines<'s> {
        Lines {
            source,
            at,
            escape: '\\',
            comments: Vec::new(),
            too_long: Vec::new(),
            ends: None,
            left_out: Vec::new(),
        }
    }

    /// Leaves out parts of the text, which are whole lines and in order.
    pub(crate) fn leave_out(&mut self, parts: impl DoubleEndedIterator<Item = Range<usize>>) {
        self.left_out = parts.rev().collect();
    }

    /// The next physical line, with its line end.
    pub(crate) fn peek(&self) -> Option<Text<'s>> {
        line_at(self.source, self.at)
    }

    /// Moves behind `line`, the one that was peeked at.
    pub(crate) fn consume(&mut self, line: Text<'s>) {
        if line.raw.len() > LONGEST_LINE {
            self.too_long.push(without_end(line).span);
        }
        self.at += line.raw.len();
    }

    fn physical(&mut self) -> Option<Text<'s>> {
        while let Some(part) = self.left_out.pop_if(|part| part.start <= self.at) {
            self.at = self.at.max(part.end);
        }
        let line = self.peek()?;
        self.consume(line);
        Some(without_end(line))
    }

    /// The next instruction's lines.
    pub(crate) fn logical(&mut self) -> Option<LogicalLine<'s>> {
        let first = loop {
            let line = self.physical()?;
            let content = line.slice(line.raw.len() - line.raw.trim_start().len(), line.raw.len());
            if content.raw.starts_with('#') {
                let is_indented = content.span.start > line.span.start;
                self.comments.push(Comment { text: content, inside: false, is_indented });
            } else if !content.raw.is_empty() {
                break content;
            }
        };
        let Some(head) = self.continued(first) else {
            return Some(LogicalLine {
                span: first.span,
                text: Joined::verbatim(first),
                blank_lines: Vec::new(),
            });
        };
        let mut builder = JoinedBuilder::new(first.span.file);
        builder.push(head);
        let mut blank_lines = Vec::new();
        let mut last = first;
        while let Some(line) = self.physical() {
            last = line;
            let content = line.raw.trim_start();
            if content.starts_with('#') {
                let text = line.slice(line.raw.len() - content.len(), line.raw.len());
                self.comments.push(Comment {
                    text,
                    inside: true,
                    is_indented: text.span.start > line.span.start,
                });
            } else if content.is_empty() {
                blank_lines.push(line.span);
            } else if let Some(head) = self.continued(line) {
                builder.push(head);
            } else {
                builder.push(line);
                break;
            }
        }
        Some(LogicalLine { span: first.span.to(last.span), text: builder.finish(), blank_lines })
    }

    /// What stands before the escape character that continues a line, if one does: the last character but
    /// blanks, and not itself behind another one.
    fn continued(&self, line: Text<'s>) -> Option<Text<'s>> {
        let head = line.raw.trim_end_matches([' ', '\t']).strip_suffix(self.escape)?;
        (!head.ends_with(self.escape)).then(|| line.slice(0, head.len()))
    }

    /// The body of a here-document and the line that ends it. Without such a line the body ends where the next
    /// instruction seems to start, so that the rest of the file is not lost.
    pub(crate) fn heredoc(&mut self, name: &str, chomp: bool) -> (Text<'s>, Option<Text<'s>>) {
        let start = self.at;
        if self.ends.as_ref().is_none_or(|ends| ends.last(name, chomp).is_some_and(|last| last >= start)) {
            let mut at = start;
            while let Some(line) = line_at(self.source, at) {
                let content = without_end(line);
                let tabs = if chomp { leading_tabs(content.raw) } else { 0 };
                if content.raw.get(tabs..) == Some(name) {
                    self.skip_to(at + line.raw.len());
                    return (self.source.slice(start, at), Some(content));
                }
                at += line.raw.len();
            }
        }
        if self.ends.is_none() {
            self.ends = Some(LastLines::new(self.source));
        }
        while let Some(line) = self.peek() {
            if starts_instruction(line.raw) {
                break;
            }
            self.consume(line);
        }
        (self.source.slice(start, self.at), None)
    }

    fn skip_to(&mut self, at: usize) {
        while self.at < at {
            let Some(line) = self.peek() else { break };
            self.consume(line);
        }
    }
}

impl<'s> LastLines<'s> {
    fn new(source: Text<'s>) -> LastLines<'s> {
        let mut lines = LastLines::default();
        let mut at = 0;
        while let Some(line) = line_at(source, at) {
            let content = without_end(line).raw;
            lines.plain.insert(content, at);
            lines.without_tabs.insert(content.trim_start_matches('\t'), at);
            at += line.raw.len();
        }
        lines
    }

    fn last(&self, name: &str, chomp: bool) -> Option<usize> {
        if chomp { self.without_tabs.get(name).copied() } else { self.plain.get(name).copied() }
    }
}

/// The physical line that starts at `at`, with its line end.
fn line_at(source: Text<'_>, at: usize) -> Option<Text<'_>> {
    let rest = source.raw.as_bytes().get(at..).filter(|rest| !rest.is_empty())?;
    let len = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
    Some(source.slice(at, at + len))
}

/// BuildKit trims every carriage return before the line feed.
fn without_end(line: Text<'_>) -> Text<'_> {
    line.slice(0, line.raw.trim_end_matches(['\r', '\n']).len())
}

/// How many tabs it starts with.
pub(crate) fn leading_tabs(line: &str) -> usize {
    line.len() - line.trim_start_matches('\t').len()
}

/// Whether a line looks like the start of an instruction: a keyword in capitals at its very start, and a blank.
fn starts_instruction(line: &str) -> bool {
    let word = line.split([' ', '\t']).next().unwrap_or_default();
    word.len() < line.len() && Keyword::ALL.iter().any(|keyword| keyword.name() == word)
}
