//! HCL with exact places, as Bake files use it: text → the tree that YAML gives, comments and problems.
//!
//! A block is an entry whose key is its type and, below that, its labels. What Bake would have to work out (a variable, a
//! function, a condition) stays as it is written, as one `${…}`: nobody knows here what it comes to.

mod references;

use std::collections::HashMap;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ObjectKey};
pub(crate) use hcl_edit::structure::Body;
use hcl_edit::structure::{Block, BlockLabel, Structure};
use hcl_edit::template::Element;
use plimsoll_diagnostics::{Diagnostic, Text};

pub use self::references::References;
pub(crate) use self::references::references;
use crate::template;
use crate::yaml::limits::MAX_DEPTH;
use crate::yaml::{Comment, Entry, Kind, Mapping, Node, Scalar, Stream, Style, Yaml};

/// The page that speaks of problems.
const RULE: &str = "hcl-syntax";

/// How often keys of objects may be compared: 6,000 keys in one object, or many smaller ones.
const MOST_COMPARISONS: usize = 20_000_000;

type Range = std::ops::Range<usize>;

/// Reads a file. What cannot be read as a whole is one problem, and gives no document: the library stops at the first.
pub fn read(source: Text<'_>) -> Stream<'_> {
    read_with_body(source).0
}

/// The same, with the expressions as the library has them; `None` if it cannot read the file.
pub(crate) fn read_with_body(source: Text<'_>) -> (Stream<'_>, Option<Body>) {
    let reader = Reader { source };
    let mut stream = Stream { comments: comments(source), ..Stream::default() };
    if let Some(at) = too_many_keys(source.raw) {
        let message = "the objects have too many keys; the file is not read";
        stream.problems.push(Diagnostic::new("limit-exceeded", source.slice(at, at + 1).span, message));
        return (stream, None);
    }
    match hcl_edit::parser::parse_body(source.raw) {
        Ok(body) => {
            stream.documents.push(reader.body(&body, 0..source.raw.len(), 0));
            return (stream, Some(body));
        }
        // HCL takes a key that comes twice in an object; the library does not.
        Err(problem) if problem.message().contains("redefined object key") => {}
        Err(problem) => {
            if let Some(problem) = template::opening(source, "Bake") {
                stream.problems.push(problem);
                return (stream, None);
            }
            let at = problem.location().offset().min(source.raw.len());
            let rest = source.raw.get(at..).unwrap_or_default();
            let length = rest.chars().next().filter(|next| *next != '\n').map_or(0, char::len_utf8);
            let message = format!("not valid HCL: {}", problem.message().replace('\n', ", "));
            stream.problems.push(Diagnostic::new(RULE, source.slice(at, at + length).span, message));
        }
    }
    (stream, None)
}

struct Reader<'s> {
    source: Text<'s>,
}

