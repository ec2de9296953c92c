//! Holds a tree against the tables. Every deviation becomes a problem at its exact place.

use plimsoll_diagnostics::{Diagnostic, Span};

use super::suggest::suggest;
use super::{FILE, LEAST_MEMORY, Object, SERVICE, Shape, parse_size};
use crate::interpolate::Template;
use crate::yaml::{Kind, Mapping, Node, Scalar, Shared, Yaml, is_special_float};

/// Reports what in the tree of a file does not fit. In a tree that lost lines to syntax errors (`is_whole` is
/// false) nothing is said about what is missing.
pub(crate) fn check(tree: &Yaml<'_>, is_whole: bool, problems: &mut Vec<Diagnostic>) {
    let place = Place { name: "the file", key: tree.span.before(), is_item: false };
    Checker { problems, is_whole, is_oldest: false }.node(tree, &Shape::Object(&FILE), &place);
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
                if let Some(expected) = format(scalar) {
                    self.problem(
                        scalar.span,
                        format!("`{}` is not a valid value for `{}`: {expected}", scalar.value, place.name),
                    );
                }
            }
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
                for entry in &mapping.entries {
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
        let lacks_services = object.noun == FILE.noun && mapping.get("services").is_none();
        for entry in &mapping.entries {
            let key = &entry.key;
            self.key(key);
            if let Some(shape) = object.shape(&key.value) {
                self.node(&entry.value, shape, &Place { name: &key.value, key: key.span, is_item: false });
            } else {
                self.variables(&entry.value);
                // One service that is not under `services` says it for all of them.
                let is_said = lacks_services && self.is_oldest && is_service(&entry.value);
                if !object.is_open && !object.knows(&key.value) && is_string(key) && !is_said {
                    meant.extend(self.unknown(key, &entry.value, object));
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
    ) -> Option<&'static str> {
        let message = format!("unknown key `{}` in {}", key.value, object.noun);
        let looks_like_service = object.noun == FILE.noun && is_service(value);
        let meant = suggest(&key.value, object);
        self.is_oldest |= looks_like_service && meant.is_none();
        let problem = self.problem(key.span, message)?;
        if let Some(known) = meant {
            problem.help(format!("did you mean `{known}`?"));
        } else if looks_like_service {
            problem
                .help("move services under `services`: the format without this key is no longer supported");
        }
        meant
    }

    /// compose-go takes no key that is not a string, wherever it stands.
    fn key(&mut self, key: &Scalar<'_>) {
        if !is_string(key) {
            let quoted = format!("put the key in quotes: `\"{}\"`", key.value);
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
        if let Some(help) = way_out(yaml, shape, place) {
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
                problem.help("put the number in quotes");
            }
        }
    }

    fn template(&mut self, scalar: &Scalar<'_>) {
        if !scalar.value.contains("${") {
            return;
        }
        if let Some(error) = Template::parse(&scalar.value).error {
            let span = scalar.place(error.range);
            if let Some(problem) = self.problem(span, format!("invalid variable: {}", error.message)) {
                problem.help("write `$$` for a literal dollar sign");
            }
        }
    }
}

/// What to write instead of a value of the wrong type.
fn way_out(yaml: &Yaml<'_>, shape: &Shape, place: &Place<'_>) -> Option<String> {
    let name = place.name;
    if let Some(mapping) = yaml.as_mapping().filter(|_| place.is_item) {
        return colon_in_item(mapping, name);
    }
    let scalar = yaml.as_scalar()?;
    let is_number = matches!(scalar.kind, Kind::Int | Kind::Float | Kind::Bool);
    let fits_as = |node: &Node<'_>| fits(shape, node);
    match shape {
        _ if scalar.is_null() && place.is_item => Some("remove the item".to_owned()),
        _ if scalar.is_null() => Some(format!("remove `{name}`, or add a value")),
        _ if name == "restart" && matches!(&*scalar.value, "no" | "false") => {
            Some("write `\"no\"`".to_owned())
        }
        _ if name == "version" => Some("remove this key: Compose ignores it".to_owned()),
        Shape::Format(_, format) if is_number && format(scalar).is_some() => format(scalar),
        _ if name == "memory" && is_number && missing_unit(scalar).is_some() => {
            missing_unit(scalar).map(|unit| format!("add a unit: `{}{unit}`", scalar.value))
        }
        Shape::Scalar(kinds) | Shape::Format(kinds, _) if is_number && kinds.contains(&Kind::String) => {
            Some(format!("put the value in quotes: `\"{}\"`", scalar.value))
        }
        _ if !place.is_item && fits_as(&Node::Sequence(Shared::default())) => {
            Some(format!("write a list: `{name}: [{}]`", scalar.source().raw))
        }
        _ => None,
    }
}

/// The unit that is probably meant by an amount of memory that is too little in bytes.
fn missing_unit(scalar: &Scalar<'_>) -> Option<&'static str> {
    let bytes = parse_size(&scalar.value).filter(|bytes| *bytes > 0.0 && *bytes < LEAST_MEMORY)?;
    Some(if bytes < 6.0 { "g" } else { "m" })
}

/// `- NAME: value` where a string is asked for: the blank after the colon makes it a mapping.
fn colon_in_item(mapping: &Mapping<'_>, list: &str) -> Option<String> {
    let [entry] = &*mapping.entries else { return None };
    let key = &entry.key.value;
    let value = entry.value.as_scalar()?;
    Some(match list {
        _ if value.is_null() => format!("remove the colon: `- {key}`"),
        "environment" | "labels" | "args" | "sysctls" => format!("write `- {key}={}`", value.value),
        _ => format!("remove the space after the colon: `- {key}:{}`", value.value),
    })
}

fn is_string(key: &Scalar<'_>) -> bool {
    matches!(key.kind, Kind::String)
}

/// `^[a-zA-Z0-9._-]+$`
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

/// Whether the node's own type is one that the shape takes; what is inside does not matter.
fn fits(shape: &Shape, node: &Node<'_>) -> bool {
    match (shape, node) {
        (Shape::Any, _)
        | (Shape::List(_) | Shape::Set(_), Node::Sequence(_))
        | (Shape::Map(_) | Shape::Names(_) | Shape::Object(_), Node::Mapping(_)) => true,
        (Shape::Scalar(kinds) | Shape::Format(kinds, _), Node::Scalar(scalar)) => {
            // go-yaml gives a date back as a string where one is asked for.
            let kind = if scalar.kind == Kind::Timestamp { Kind::String } else { scalar.kind };
            kinds.contains(&kind) || scalar.is_interpolated()
        }
        (Shape::Choice(_), Node::Scalar(scalar)) => scalar.kind == Kind::String || scalar.is_interpolated(),
        (Shape::OneOf(shapes), node) => shapes.iter().any(|shape| fits(shape, node)),
        _ => false,
    }
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
