//! Holds a tree against the tables. Every deviation becomes a problem at its exact place.

use plimsoll_diagnostics::{Diagnostic, Span};

use super::remedy::{close, colon_in_item, indent, way_out};
use super::suggest::suggest;
use super::{FILE, Object, Reader, SERVICE, Shape, fits};
use crate::indentation::is_misread;
use crate::interpolate::Template;
use crate::yaml::{Entry, Kind, Mapping, Node, Scalar, Yaml, is_special_float};

/// Reports what in the tree of a file does not fit. In a tree that lost lines to syntax errors (`is_whole` is
/// false) nothing is said about what is missing.
pub(crate) fn check(tree: &Yaml<'_>, is_whole: bool, reader: Reader, problems: &mut Vec<Diagnostic>) {
    let place = Place { name: "the file", key: tree.span.before(), is_item: false };
    Checker { problems, is_whole, reader, is_oldest: false }.node(tree, &Shape::Object(&FILE), &place);
}

/// The key or item that a value belongs to.
struct Place<'k> {
    /// The key, for messages.
    name: &'k str,
    /// Where the key is written: where to point when there is no value.
    key: Span,
    /// Whether the value is an item of the list under the key.
    is_item: bool,
}

struct Checker<'p> {
    problems: &'p mut Vec<Diagnostic>,
    is_whole: bool,
    reader: Reader,
    /// Whether the file has the format without `services`, and that was said.
    is_oldest: bool,
}

