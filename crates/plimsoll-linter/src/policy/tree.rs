//! The text of a policy as one tree, whether it is YAML or TOML: with the place of everything in it.

use std::collections::{HashMap, HashSet};

use plimsoll_compose::yaml::{self, Kind, Stream, Yaml};
use plimsoll_diagnostics::{Diagnostic, LineIndex, Span, Text};
use plimsoll_project::secrets::concealed_in_text;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::RULE;

/// How deep a policy may nest.
const DEPTH: usize = 32;

/// A value, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) span: Span,
    pub(crate) node: Node,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Null,
    Text(String),
    Bool(bool),
    Number(i64),
    List(Vec<Item>),
    Table(Vec<Pair>),
}

/// A name and its value.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) key: String,
    pub(crate) place: Span,
    pub(crate) value: Item,
}

impl Item {
    /// A text, a number or a truth value as it is written.
    pub(crate) fn text(&self) -> Option<String> {
        match &self.node {
            Node::Text(text) => Some(text.clone()),
            Node::Bool(truth) => Some(truth.to_string()),
            Node::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A text for people: no secret in it is repeated.
    pub(crate) fn words(&self) -> Option<String> {
        self.text().map(|text| concealed_in_text(&text))
    }

    pub(crate) fn table(&self) -> Option<&[Pair]> {
        match &self.node {
            Node::Table(pairs) => Some(pairs),
            _ => None,
        }
    }

    /// Its items; a single value is a list of one.
    pub(crate) fn items(&self) -> &[Item] {
        match &self.node {
            Node::List(items) => items,
            Node::Null => &[],
            _ => std::slice::from_ref(self),
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Pair> {
        self.table()?.iter().find(|pair| pair.key == key)
    }

    /// Whether it says the same as another one, wherever both are.
    pub(crate) fn is_like(&self, other: &Item) -> bool {
        match (&self.node, &other.node) {
            (Node::List(own), Node::List(others)) => {
                own.len() == others.len() && own.iter().zip(others).all(|(own, other)| own.is_like(other))
            }
            (Node::Table(own), Node::Table(others)) => {
                let is_like =
                    |(own, other): (&Pair, &Pair)| own.key == other.key && own.value.is_like(&other.value);
                own.len() == others.len() && own.iter().zip(others).all(is_like)
            }
            (Node::Null, Node::Null) => true,
            (Node::Bool(own), Node::Bool(other)) => own == other,
            (Node::Number(own), Node::Number(other)) => own == other,
            (Node::Text(own), Node::Text(other)) => own == other,
            _ => false,
        }
    }

    /// The same without a key, if it is a table.
    pub(crate) fn without(&self, key: &str) -> Item {
        let Node::Table(pairs) = &self.node else { return self.clone() };
        let rest = pairs.iter().filter(|pair| pair.key != key).cloned().collect();
        Item { span: self.span, node: Node::Table(rest) }
    }

    /// The same for a rule's options; `None` for null, which TOML does not have.
    pub(crate) fn to_toml(&self) -> Option<toml::Value> {
        Some(match &self.node {
            Node::Null => return None,
            Node::Text(text) => toml::Value::String(text.clone()),
            Node::Bool(truth) => toml::Value::Boolean(*truth),
            Node::Number(number) => toml::Value::Integer(*number),
            Node::List(items) => toml::Value::Array(items.iter().filter_map(Item::to_toml).collect()),
            Node::Table(pairs) => toml::Value::Table(
                pairs.iter().filter_map(|pair| Some((pair.key.clone(), pair.value.to_toml()?))).collect(),
            ),
        })
    }

    /// Where something about it stands: the only key or value of this name below a path, or what the path leads to.
    pub(crate) fn place_of(&self, path: &[String], named: Option<&str>, is_key: bool) -> Span {
        let mut at = self;
        for key in path {
            let Some(pair) = at.get(key) else { break };
            at = &pair.value;
        }
        let mut found = Vec::new();
        if let Some(named) = named {
            at.named(named, is_key, &mut found);
        }
        match *found {
            [place] => place,
            _ => at.span,
        }
    }

    fn named(&self, name: &str, is_key: bool, found: &mut Vec<Span>) {
        if !is_key && self.text().is_some_and(|text| text == name) {
            found.push(self.span);
        }
        for pair in self.table().unwrap_or_default() {
            found.extend(Some(pair.place).filter(|_| is_key && pair.key == name));
            pair.value.named(name, is_key, found);
        }
        if let Node::List(items) = &self.node {
            for item in items {
                item.named(name, is_key, found);
            }
        }
    }

    /// Takes out what starts with `x-`, as Compose does: keys that are somebody's own.
    pub(crate) fn take_extensions(&mut self, holds_names: &dyn Fn(&[&str]) -> bool) -> Vec<(String, Span)> {
        let mut taken = Vec::new();
        self.take(&mut Vec::new(), holds_names, &mut taken);
        taken.sort_by_cached_key(|(_, place)| place.start);
        taken
    }

    fn take<'p>(
        &'p mut self,
        path: &mut Vec<&'p str>,
        holds_names: &dyn Fn(&[&str]) -> bool,
        taken: &mut Vec<(String, Span)>,
    ) {
        match &mut self.node {
            Node::Table(pairs) => {
                if !holds_names(path) {
                    pairs.retain(|pair| {
                        let is_own = pair.key.starts_with("x-");
                        if is_own {
                            taken.push((pair.key.clone(), pair.place));
                        }
                        !is_own
                    });
                }
                for pair in pairs {
                    path.push(&pair.key);
                    pair.value.take(path, holds_names, taken);
                    path.pop();
                }
            }
            Node::List(items) => items.iter_mut().for_each(|item| item.take(path, holds_names, taken)),
            _ => {}
        }
    }

    /// What it is, for a message.
    pub(crate) fn noun(&self) -> &'static str {
        match self.node {
            Node::Null => "nothing",
            Node::Text(_) => "a string",
            Node::Bool(_) => "a boolean",
            Node::Number(_) => "a number",
            Node::List(_) => "a list",
            Node::Table(_) => "a table",
        }
    }
}

/// Reads a policy, by the ending of its name. What cannot be read is a problem, and the rest holds.
pub(crate) fn read(source: Text<'_>, path: &str, problems: &mut Vec<Diagnostic>) -> Item {
    if path.ends_with(".toml") { read_toml(source, problems) } else { read_yaml(source, problems) }
}

fn read_yaml(source: Text<'_>, problems: &mut Vec<Diagnostic>) -> Item {
    let Stream { documents, problems: found, .. } = yaml::read(source);
    let mut found = found;
    let top = documents.first().map(|document| yaml::resolve(document, &mut found));
    if let Some(second) = documents.get(1) {
        found.push(Diagnostic::new(RULE, second.span.before(), "a policy must be a single YAML document"));
    }
    // A directive for a version of YAML is right in a policy: only Compose rejects it.
    let is_directive = |span: Span| source.raw.get(span.range()).is_some_and(|it| it.starts_with("%YAML"));
    found.retain(|problem| !is_directive(problem.primary.span));
    for mut problem in found {
        if problem.rule == "duplicate-key" {
            problem.help("remove one of the two");
        }
        problem.rule = RULE.into();
        problem.aliases = None;
        problems.push(problem);
    }
    let nothing = Item { span: Span::at(source.span.file, 0), node: Node::Null };
    let Some(top) = top else { return nothing };
    let item = of_yaml(&top, 0, problems);
    check_twice(&item, problems);
    item
}

fn of_yaml(yaml: &Yaml<'_>, depth: usize, problems: &mut Vec<Diagnostic>) -> Item {
    let node = match &yaml.node {
        _ if depth > DEPTH => {
            problems.push(Diagnostic::new(RULE, yaml.span, "the policy is nested too deeply"));
            Node::Null
        }
        yaml::Node::Scalar(scalar) => match scalar.kind {
            Kind::Null => Node::Null,
            Kind::Bool => Node::Bool(scalar.value.eq_ignore_ascii_case("true")),
            Kind::Int => {
                scalar.value.parse().map_or_else(|_| Node::Text(scalar.value.clone().into()), Node::Number)
            }
            Kind::Float | Kind::Timestamp | Kind::String => Node::Text(scalar.value.clone().into()),
        },
        yaml::Node::Sequence(items) => {
            Node::List(items.iter().map(|item| of_yaml(item, depth + 1, problems)).collect())
        }
        yaml::Node::Mapping(mapping) => {
            let pair = |entry: &yaml::Entry<'_>| Pair {
                key: entry.key.value.clone().into(),
                place: entry.key.span,
                value: of_yaml(&entry.value, depth + 1, problems),
            };
            Node::Table(mapping.entries.iter().map(pair).collect())
        }
        yaml::Node::Alias(_) => Node::Null,
    };
    Item { span: yaml.span, node }
}

/// YAML may name a key twice; the last one would count, and the first would be silently gone.
fn check_twice(item: &Item, problems: &mut Vec<Diagnostic>) {
    let said: HashSet<Span> = problems.iter().map(|problem| problem.primary.span).collect();
    let mut open = vec![item];
    while let Some(item) = open.pop() {
        match &item.node {
            Node::List(items) => open.extend(items),
            Node::Table(pairs) => {
                let mut seen: HashMap<&str, &Pair> = HashMap::new();
                for pair in pairs {
                    open.push(&pair.value);
                    match seen.get(&*pair.key) {
                        Some(first) if !said.contains(&pair.place) => {
                            let message = format!("`{}` is set twice", pair.key);
                            let mut problem = Diagnostic::new(RULE, pair.place, message);
                            problem
                                .here("set again here")
                                .label(first.place, "first set here")
                                .help("remove one of the two");
                            problems.push(problem);
                        }
                        Some(_) => {}
                        None => {
                            seen.insert(&pair.key, pair);
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

fn read_toml(source: Text<'_>, problems: &mut Vec<Diagnostic>) -> Item {
    let (document, errors) = DeTable::parse_recoverable(source.raw);
    let lines = LineIndex::new(source.raw);
    let mut broken = HashSet::new();
    for error in &errors {
        let range = error.span().unwrap_or_default();
        if broken.insert(lines.line(range.start as u32)) {
            let span = source.slice(range.start, range.end).span;
            problems.push(Diagnostic::new(RULE, span, format!("not valid TOML: {}", error.message())));
        }
    }
    let span = Span::at(source.span.file, 0);
    Item { span, node: Node::Table(of_table(document.get_ref(), source, 0)) }
}

fn of_table(table: &DeTable<'_>, source: Text<'_>, depth: usize) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = table
        .iter()
        .map(|(key, value)| Pair {
            key: key.get_ref().to_string(),
            place: source.slice(key.span().start, key.span().end).span,
            value: of_value(value, source, depth),
        })
        .collect();
    pairs.sort_by_cached_key(|pair| pair.place.start);
    pairs
}

fn of_value(value: &Spanned<DeValue<'_>>, source: Text<'_>, depth: usize) -> Item {
    let text = source.slice(value.span().start, value.span().end);
    let node = match value.get_ref() {
        _ if depth > DEPTH => Node::Null,
        DeValue::String(text) => Node::Text(text.to_string()),
        DeValue::Boolean(truth) => Node::Bool(*truth),
        DeValue::Integer(number) => {
            number.as_str().parse().map_or_else(|_| Node::Text(text.raw.to_owned()), Node::Number)
        }
        DeValue::Float(_) | DeValue::Datetime(_) => Node::Text(text.raw.to_owned()),
        DeValue::Array(items) => {
            Node::List(items.iter().map(|item| of_value(item, source, depth + 1)).collect())
        }
        DeValue::Table(table) => Node::Table(of_table(table, source, depth + 1)),
    };
    Item { span: text.span, node }
}
