//! Characters that look like the spaces of an indentation, but that YAML takes as the start of a key.

use plimsoll_diagnostics::{Diagnostic, Text};

use crate::yaml::{Node, Scalar, Style, Yaml};

/// Whether a key starts with a blank that is no space to YAML.
pub(crate) fn is_misread(key: &Scalar<'_>) -> bool {
    key.style == Style::Plain && blank(key).is_some()
}

/// Reports the keys of a document that start with such a blank.
pub(crate) fn check(document: &Yaml<'_>, source: Text<'_>, problems: &mut Vec<Diagnostic>) {
    if source.raw.is_ascii() {
        return;
    }
    match &document.node {
        Node::Sequence(items) => items.iter().for_each(|item| check(item, source, problems)),
        Node::Mapping(mapping) => {
            for entry in &mapping.entries {
                if is_misread(&entry.key) {
                    problems.extend(blank(&entry.key).map(|blank| problem(&entry.key, blank)));
                }
                check(&entry.value, source, problems);
            }
        }
        Node::Scalar(_) | Node::Alias(_) => {}
    }
}

fn blank(key: &Scalar<'_>) -> Option<char> {
    key.value.chars().next().filter(|first| first.is_whitespace() && !first.is_ascii())
}

fn problem(key: &Scalar<'_>, blank: char) -> Diagnostic {
    let name = if blank == '\u{a0}' { "no-break space" } else { "invisible character" };
    let message = format!("{name} `U+{:04X}` in the indentation", u32::from(blank));
    let mut problem =
        Diagnostic::new("compose-syntax", key.source().slice(0, blank.len_utf8()).span, message);
    problem.help("replace it with a space: YAML accepts only spaces here");
    problem
}
