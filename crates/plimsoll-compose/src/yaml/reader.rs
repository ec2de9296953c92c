//! Text → documents. The only module that touches the YAML dependency; converts its places to ours.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle};
use plimsoll_diagnostics::{Diagnostic, Span, Text};

use super::limits::{MAX_DEPTH, MAX_NODES};
use super::{Alias, Anchor, Comment, Entry, Kind, Mapping, Marks, Node, Scalar, Style, Yaml, duplicates};

mod explain;

/// What one reading gave: everything up to the first error.
#[derive(Default)]
pub(super) struct Reading<'s> {
    pub(super) documents: Vec<Yaml<'s>>,
    pub(super) comments: Vec<Comment<'s>>,
    pub(super) problems: Vec<Diagnostic>,
    /// Where aliases start whose name ends in a colon: to go-yaml, that makes a key of `*name:`.
    pub(super) alias_keys: Vec<usize>,
    pub(super) stop: Option<Stop>,
}

/// Why a reading ended before the text did.
pub(super) struct Stop {
    /// The byte at which the parser gave up.
    pub(super) at: usize,
    /// What is wrong there.
    pub(super) message: Cow<'static, str>,
    /// A limit was hit: reading again would not help.
    pub(super) is_limit: bool,
    /// What may tell where the error comes from.
    pub(super) clue: Clue,
}

/// What may tell where an error comes from.
#[derive(Clone, Copy)]
pub(super) enum Clue {
    /// Nothing but its place.
    None,
    /// This bracket is open.
    Bracket(usize),
    /// A key was met where the line before goes on.
    Continues,
    /// Text follows a closing quote, which was perhaps meant to open.
    Quote(char),
    /// There is no space before a comment.
    Comment,
}

/// Reads `text`, which is `source` or a copy of the same length in which bad lines are masked.
pub(super) fn read<'s>(source: Text<'s>, text: &str) -> Reading<'s> {
    let mut reader = Reader {
        source,
        frames: Vec::new(),
        pending: None,
        scalars: HashMap::new(),
        anchors: HashMap::new(),
        nodes: 0,
        reading: Reading::default(),
    };
    for event in Parser::new_from_str_with_options(text, options(text.len())) {
        let stop = match event {
            Ok((event, span)) => reader.take(event, span).err(),
            Err(error) => Some(Stop {
                at: error.marker().byte_offset().unwrap_or_default(),
                message: explain::message(error.kind()),
                is_limit: *error.kind() == ErrorKind::RecursionLimitExceeded,
                clue: reader.clue(error.kind()),
            }),
        };
        if stop.is_some() {
            reader.reading.stop = stop;
            break;
        }
    }
    reader.flush();
    while let Some(frame) = reader.frames.pop() {
        reader.close(frame, None);
    }
    reader.reading
}

fn options(len: usize) -> Options {
    granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        max_buffered_comment_events: len,
        block_nesting_limit: MAX_DEPTH,
        flow_nesting_limit: MAX_DEPTH,
    }
}

struct Reader<'s> {
    source: Text<'s>,
    /// The lists and mappings that are not closed yet.
    frames: Vec<Frame<'s>>,
    /// A scalar or alias whose anchor may come with the next event.
    pending: Option<Yaml<'s>>,
    /// Scalars with an anchor: an alias may stand for a key.
    scalars: HashMap<usize, Scalar<'s>>,
    /// The anchors so far, by name.
    anchors: HashMap<&'s str, usize>,
    nodes: usize,
    reading: Reading<'s>,
}

/// A list or mapping that is not closed yet.
struct Frame<'s> {
    parts: Parts<'s>,
    span: Span,
    marks: Marks<'s>,
}

enum Parts<'s> {
    Items(Vec<Yaml<'s>>),
    /// With the key that waits for its value.
    Entries(Vec<Entry<'s>>, Option<Scalar<'s>>),
}