impl Checker<'_> {
    fn problem(&mut self, span: Span, message: String) -> Option<&mut Diagnostic> {
        self.problems.push(Diagnostic::new("compose-schema", span, message));
        self.problems.last_mut()
    }

    fn node(&mut self, yaml: &Yaml<'_>, shape: &Shape, place: &Place<'_>) {
        if let Node::Scalar(scalar) = &yaml.node {
            self.finite(scalar);
        }
        match (shape, &yaml.node) {
            (Shape::Any, _) => self.variables(yaml),
            (Shape::OneOf(shapes), node) => match shapes.iter().find(|shape| fits(shape, node)) {
                Some(shape) => self.node(yaml, shape, place),
                None => self.wrong(yaml, shape, place),
            },
            (_, Node::Scalar(scalar)) if scalar.is_interpolated() => self.template(scalar),
            (shape, node) if !fits(shape, node) => self.wrong(yaml, shape, place),
            (Shape::Format(_, format), Node::Scalar(scalar)) => {
                let is_word = scalar.value.bytes().all(|byte| byte.is_ascii_alphabetic());
                let is_podmans = self.reader == Reader::PodmanCompose && is_word;
                if let Some(expected) = format(scalar).filter(|_| !is_podmans) {
                    self.problem(
                        scalar.span,
                        format!("`{}` is not a valid value for `{}`: {expected}", scalar.value, place.name),
                    );
                }
            }
            // podman-compose passes more words on to Podman.
            (Shape::Choice(_), Node::Scalar(_)) if self.reader == Reader::PodmanCompose => {}
            (Shape::Choice(choices), Node::Scalar(scalar)) if !choices.contains(&&*scalar.value) => {
                let choices: Vec<String> = choices.iter().map(|choice| format!("`{choice}`")).collect();
                let expected = either(&choices);
                self.problem(
                    scalar.span,
                    format!(
                        "`{}` is not a valid value for `{}`: expected {expected}",
                        scalar.value, place.name
                    ),
                );
            }
            (Shape::List(inner) | Shape::Set(inner), Node::Sequence(items)) => {
                if matches!(shape, Shape::Set(_)) {
                    self.repeated(items, place);
                }
                for item in items {
                    self.node(item, inner, &Place { name: place.name, key: item.span, is_item: true });
                }
            }
            (Shape::Map(inner) | Shape::Names(inner), Node::Mapping(mapping)) => {
                for entry in mapping.entries.iter().filter(|entry| !is_misread(&entry.key)) {
                    self.key(&entry.key);
                    if matches!(shape, Shape::Names(_)) && !is_name(&entry.key.value) {
                        let message = format!(
                            "`{}` is not a valid name: use letters, digits, `.`, `_` and `-`",
                            entry.key.value
                        );
                        self.problem(entry.key.span, message);
                    }
                    self.node(
                        &entry.value,
                        inner,
                        &Place { name: &entry.key.value, key: entry.key.span, is_item: false },
                    );
                }
            }
            (Shape::Object(object), Node::Mapping(mapping)) => self.object(mapping, object, yaml, place),
            _ => {}
        }
    }

    fn object(&mut self, mapping: &Mapping<'_>, object: &'static Object, yaml: &Yaml<'_>, place: &Place<'_>) {
        if self.is_split_item(mapping, object, yaml, place) {
            return;
        }
        let mut meant = Vec::new();
        let is_file = object.noun == FILE.noun;
        let services = mapping.get("services").filter(|_| is_file);
        let lacks_services = is_file && services.is_none_or(Yaml::is_null);
        // Services that are not indented leave `services` empty, which is no mistake of its own.
        let is_outdented = |entry: &Entry<'_>| !object.knows(&entry.key.value) && is_service(&entry.value);
        let is_left_empty = services.is_some_and(Yaml::is_null) && mapping.entries.iter().any(is_outdented);
        for entry in mapping.entries.iter().filter(|entry| !is_misread(&entry.key)) {
            let key = &entry.key;
            self.key(key);
            if is_left_empty && key.value == "services" {
                continue;
            }
            if let Some(shape) = object.shape(&key.value) {
                self.node(&entry.value, shape, &Place { name: &key.value, key: key.span, is_item: false });
            } else {
                self.variables(&entry.value);
                // One service that is not under `services` says it for all of them.
                let is_said = lacks_services && self.is_oldest && is_service(&entry.value);
                if !object.is_open && !object.knows(&key.value) && is_string(key) && !is_said {
                    meant.extend(self.unknown(key, &entry.value, object, services.is_some()));
                }
            }
        }
        for required in object.required {
            if self.is_whole && mapping.get(required).is_none() && !meant.contains(required) {
                let span = if mapping.entries.is_empty() { yaml.span } else { place.key };
                self.problem(span, format!("`{required}` is missing in {}", object.noun));
            }
        }
    }

    /// `- ./data: /data` where a string may stand: one problem, instead of each key that a mapping would need.
    fn is_split_item(
        &mut self,
        mapping: &Mapping<'_>,
        object: &'static Object,
        yaml: &Yaml<'_>,
        place: &Place<'_>,
    ) -> bool {
        let [entry] = &*mapping.entries else { return false };
        let key = &entry.key.value;
        if !place.is_item || object.knows(key) || suggest(key, object).is_some() {
            return false;
        }
        let Some(help) = colon_in_item(mapping, place.name) else { return false };
        let message = format!("the colon makes this item in `{}` a mapping", place.name);
        if let Some(problem) = self.problem(yaml.span, message) {
            problem.help(help);
        }
        true
    }

    /// Gives the key that is meant, if that can be told.
    fn unknown(
        &mut self,
        key: &Scalar<'_>,
        value: &Yaml<'_>,
        object: &'static Object,
        has_services: bool,
    ) -> Option<&'static str> {
        let looks_like_service = object.noun == FILE.noun && is_service(value);
        let meant = suggest(&key.value, object);
        let message = if looks_like_service && meant.is_none() {
            format!("service `{}` is not under `services`", key.value)
        } else {
            format!("unknown key `{}` in {}", key.value, object.noun)
        };
        self.is_oldest |= looks_like_service && meant.is_none();
        // podman-compose has keys of its own, and takes those that nobody knows.
        if self.reader == Reader::PodmanCompose
            && !looks_like_service
            && (meant.is_none() || key.value == "pod")
        {
            return None;
        }
        let problem = self.problem(key.span, message)?;
        if let Some(known) = meant {
            problem.help(format!("did you mean `{known}`?"));
        } else if has_services && (looks_like_service || SERVICE.knows(&key.value)) {
            problem.help(indent(&key.value, looks_like_service));
        } else if looks_like_service {
            problem.help(
                "indent all services under `services`: the format without this key is no longer supported",
            );
        }
        meant
    }

    /// compose-go takes no key that is not a string, wherever it stands.
    fn key(&mut self, key: &Scalar<'_>) {
        if !is_string(key) {
            let quoted = format!("quote the key: `\"{}\"`", key.value);
            if let Some(problem) = self.problem(key.span, format!("the key `{}` is not a string", key.value))
            {
                problem.help(quoted);
            }
        }
    }

    fn wrong(&mut self, yaml: &Yaml<'_>, shape: &Shape, place: &Place<'_>) {
        if yaml.is_null() && !self.is_whole {
            return;
        }
        let mut expected = Vec::new();
        nouns(shape, &mut expected);
        let span = if yaml.span.is_empty() { place.key } else { yaml.span };
        let found = yaml.noun();
        let item = if place.is_item { "an item in " } else { "" };
        let message = format!("{item}`{}` must be {}, not {found}", place.name, either(&expected));
        let Some(problem) = self.problem(span, message) else { return };
        if let Some(help) = way_out(yaml, shape, place.name, place.is_item) {
            problem.help(help);
        }
    }

    fn repeated(&mut self, items: &[Yaml<'_>], place: &Place<'_>) {
        let mut seen = std::collections::HashMap::new();
        for item in items.iter().filter_map(Yaml::as_scalar) {
            if let Some(first) = seen.insert(&*item.value, item.span) {
                let message = format!("duplicate item `{}` in `{}`", item.value, place.name);
                if let Some(problem) = self.problem(item.span, message) {
                    problem.label(first, "first defined here");
                }
            }
        }
    }

    /// Looks at the keys and variables of what may be anything.
    fn variables(&mut self, yaml: &Yaml<'_>) {
        match &yaml.node {
            Node::Scalar(scalar) => {
                self.finite(scalar);
                self.template(scalar);
            }
            Node::Sequence(items) => items.iter().for_each(|item| self.variables(item)),
            Node::Mapping(mapping) => {
                for entry in &mapping.entries {
                    self.key(&entry.key);
                    self.variables(&entry.value);
                }
            }
            Node::Alias(_) => {}
        }
    }

    /// compose-go checks files as JSON, which has no such numbers; 2.40 takes them in variables.
    fn finite(&mut self, scalar: &Scalar<'_>) {
        if scalar.kind == Kind::Float && is_special_float(&scalar.value) {
            let message = format!("`{}` is a number out of range", scalar.value);
            if let Some(problem) = self.problem(scalar.span, message) {
                problem.help("quote the number");
            }
        }
    }

    fn template(&mut self, scalar: &Scalar<'_>) {
        if !scalar.value.contains("${") {
            return;
        }
        if let Some(error) = Template::parse(&scalar.value).error {
            let span = scalar.place(error.range.clone());
            let written = scalar.value.get(error.range).unwrap_or_default();
            if let Some(problem) = self.problem(span, format!("invalid variable: {}", error.message)) {
                problem.help(close(error.message, written));
            }
        }
    }
}