impl<'s> Reader<'s> {
    fn body(&self, body: &Body, place: Range, depth: usize) -> Yaml<'s> {
        let mut entries: Vec<Entry<'s>> = Vec::new();
        // The entry of each type of block, and what the further ones add to it.
        let mut types: HashMap<String, usize> = HashMap::new();
        let mut more: HashMap<usize, Vec<Entry<'s>>> = HashMap::new();
        for structure in body {
            let (entry, is_block) = match structure {
                Structure::Attribute(attribute) => {
                    let key = self.word(attribute.key.as_str(), attribute.key.span());
                    (Entry { key, value: self.value(&attribute.value, depth + 1) }, false)
                }
                Structure::Block(block) => (self.block(block, depth), true),
            };
            let first = types.get(&*entry.key.value).copied().filter(|_| is_block);
            let is_mapping =
                |at: &usize| entries.get(*at).is_some_and(|first| first.value.as_mapping().is_some());
            if let Some(first) = first.filter(is_mapping)
                && let Node::Mapping(own) = &entry.value.node
            {
                more.entry(first).or_default().extend(own.entries.iter().cloned());
                continue;
            }
            types.entry(entry.key.value.to_string()).or_insert(entries.len());
            entries.push(entry);
        }
        for (at, more) in more {
            if let Some(Node::Mapping(all)) = entries.get_mut(at).map(|entry| &mut entry.value.node) {
                *all = Mapping::new(all.entries.iter().cloned().chain(more).collect());
            }
        }
        self.mapping(entries, place)
    }

    /// A block as an entry: the others of its type are added to the first.
    fn block(&self, block: &Block, depth: usize) -> Entry<'s> {
        let end = block.span().unwrap_or_default().end;
        let labels = block.labels.iter().map(|label| match label {
            BlockLabel::Ident(label) => self.word(label.as_str(), label.span()),
            BlockLabel::String(label) => self.word(label.as_str(), label.span()),
        });
        let first = self.word(block.ident.as_str(), block.ident.span());
        let names: Vec<Scalar<'s>> = labels.collect();
        // A value stands behind its key.
        let behind = |key: &Scalar<'s>| (key.span.end as usize).min(end)..end;
        let place = behind(names.last().unwrap_or(&first));
        let own = if depth < MAX_DEPTH {
            self.body(&block.body, place, depth + 1)
        } else {
            self.mapping(Vec::new(), place)
        };
        let around: Vec<Range> = std::iter::once(&first).chain(&names).map(behind).collect();
        let value = names
            .into_iter()
            .zip(around)
            .rev()
            .fold(own, |value, (key, place)| self.mapping(vec![Entry { key, value }], place));
        Entry { key: first, value }
    }

    fn value(&self, value: &Expression, depth: usize) -> Yaml<'s> {
        let place = value.span().unwrap_or_default();
        match value {
            _ if depth > MAX_DEPTH => self.unknown(place),
            Expression::Null(_) => Yaml::null(self.text(place).span),
            Expression::Bool(_) => self.plain(place, Kind::Bool),
            Expression::Number(_) => self.plain(place, Kind::Float),
            Expression::String(text) => self.quoted(text.as_str(), place),
            Expression::HeredocTemplate(document) => {
                let literal = document.template.as_single_element().and_then(Element::as_literal);
                match literal {
                    Some(literal) => self.word(literal.trim_end_matches('\n'), Some(place)).into_yaml(),
                    None => self.unknown(place),
                }
            }
            Expression::StringTemplate(template) => {
                let pieces = template.iter().map(|element| match element {
                    Element::Literal(literal) => literal.as_str(),
                    other => other.span().map_or("${}", |place| self.text(place).raw),
                });
                self.quoted(&pieces.collect::<String>(), place)
            }
            Expression::Parenthesis(inner) => self.value(inner.inner(), depth + 1),
            Expression::Array(items) => {
                let items: Vec<Yaml<'s>> = items.iter().map(|item| self.value(item, depth + 1)).collect();
                Yaml::new(Node::Sequence(items.into()), self.text(place).span)
            }
            Expression::Object(object) => {
                let entry = |(key, value): (&ObjectKey, &hcl_edit::expr::ObjectValue)| {
                    let key = match key {
                        ObjectKey::Ident(name) => self.word(name.as_str(), name.span()),
                        ObjectKey::Expression(Expression::String(name)) => {
                            self.word(name.as_str(), name.span())
                        }
                        ObjectKey::Expression(_) => return None,
                    };
                    Some(Entry { key, value: self.value(value.expr(), depth + 1) })
                };
                self.mapping(object.iter().filter_map(entry).collect(), place)
            }
            _ => self.unknown(place),
        }
    }

    fn mapping(&self, entries: Vec<Entry<'s>>, place: Range) -> Yaml<'s> {
        Yaml::new(Node::Mapping(Mapping::new(entries)), self.text(place).span)
    }

    /// What only Bake can work out.
    fn unknown(&self, place: Range) -> Yaml<'s> {
        let written = format!("${{{}}}", self.text(place.clone()).raw);
        self.word(&written, Some(place)).into_yaml()
    }

    fn plain(&self, place: Range, kind: Kind) -> Yaml<'s> {
        let text = self.text(place);
        Scalar { kind, ..Scalar::word(text.raw.to_owned(), text) }.into_yaml()
    }

    fn quoted(&self, value: &str, place: Range) -> Yaml<'s> {
        Scalar { style: Style::DoubleQuoted, ..self.word(value, Some(place)) }.into_yaml()
    }

    fn word(&self, value: &str, place: Option<Range>) -> Scalar<'s> {
        Scalar::word(value.to_owned(), self.text(place.unwrap_or_default()))
    }

    fn text(&self, place: Range) -> Text<'s> {
        self.source.slice(place.start, place.end).trim()
    }
}