impl<'s> Reader<'s> {
    fn take(&mut self, event: Event<'_>, place: granit_parser::Span) -> Result<(), Stop> {
        let text = self.text(place);
        if let Event::Anchor(id, _) = event {
            let name = text.slice(1, text.raw.len());
            self.anchors.insert(name.raw, id);
            self.anchor(Anchor { name, id });
            return Ok(());
        }
        self.flush();
        let tag = place.tag_span().map(|tag| self.text(tag));
        match event {
            Event::DocumentStart(_, Some(version)) if (version.major, version.minor) != (1, 1) => {
                self.version_directive(text.span);
            }
            Event::Comment(..) => {
                let before = self.source.raw.get(..text.span.start as usize).unwrap_or_default();
                let own_line = before.trim_end_matches([' ', '\t', '\u{feff}']);
                let own_line = own_line.is_empty() || own_line.ends_with('\n');
                self.reading.comments.push(Comment { text, own_line });
            }
            // In a copy, another letter stands for the asterisk of an alias that is a key.
            Event::Scalar(_, ScalarStyle::Plain, _, _) if text.raw.starts_with('*') => {
                let target = text.raw.get(1..).and_then(|name| self.anchors.get(name)).copied();
                if target.is_none() {
                    self.unresolved(text);
                }
                self.alias(text, target)?;
            }
            Event::Scalar(value, style, _, _) => {
                let scalar = scalar(value, style, text, tag);
                let span = scalar.span;
                self.count(text)?;
                let marks = boxed(Marks { tag, anchor: None });
                self.pending = Some(Yaml { node: Node::Scalar(scalar), span, marks });
            }
            Event::Alias(id) => self.alias(text, Some(id))?,
            Event::UnresolvedAlias(_) => {
                if text.raw.ends_with(':') {
                    self.reading.alias_keys.push(text.span.start as usize);
                }
                self.unresolved(text);
                self.alias(text, None)?;
            }
            Event::SequenceStart(..) => self.open(Parts::Items(Vec::new()), text, tag)?,
            Event::MappingStart(..) => self.open(Parts::Entries(Vec::new(), None), text, tag)?,
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(frame) = self.frames.pop() {
                    self.close(frame, Some(text));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn clue(&self, kind: &ErrorKind) -> Clue {
        let starts = self.frames.iter().rev().map(|frame| frame.span.start as usize);
        let opens = |byte: &usize| matches!(self.source.raw.as_bytes().get(*byte), Some(b'[' | b'{'));
        match (starts.into_iter().find(opens), kind) {
            (_, ErrorKind::CommentNotSeparated) => Clue::Comment,
            (_, ErrorKind::InvalidTrailingDoubleQuotedScalar) => Clue::Quote('"'),
            (_, ErrorKind::InvalidTrailingSingleQuotedScalar) => Clue::Quote('\''),
            (Some(bracket), _) => Clue::Bracket(bracket),
            (None, ErrorKind::MappingValueNotAllowed) => Clue::Continues,
            _ => Clue::None,
        }
    }

    fn text(&self, place: granit_parser::Span) -> Text<'s> {
        let range = place.byte_range().unwrap_or_default();
        self.source.slice(range.start, range.end)
    }

    fn count(&mut self, text: Text<'_>) -> Result<(), Stop> {
        self.nodes += 1;
        let at = text.span.start as usize;
        let stop =
            |message| Err(Stop { at, message: Cow::Borrowed(message), is_limit: true, clue: Clue::None });
        if self.nodes > MAX_NODES {
            return stop("the file has too many nodes; the rest is not read");
        }
        if self.frames.len() >= MAX_DEPTH {
            return stop("the file is nested too deeply; the rest is not read");
        }
        Ok(())
    }

    fn open(&mut self, parts: Parts<'s>, text: Text<'s>, tag: Option<Text<'s>>) -> Result<(), Stop> {
        self.count(text)?;
        self.frames.push(Frame { parts, span: text.span, marks: Marks { tag, anchor: None } });
        Ok(())
    }

    fn unresolved(&mut self, text: Text<'s>) {
        let message = format!("the alias `{}` has no anchor", text.raw);
        let mut problem = Diagnostic::new("compose-syntax", text.span, message);
        problem.here("no anchor with this name is defined above");
        self.reading.problems.push(problem);
    }

    fn alias(&mut self, text: Text<'s>, target: Option<usize>) -> Result<(), Stop> {
        self.count(text)?;
        let name = text.slice(1, text.raw.len());
        self.pending = Some(Yaml::new(Node::Alias(Alias { name, target }), text.span));
        Ok(())
    }

    fn anchor(&mut self, anchor: Anchor<'s>) {
        if let Some(yaml) = &mut self.pending {
            yaml.marks.get_or_insert_default().anchor = Some(anchor);
            if let Node::Scalar(scalar) = &yaml.node {
                self.scalars.insert(anchor.id, scalar.clone());
            }
        } else if let Some(frame) = self.frames.last_mut() {
            frame.marks.anchor = Some(anchor);
        }
    }

    fn flush(&mut self) {
        if let Some(yaml) = self.pending.take() {
            self.attach(yaml);
        }
    }

    /// Ends a list or mapping. `end` is its closing bracket; a block ends where its last item does.
    fn close(&mut self, frame: Frame<'s>, end: Option<Text<'s>>) {
        let Frame { parts, span, marks } = frame;
        let (node, last) = match parts {
            Parts::Items(items) => {
                let last = items.last().map(|item| item.span);
                (Node::Sequence(items.into()), last)
            }
            Parts::Entries(mut entries, key) => {
                if let Some(key) = key {
                    let value = Yaml::null(key.span.after());
                    entries.push(Entry { key, value });
                }
                let last = entries.last().map(|entry| entry.key.span.to(entry.value.span));
                let mapping = Mapping::new(entries);
                duplicates::report(
                    &mapping,
                    "remove one of the two, because Compose rejects duplicate keys",
                    &mut self.reading.problems,
                );
                (Node::Mapping(mapping), last)
            }
        };
        let bracket = end.filter(|end| !end.raw.is_empty()).map(|end| end.span);
        let span = span.to(bracket.or(last).unwrap_or(span));
        self.attach(Yaml { node, span, marks: boxed(marks) });
    }

    /// Puts a whole node where it belongs.
    fn attach(&mut self, yaml: Yaml<'s>) {
        let Some(frame) = self.frames.last_mut() else {
            self.reading.documents.push(yaml);
            return;
        };
        match &mut frame.parts {
            Parts::Items(items) => items.push(yaml),
            Parts::Entries(entries, waiting) => match waiting.take() {
                Some(key) => entries.push(Entry { key, value: yaml }),
                None => *waiting = Some(key(yaml, &self.scalars, self.source)),
            },
        }
    }

    /// go-yaml takes no other version than 1.1, although what it reads is nearly 1.2.
    fn version_directive(&mut self, document: Span) {
        let before = self.source.slice(0, document.start as usize);
        let span = before.raw.rfind("%YAML").map_or(document, |from| {
            before
                .slice(from, before.raw.len())
                .words()
                .take(2)
                .map(|word| word.span)
                .fold(before.slice(from, from).span, Span::to)
        });
        let message = "Compose does not support this YAML version";
        let mut problem = Diagnostic::new("compose-syntax", span, message);
        problem.here("Compose accepts only 1.1").help("remove the directive: Compose files do not need it");
        self.reading.problems.push(problem);
    }
}

fn boxed(marks: Marks<'_>) -> Option<Box<Marks<'_>>> {
    (marks != Marks::default()).then(|| Box::new(marks))
}

/// A node in the place of a key. One that is no scalar reads as its text.
fn key<'s>(yaml: Yaml<'s>, scalars: &HashMap<usize, Scalar<'s>>, source: Text<'s>) -> Scalar<'s> {
    let text = source.slice(yaml.span.start as usize, yaml.span.end as usize);
    match yaml.node {
        Node::Scalar(scalar) => scalar,
        Node::Alias(Alias { target: Some(id), .. }) if scalars.contains_key(&id) => {
            let value = scalars.get(&id).map(|scalar| scalar.value.clone()).unwrap_or_default();
            Scalar {
                value,
                span: text.span,
                style: Style::Plain,
                kind: Kind::String,
                source: text.raw,
                template: None,
            }
        }
        _ => Scalar {
            value: Cow::Borrowed(text.raw),
            span: text.span,
            style: Style::Plain,
            kind: Kind::Null,
            source: text.raw,
            template: None,
        },
    }
}

fn scalar<'s>(value: Cow<'_, str>, style: ScalarStyle, text: Text<'s>, tag: Option<Text<'s>>) -> Scalar<'s> {
    let style = match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    };
    let quotes = usize::from(matches!(style, Style::SingleQuoted | Style::DoubleQuoted));
    // The place of a block reaches over the empty lines behind it.
    let text = if quotes == 0 { text.slice(0, text.raw.trim_end().len()) } else { text };
    let inside = text.slice(quotes, text.raw.len().saturating_sub(quotes));
    let value = match value {
        // The parser reads what is left out in `{a, b}` as `~`.
        _ if text.raw.is_empty() && style == Style::Plain => Cow::Borrowed(""),
        value if inside.raw == value => Cow::Borrowed(inside.raw),
        value => Cow::Owned(value.into_owned()),
    };
    let kind = match (tag.map(|tag| tag.raw), style) {
        (Some("!!str"), _) => Kind::String,
        (_, Style::Plain) => Kind::of_plain(&value),
        _ => Kind::String,
    };
    Scalar { value, span: text.span, style, kind, source: text.raw, template: None }
}
