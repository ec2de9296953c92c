//! A finding's head and its pieces of source. codespan draws each line with its labels; which lines there are, and
//! the arrows to files, are decided here.

use std::borrow::Cow;
use std::io::Write;

use codespan_reporting::diagnostic::{LabelStyle, Severity};
use codespan_reporting::files::Error;
use codespan_reporting::term::{Config, Renderer, WriteStyle};
use plimsoll_diagnostics::{Diagnostic, FileId, Label, Level, Sources, Span};

use crate::code::code;
use crate::painter::Painter;
use crate::places::Places;
use crate::sanitize::visible;
use crate::shown_line::{ShownLine, content};

/// A finding whose labels stand in the order in which they are drawn.
pub(crate) struct Snippets<'a> {
    sources: &'a Sources,
    diagnostic: &'a Diagnostic,
    /// Where the name of the rule leads.
    page: Option<&'a str>,
    /// Whether another linter's code stands beside the name of the rule.
    has_code: bool,
    marks: Vec<Mark<'a>>,
}

/// A label, on the line where it starts. A place of several lines is shown by its first line: however long a
/// stage is, a finding about it stays short.
struct Mark<'a> {
    /// From 0.
    line: usize,
    style: LabelStyle,
    label: &'a Label,
}

impl<'a> Snippets<'a> {
    pub(crate) fn new(
        sources: &'a Sources,
        diagnostic: &'a Diagnostic,
        page: Option<&'a str>,
        has_code: bool,
    ) -> Snippets<'a> {
        let mark = |style, label: &'a Label| {
            let line = sources.file(label.span.file).lines().line(label.span.start);
            Mark { line, style, label }
        };
        let primary = mark(LabelStyle::Primary, &diagnostic.primary);
        let related = diagnostic.related.iter().map(|label| mark(LabelStyle::Secondary, label));
        let mut marks: Vec<Mark<'a>> = std::iter::once(primary).chain(related).collect();
        let first_file = diagnostic.primary.span.file;
        marks.sort_by_key(|mark| (mark.label.span.file != first_file, mark.label.span));
        Snippets { sources, diagnostic, page, has_code, marks }
    }

    /// The largest line number that is shown.
    pub(crate) fn last_line(&self) -> usize {
        self.marks.iter().map(|mark| mark.line + 1).max().unwrap_or(1)
    }

    /// Writes head and source, the line numbers `gutter` digits wide.
    pub(crate) fn write(
        &self,
        gutter: usize,
        places: &mut Places<'_>,
        config: &Config,
        painter: &mut Painter,
    ) -> Result<(), Error> {
        let mut drawing = Drawing {
            sources: self.sources,
            places,
            renderer: Renderer::new(painter, config),
            gutter,
            severity: severity(self.diagnostic.level),
        };
        let rule = linked(visible(&self.diagnostic.rule), self.page);
        let rule = match code(self.diagnostic).filter(|_| self.has_code) {
            Some(code) => format!("{rule}, {}", visible(code)).into(),
            None => rule,
        };
        let message = visible(&self.diagnostic.message);
        drawing.head(self.diagnostic.level, &rule, &message)?;
        for in_file in self.marks.chunk_by(|one, next| one.label.span.file == next.label.span.file) {
            let Some(first) = in_file.first().map(|mark| mark.label.span) else { continue };
            let primary = self.diagnostic.primary.span;
            let (arrow, place) = if first.file == primary.file { ("-->", primary) } else { (":::", first) };
            let is_empty = self.sources.file(first.file).text.is_empty();
            if is_empty && in_file.iter().all(|mark| mark.label.text.is_empty()) {
                drawing.path(arrow, first.file)?;
            } else {
                drawing.arrow(arrow, place)?;
                drawing.file(first.file, in_file)?;
            }
        }
        Ok(())
    }
}

/// A text that leads to a page: OSC 8, which terminals that do not know it pass over.
fn linked<'t>(text: Cow<'t, str>, page: Option<&str>) -> Cow<'t, str> {
    match page {
        Some(page) => format!("\x1b]8;;{page}\x1b\\{text}\x1b]8;;\x1b\\").into(),
        None => text,
    }
}

fn severity(level: Level) -> Severity {
    match level {
        Level::Style => Severity::Help,
        Level::Note => Severity::Note,
        Level::Warning => Severity::Warning,
        Level::Error => Severity::Error,
    }
}

/// What it takes to draw.
struct Drawing<'d, 's> {
    sources: &'d Sources,
    places: &'d mut Places<'s>,
    renderer: Renderer<'d, 'd>,
    gutter: usize,
    severity: Severity,
}