fn is_string(key: &Scalar<'_>) -> bool {
    matches!(key.kind, Kind::String)
}

/// `^[a-zA-Z0-9._-]+$`
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

fn nouns(shape: &Shape, into: &mut Vec<String>) {
    let mut add = |noun: &str| {
        if !into.iter().any(|known| known == noun) {
            into.push(noun.to_owned());
        }
    };
    match shape {
        Shape::Any => add("anything"),
        Shape::Scalar(kinds) | Shape::Format(kinds, _) => {
            // Where any number will do, an integer need not be named.
            let named = |kind: &&Kind| **kind != Kind::Int || !kinds.contains(&Kind::Float);
            kinds.iter().filter(named).for_each(|kind| add(kind.noun()));
        }
        Shape::Choice(_) => add("a string"),
        Shape::List(_) | Shape::Set(_) => add("a list"),
        Shape::Map(_) | Shape::Names(_) | Shape::Object(_) => add("a mapping"),
        Shape::OneOf(shapes) => shapes.iter().for_each(|shape| nouns(shape, into)),
    }
}

/// "a, b or c"
fn either(choices: &[String]) -> String {
    match choices.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
        None => String::new(),
    }
}

/// Whether a value at the top level has what services have.
fn is_service(value: &Yaml<'_>) -> bool {
    value
        .as_mapping()
        .is_some_and(|mapping| mapping.entries.iter().any(|entry| SERVICE.shape(&entry.key.value).is_some()))
}
