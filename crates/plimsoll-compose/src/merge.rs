//! Lays one tree over another as Compose lays an override file over a base (Compose Specification, "Merge").
//!
//! Mappings are merged and lists appended, but many keys have rules of their own. Each value keeps the place where
//! it is written, so that the place tells which file won.

mod convert;
mod unique;

use std::collections::HashMap;

use crate::schema::{self, Merge, Shape};
use crate::yaml::{Mapping, Node, Yaml};

/// What the tree of a file gives with that of a later one over it. What is marked with `!reset` stays, marked,
/// until [`drop_resets`].
pub fn files<'s>(base: Yaml<'s>, over: Yaml<'s>) -> Yaml<'s> {
    static FILE: Shape = Shape::Object(&schema::FILE);
    merge(base, over, Place::of(&FILE))
}

/// What the trees of several files give, the later ones over the earlier. Neighbours are merged first, so that no tree is
/// gone through once for each of the others.
pub fn all<'s>(mut trees: Vec<Yaml<'s>>) -> Option<Yaml<'s>> {
    while trees.len() > 1 {
        let mut rest = trees.into_iter();
        let mut merged = Vec::with_capacity(rest.len().div_ceil(2));
        while let Some(base) = rest.next() {
            merged.push(match rest.next() {
                Some(over) => files(base, over),
                None => base,
            });
        }
        trees = merged;
    }
    trees.pop()
}

/// What a service gives with another over it, that extends it.
pub fn services<'s>(base: Yaml<'s>, over: Yaml<'s>) -> Yaml<'s> {
    static SERVICE: Shape = Shape::Object(&schema::SERVICE);
    merge(base, over, Place::of(&SERVICE))
}

/// Takes out what is marked with `!reset`.
pub fn drop_resets(yaml: &mut Yaml<'_>) {
    if !has_reset(yaml) {
        return;
    }
    match &mut yaml.node {
        Node::Mapping(mapping) => {
            let entries = mapping.entries.make_mut();
            entries.retain(|entry| !entry.value.is_tagged("!reset"));
            for entry in entries {
                drop_resets(&mut entry.value);
            }
        }
        Node::Sequence(items) => {
            let items = items.make_mut();
            items.retain(|item| !item.is_tagged("!reset"));
            items.iter_mut().for_each(drop_resets);
        }
        _ => {}
    }
}

/// Whether anything in it is marked with `!reset`.
fn has_reset(yaml: &Yaml<'_>) -> bool {
    match &yaml.node {
        Node::Mapping(mapping) => {
            mapping.entries.iter().any(|entry| entry.value.is_tagged("!reset") || has_reset(&entry.value))
        }
        Node::Sequence(items) => items.iter().any(|item| item.is_tagged("!reset") || has_reset(item)),
        _ => false,
    }
}

/// How many keys are looked through rather than looked up.
const FEW: usize = 16;

/// Where a value stands: how it is merged, and what may stand there.
#[derive(Clone, Copy)]
struct Place {
    merge: Merge,
    shape: Option<&'static Shape>,
}

impl Place {
    const fn of(object: &'static Shape) -> Place {
        Place { merge: Merge::Deep, shape: Some(object) }
    }

    fn under(self, key: &str) -> Place {
        // A variable without a value has none: it is taken from the shell.
        if self.merge == Merge::Pairs {
            return Place { merge: Merge::Replaced, shape: None };
        }
        self.shape.and_then(|shape| below(shape, key)).unwrap_or(Place { merge: Merge::Deep, shape: None })
    }
}

/// What stands under a key, where the shape is a mapping.
fn below(shape: &'static Shape, key: &str) -> Option<Place> {
    match shape {
        Shape::Object(object) => {
            object.row(key).map(|row| Place { merge: row.merge, shape: Some(&row.shape) })
        }
        Shape::Map(inner) | Shape::Names(inner) => Some(Place::of(inner)),
        Shape::OneOf(shapes) => shapes.iter().find_map(|shape| below(shape, key)),
        _ => None,
    }
}

fn merge<'s>(base: Yaml<'s>, mut over: Yaml<'s>, place: Place) -> Yaml<'s> {
    if over.is_tagged("!reset") {
        return over;
    }
    if over.is_tagged("!override") {
        over.untag();
        return over;
    }
    let (base, over) = convert::alike(base, over, place.merge);
    if place.merge == Merge::Replaced
        || place.merge == Merge::Logging && convert::has_another_driver(&base, &over)
    {
        return over;
    }
    match (base.node, over.node) {
        (Node::Mapping(mapping), Node::Mapping(over)) => {
            untagged(Yaml { node: Node::Mapping(mappings(mapping, over, place)), ..base })
        }
        (Node::Sequence(items), Node::Sequence(over)) => {
            let items = unique::append(items.into_vec(), over.into_vec(), place.merge);
            untagged(Yaml { node: Node::Sequence(items.into()), ..base })
        }
        // A key with nothing under it changes nothing.
        (node, Node::Scalar(over)) if over.is_null() => Yaml { node, ..base },
        (_, node) => Yaml { node, ..over },
    }
}

