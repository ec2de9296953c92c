//! YAML of services of continuous integration and of task runners: the scripts under the keys that hold them.

use std::collections::{HashMap, HashSet};

use plimsoll_compose::yaml::{self, Node, Scalar, Yaml};
use plimsoll_diagnostics::Text;
use plimsoll_project::{Folder, Place};

use super::found::{Found, Shell, outside, replaced, without_templates};
use super::none;

/// The keys that hold scripts, of all services together.
const KEYS: [&str; 18] = [
    "script",
    "before_script",
    "after_script",
    "run",
    "command",
    "commands",
    "cmd",
    "cmds",
    "bash",
    "install",
    "before_install",
    "build_script",
    "test_script",
    "after_success",
    "sh",
    "shell",
    "ansible.builtin.shell",
    "ansible.builtin.command",
];

/// The tasks of a Taskfile: each may also be the command itself, or a list of commands.
pub(super) fn tasks<'s>(source: Text<'s>, folder: &str) -> Found<'s> {
    let mut found = scripts(source, folder, Place::Script);
    let stream = yaml::read(source);
    let tasks = stream.documents.first().and_then(|root| root.get("tasks")?.as_mapping());
    for task in tasks.into_iter().flat_map(|tasks| &tasks.entries) {
        for script in texts(&task.value, &HashMap::new()) {
            add(script, false, folder, &mut found);
        }
    }
    found
}

/// The scripts of a file.
pub(super) fn scripts<'s>(source: Text<'s>, folder: &str, place: Place) -> Found<'s> {
    let mut found = Found::new(place);
    let stream = yaml::read(source);
    let anchors = anchors(&stream.documents);
    let mut told: HashSet<u32> = HashSet::new();
    let mut open: Vec<&Yaml<'s>> = stream.documents.iter().collect();
    // Ansible's tasks and plays are a list, at the top of the file. What others call `command` is a script.
    let is_ansible = stream.documents.first().is_some_and(|root| root.as_sequence().is_some());
    while let Some(yaml) = open.pop() {
        match &yaml.node {
            Node::Mapping(mapping) => {
                for entry in &mapping.entries {
                    if KEYS.contains(&&*entry.key.value) {
                        let scripts = texts(&entry.value, &anchors);
                        // What two jobs have in common is there once.
                        let is_line = entry.key.value == "ansible.builtin.command"
                            || is_ansible && entry.key.value == "command";
                        for script in scripts.into_iter().filter(|it| told.insert(it.span.start)) {
                            add(script, is_line, folder, &mut found);
                        }
                    }
                    open.push(&entry.value);
                }
            }
            Node::Sequence(items) => open.extend(items),
            Node::Scalar(_) | Node::Alias(_) => {}
        }
    }
    found
}

/// A line break, which no shell sees: the module splits its text into words.
fn line_break(rest: &str) -> Option<(std::ops::Range<usize>, String)> {
    rest.find('\n').map(|at| (at..at + 1, " ".to_owned()))
}

/// Adds a script, or the words of a single command.
fn add<'s>(script: &Scalar<'s>, is_line: bool, folder: &str, found: &mut Found<'s>) {
    let text = without_templates(&script.joined(), "{{", "}}");
    let text = if is_line { replaced(&text, line_break) } else { text };
    let folder = Folder::At(folder.to_owned());
    found.scripts.push(Shell { text, variables: none(), folder, outside: outside(script) });
}

/// The values by the names of their anchors.
type Anchors<'y, 's> = HashMap<&'s str, &'y Yaml<'s>>;

fn anchors<'y, 's>(documents: &'y [Yaml<'s>]) -> Anchors<'y, 's> {
    let mut anchors = HashMap::new();
    let mut open: Vec<&Yaml<'s>> = documents.iter().collect();
    while let Some(yaml) = open.pop() {
        if let Some(anchor) = yaml.anchor() {
            anchors.insert(anchor.name.raw, yaml);
        }
        match &yaml.node {
            Node::Mapping(mapping) => open.extend(mapping.entries.iter().map(|entry| &entry.value)),
            Node::Sequence(items) => open.extend(items.iter()),
            Node::Scalar(_) | Node::Alias(_) => {}
        }
    }
    anchors
}

/// How deep lists and aliases are followed.
const MOST_DEPTH: usize = 10;

/// How many texts of one value are read: aliases of aliases can be many.
const MOST_TEXTS: usize = 10_000;

/// The texts that a value holds: itself, or its items, lists and aliases among them.
fn texts<'y, 's>(value: &'y Yaml<'s>, anchors: &Anchors<'y, 's>) -> Vec<&'y Scalar<'s>> {
    let mut found = Vec::new();
    let mut open = vec![(value, 0)];
    while let Some((yaml, depth)) = open.pop() {
        match &yaml.node {
            Node::Scalar(scalar) => found.push(scalar),
            _ if depth == MOST_DEPTH || found.len() + open.len() > MOST_TEXTS => {}
            Node::Sequence(items) => open.extend(items.iter().rev().map(|item| (item, depth + 1))),
            Node::Alias(alias) => {
                open.extend(anchors.get(alias.name.raw).map(|anchored| (*anchored, depth + 1)));
            }
            Node::Mapping(_) => {}
        }
    }
    found
}
