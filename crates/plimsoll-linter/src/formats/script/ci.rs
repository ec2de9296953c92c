//! YAML of services of continuous integration and of task runners: the scripts under the keys that hold them.

use plimsoll_compose::yaml::{self, Node, Scalar, Yaml};
use plimsoll_diagnostics::Text;
use plimsoll_project::{Folder, Place};

use super::found::{Found, Shell, outside, without_templates};
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

/// The scripts of a file.
pub(super) fn scripts<'s>(source: Text<'s>, folder: &str, place: Place) -> Found<'s> {
    let mut found = Found::new(place);
    let stream = yaml::read(source);
    let mut open: Vec<&Yaml<'s>> = stream.documents.iter().collect();
    while let Some(yaml) = open.pop() {
        match &yaml.node {
            Node::Mapping(mapping) => {
                for entry in &mapping.entries {
                    if KEYS.contains(&&*entry.key.value) {
                        for script in texts(&entry.value) {
                            let text = without_templates(&script.joined(), "{{", "}}");
                            let folder = Folder::At(folder.to_owned());
                            found.scripts.push(Shell {
                                text,
                                variables: none(),
                                folder,
                                outside: outside(script),
                            });
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

/// The texts that a value holds: itself, or its items.
fn texts<'y, 's>(value: &'y Yaml<'s>) -> Vec<&'y Scalar<'s>> {
    match &value.node {
        Node::Scalar(scalar) => vec![scalar],
        Node::Sequence(items) => items.iter().filter_map(Yaml::as_scalar).collect(),
        _ => Vec::new(),
    }
}