/// Where the keys of objects become too many: the library compares each with all keys before it in its object.
fn too_many_keys(text: &str) -> Option<usize> {
    let mut compared = 0;
    let mut is_quoted = false;
    // The keys so far of each object or block that is open.
    let mut open = vec![0];
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'{' if !is_quoted => open.push(0),
            b'}' if !is_quoted => {
                open.pop();
            }
            b'=' | b':' if !is_quoted => {
                let Some(keys) = open.last_mut() else { continue };
                compared += *keys;
                *keys += 1;
                if compared > MOST_COMPARISONS {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The comments that have their lines to themselves.
fn comments(source: Text<'_>) -> Vec<Comment<'_>> {
    let lines = source.split('\n').map(Text::trim);
    let comments = lines.filter(|line| line.raw.starts_with('#') || line.raw.starts_with("//"));
    comments.map(|text| Comment { text, own_line: true }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, check: impl Fn(&Stream<'_>)) {
        check(&read(Text::new(text, plimsoll_diagnostics::FileId::FIRST, 0)));
    }

    #[test]
    fn blocks_are_entries() {
        let text = "# all\ngroup \"default\" {\n  targets = [\"a\", \"b\"]\n}\ntarget \"a\" {\n  args = { V = \"1\" }\n}\n\
                    target \"b\" {\n  inherits = [\"a\"]\n  tags = [\"x:${V}\", V]\n  no-cache = true\n}\n";
        with(text, |stream| {
            assert!(stream.problems.is_empty(), "{:?}", stream.problems);
            assert_eq!(stream.comments.len(), 1);
            let file = &stream.documents[0];
            let scalar = |path: &[&str]| {
                let entry = file.as_mapping().and_then(|all| all.at(path));
                entry
                    .and_then(|entry| entry.value.as_scalar())
                    .map(|scalar| scalar.value.clone().into_owned())
            };
            assert_eq!(scalar(&["target", "a", "args", "V"]).as_deref(), Some("1"));
            assert_eq!(scalar(&["target", "b", "no-cache"]).as_deref(), Some("true"));
            let tags = file.get("target").and_then(|all| all.get("b")?.get("tags")?.as_sequence()).unwrap();
            let tags: Vec<_> = tags.iter().filter_map(Yaml::as_scalar).map(|tag| &*tag.value).collect();
            assert_eq!(tags, ["x:${V}", "${V}"]);
            let key = &file.as_mapping().and_then(|all| all.at(&["target", "a"])).unwrap().key;
            let at = key.span.start as usize..key.span.end as usize;
            assert_eq!(text.get(at), Some("\"a\""));
        });
    }

    #[test]
    fn what_cannot_be_read_has_a_place() {
        with("target \"a\" {\n  tags = [\n", |stream| {
            assert!(stream.documents.is_empty());
            assert_eq!(stream.problems.len(), 1);
        });
        with(&format!("a = {}1", "[".repeat(100_000)), |stream| assert_eq!(stream.problems.len(), 1));
        with(&format!("a = {}1", "!".repeat(100_000)), |stream| assert_eq!(stream.problems.len(), 1));
        with(&format!("a = {}1", "1 ? 2 : ".repeat(100_000)), |stream| assert_eq!(stream.problems.len(), 1));
        with("", |stream| assert!(stream.problems.is_empty()));
    }

    #[test]
    fn an_object_has_a_limit() {
        let object = |keys: usize| {
            let keys: Vec<String> = (0..keys).map(|at| format!("a{at} = \"{{=\"\n")).collect();
            let keys = keys.concat();
            format!("target \"a\" {{\n args = {{\n{keys}}}\n}}\n")
        };
        with(&object(1_000), |stream| assert!(stream.problems.is_empty()));
        with(&object(7_000), |stream| assert_eq!(stream.problems[0].rule, "limit-exceeded"));
    }
}