impl Drawing<'_, '_> {
    /// `warning[rule]: message`.
    fn head(&mut self, level: Level, rule: &str, message: &str) -> Result<(), Error> {
        if level != Level::Style {
            return self.renderer.render_header(None, self.severity, Some(rule), message);
        }
        // codespan has no such severity.
        self.renderer.set_header(self.severity)?;
        write!(self.renderer, "{}[{rule}]", level.name())?;
        self.renderer.set_header_message()?;
        write!(self.renderer, ": {message}")?;
        self.renderer.reset()?;
        Ok(writeln!(self.renderer)?)
    }

    /// ` --> Dockerfile:3:13`, and the border below.
    fn arrow(&mut self, arrow: &str, span: Span) -> Result<(), Error> {
        let place = self.places.start(span);
        let path = &self.sources.file(span.file).path;
        self.renderer.set_source_border()?;
        write!(self.renderer, "{:width$}{arrow}", "", width = self.gutter)?;
        self.renderer.reset()?;
        writeln!(self.renderer, " {}:{}:{}", visible(path), place.line, place.column)?;
        self.renderer.render_snippet_empty(self.gutter, self.severity, 0, &[])
    }

    /// ` --> Dockerfile`, of which there is nothing to show: it is empty, or could not be read.
    fn path(&mut self, arrow: &str, file: FileId) -> Result<(), Error> {
        self.renderer.set_source_border()?;
        write!(self.renderer, "{:width$}{arrow}", "", width = self.gutter)?;
        self.renderer.reset()?;
        writeln!(self.renderer, " {}", visible(&self.sources.file(file).path))?;
        Ok(())
    }

    /// Every line with a label, and what tells that lines between were left out.
    fn file(&mut self, file: FileId, marks: &[Mark<'_>]) -> Result<(), Error> {
        let mut previous = None;
        for on_line in marks.chunk_by(|one, next| one.line == next.line) {
            let Some(line) = on_line.first().map(|mark| mark.line) else { continue };
            match previous.map(|previous| line.saturating_sub(previous)) {
                // A single line takes no more room than the sign for leaving it out.
                Some(2) => self.line(file, line.saturating_sub(1), &[])?,
                Some(3..) => self.left_out()?,
                _ => {}
            }
            self.line(file, line, on_line)?;
            previous = Some(line);
        }
        Ok(())
    }

    fn left_out(&mut self) -> Result<(), Error> {
        self.renderer.set_source_border()?;
        write!(self.renderer, "...")?;
        self.renderer.reset()?;
        writeln!(self.renderer)?;
        Ok(())
    }

    fn line(&mut self, file: FileId, line: usize, marks: &[Mark<'_>]) -> Result<(), Error> {
        let source = self.sources.file(file);
        let range = content(source, line);
        let raw = source.text.get(range.clone()).unwrap_or_default();
        let primary = marks.iter().find(|mark| mark.style == LabelStyle::Primary).or(marks.first());
        let anchor = primary.map_or(range.start, |mark| mark.label.span.start as usize);
        let masked = source.hides_values().then(|| masked(raw));
        let raw = masked.as_deref().unwrap_or(raw);
        let shown = ShownLine::new(raw, range.start, anchor);
        let texts: Vec<_> = marks.iter().map(|mark| visible(&mark.label.text)).collect();
        let mut labels: Vec<_> = marks
            .iter()
            .zip(&texts)
            .map(|(mark, text)| {
                let span = mark.label.span;
                let end = if span.end as usize > range.end {
                    shown_end(raw, range.start)
                } else {
                    span.end as usize
                };
                (mark.style, shown.range(span.start as usize, end), text.as_ref())
            })
            .collect();
        labels.sort_by_key(|(_, place, _)| (place.start, place.end));
        self.renderer.render_snippet_source(
            self.gutter,
            line + 1,
            &shown.text,
            self.severity,
            &labels,
            0,
            &[],
        )
    }
}

/// A line of a file of variables without its value, every character in its place. A line without `=` may be a part of one.
fn masked(raw: &str) -> String {
    let (name, value) = raw.split_at(raw.find('=').map_or(0, |at| at + 1));
    let stars = value.chars().map(|character| match character {
        '$' | '{' | '}' | '#' | '"' | '\'' => character.to_string(),
        _ if character.is_whitespace() => character.to_string(),
        _ => "*".repeat(character.len_utf8()),
    });
    name.chars().map(String::from).chain(stars).collect()
}

/// Where what can be seen of a line ends: nobody wants carets under blanks.
fn shown_end(raw: &str, start: usize) -> usize {
    start + raw.trim_end().len()
}