fn untagged(mut yaml: Yaml<'_>) -> Yaml<'_> {
    yaml.untag();
    yaml
}

fn mappings<'s>(mut base: Mapping<'s>, over: Mapping<'s>, place: Place) -> Mapping<'s> {
    let entries = base.entries.make_mut();
    let before = entries.len();
    let mut places: HashMap<String, usize> = HashMap::new();
    if before > FEW {
        let names = entries.iter().map(|entry| entry.key.value.to_string());
        places.extend(names.zip(0..));
    }
    for mut entry in over.entries.into_vec() {
        let known = if before > FEW {
            places.get(&*entry.key.value).and_then(|&at| entries.get_mut(at))
        } else {
            entries.iter_mut().take(before).rfind(|known| known.key.value == entry.key.value)
        };
        let Some(known) = known else {
            entries.push(entry);
            continue;
        };
        let value = std::mem::replace(&mut known.value, Yaml::null(entry.key.span));
        let written = entry.value.span;
        entry.value = merge(value, entry.value, place.under(&entry.key.value));
        if entry.value.span == written {
            *known = entry;
        } else {
            known.value = entry.value;
        }
    }
    base
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Text};

    use super::*;
    use crate::FileTree;

    /// A tree on one line.
    fn flow(yaml: &Yaml<'_>) -> String {
        match &yaml.node {
            Node::Scalar(scalar) => scalar.value.to_string(),
            Node::Sequence(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
            Node::Mapping(mapping) => {
                let entry =
                    |entry: &crate::yaml::Entry<'_>| format!("{}: {}", entry.key.value, flow(&entry.value));
                format!("{{{}}}", mapping.entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
            Node::Alias(_) => "*".to_owned(),
        }
    }

    fn merged(base: &str, over: &str) -> String {
        let read = |text| FileTree::parse(Text::new(text, FileId::FIRST, 0)).root;
        let mut tree = services(read(base), read(over));
        drop_resets(&mut tree);
        flow(&tree)
    }

    #[test]
    fn each_key_has_its_rule() {
        for (base, over, expected) in [
            ("{image: a, user: u}", "{image: b}", "{image: b, user: u}"),
            ("command: [a, b]", "command: [c]", "{command: [c]}"),
            (
                "healthcheck: {test: [CMD, a], retries: 1}",
                "healthcheck: {test: b}",
                "{healthcheck: {test: b, retries: 1}}",
            ),
            ("environment: [A=1, B=2]", "environment: {B: 3, C: }", "{environment: {A: 1, B: 3, C: }}"),
            ("environment: [A=1, B=2]", "environment: [B=3]", "{environment: [A=1, B=3]}"),
            (
                "ports: ['80:80', '81:81']",
                "ports: ['81:81/tcp', {target: 80, published: 80}]",
                "{ports: [{target: 80, published: 80}, 81:81/tcp]}",
            ),
            ("volumes: ['./a:/d', 'v:/v']", "volumes: ['./b:/d/:ro']", "{volumes: [./b:/d/:ro, v:/v]}"),
            ("dns: 1.1.1.1", "dns: [8.8.8.8]", "{dns: [1.1.1.1, 8.8.8.8]}"),
            ("build: .", "build: {target: t}", "{build: {context: ., target: t}}"),
            (
                "depends_on: [a]",
                "depends_on: {b: {condition: c}}",
                "{depends_on: {a: {condition: service_started}, b: {condition: c}}}",
            ),
            ("networks: [a]", "networks: {b: {aliases: [x]}}", "{networks: {a: , b: {aliases: [x]}}}"),
            ("logging: {driver: a, options: {x: 1}}", "logging: {driver: b}", "{logging: {driver: b}}"),
            (
                "logging: {driver: a, options: {x: 1}}",
                "logging: {options: {y: 2}}",
                "{logging: {driver: a, options: {x: 1, y: 2}}}",
            ),
            ("ports: ['80:80']", "ports: !reset []", "{}"),
            ("ports: ['80:80']", "ports: !override ['81:81']", "{ports: [81:81]}"),
            ("ports: ['80:80']", "ports:", "{ports: [80:80]}"),
            ("build: .", "build: []", "{build: {context: .}}"),
            ("networks: [a]", "networks: ''", "{networks: {a: }}"),
            ("secrets: [a]", "secrets: [{source: a, mode: 1}, b]", "{secrets: [{source: a, mode: 1}, b]}"),
            ("extra_hosts: ['a:1']", "extra_hosts: {a: 2}", "{extra_hosts: {a: 2}}"),
            ("cap_add: [A]", "cap_add: [A, B]", "{cap_add: [A, B]}"),
        ] {
            assert_eq!(merged(base, over), expected, "{base} and {over}");
        }
    }

    #[test]
    fn many_files_give_what_they_give_one_after_the_other() {
        let read = |text| FileTree::parse(Text::new(text, FileId::FIRST, 0)).root;
        let texts = ["{a: 1, l: [x]}", "{b: 2, a: 3}", "{l: [y], c: 4}", "{a: 5}", "{l: [z], b: 6}"];
        let one_by_one = texts.map(read).into_iter().reduce(files).unwrap();
        let together = all(texts.map(read).to_vec()).unwrap();
        assert_eq!(flow(&together), flow(&one_by_one));
        assert_eq!(flow(&together), "{a: 5, l: [x, y, z], b: 6, c: 4}");
        assert!(all(Vec::new()).is_none());
    }
}
