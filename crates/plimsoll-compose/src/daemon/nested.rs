//! What stands below the file's own keys: letter case does not matter there, and unknown names are ignored.

use plimsoll_diagnostics::nearest;
use plimsoll_facts::daemon_keys::{self, Status};

use super::{Problem, Settings, Verdict, shape, values};
use crate::yaml::{Entry, Mapping, Node, Yaml};

pub(super) fn check(settings: Settings<'_, '_>, path: &str, mapping: &Mapping<'_>, found: &mut Vec<Problem>) {
    let names = daemon_keys::below(path);
    if names.is_empty() {
        return;
    }
    for entry in mapping.entries.iter().filter(|entry| !values::is_placeholder(&entry.key.value)) {
        let name = names.iter().find(|name| name.eq_ignore_ascii_case(&entry.key.value));
        match name.map(|name| format!("{path}.{name}")) {
            Some(below) => match daemon_keys::key(&below) {
                Some(key) if matches!(key.status, Status::Ignored(_)) => {
                    found.push(ignored(path, entry, None));
                }
                Some(key) => shape::check(settings, &below, key.shape, entry, found),
                // `gc` and `policy` are known by what is below them.
                None => descend(settings, &below, entry, found),
            },
            None if path == "proxies" => {
                let message = format!("unknown daemon option `{}` in `proxies`", entry.key.value);
                let help = "use `http-proxy`, `https-proxy` and `no-proxy`: other names are for the client's `config.json`";
                found.push(Problem::invalid(entry.key.span, message, help));
            }
            None if !is_empty(&entry.value) => {
                found.push(ignored(path, entry, nearest(&entry.key.value, names.iter().copied())));
            }
            None => {}
        }
    }
}

fn descend(settings: Settings<'_, '_>, path: &str, entry: &Entry<'_>, found: &mut Vec<Problem>) {
    let is_list = !daemon_keys::below(&format!("{path}[]")).is_empty();
    match &entry.value.node {
        Node::Mapping(mapping) if !is_list => check(settings, path, mapping, found),
        Node::Sequence(items) if is_list => {
            for mapping in items.iter().filter_map(Yaml::as_mapping) {
                check(settings, &format!("{path}[]"), mapping, found);
            }
        }
        _ if entry.value.is_null() || values::is_unknown(&entry.value) => {}
        _ => {
            let expected = if is_list { "a list of mappings" } else { "a mapping" };
            found.push(shape::wrong(&entry.key.value, expected, &entry.value));
        }
    }
}

fn ignored(path: &str, entry: &Entry<'_>, known: Option<&str>) -> Problem {
    let group = path.split(['.', '[']).next().unwrap_or(path);
    let name = &*entry.key.value;
    let message = format!("`{name}` in `{group}` has no effect");
    let span = entry.key.span;
    let problem = match known {
        Some(known) => {
            let problem = Problem::new(Verdict::Ignored, span, message, format!("did you mean `{known}`?"));
            if entry.key.is_quoted() { problem.edit(span, format!("\"{known}\"")) } else { problem }
        }
        None if name.eq_ignore_ascii_case("keepDuration") => {
            Problem::new(Verdict::Ignored, span, message, "write `\"filter\": [\"unused-for=48h\"]`")
        }
        None if name == "args" => Problem::new(Verdict::Ignored, span, message, "use `runtimeArgs`"),
        None => Problem::new(Verdict::Ignored, span, message, "remove this option"),
    };
    if group == "nri-opts" {
        Problem { verdict: Verdict::Invalid, label: super::NO_START, ..problem }
    } else {
        problem
    }
}

/// Nothing is lost with it.
fn is_empty(value: &Yaml<'_>) -> bool {
    match &value.node {
        Node::Scalar(scalar) => scalar.value.is_empty(),
        Node::Sequence(items) => items.is_empty(),
        Node::Mapping(mapping) => mapping.entries.is_empty(),
        Node::Alias(_) => true,
    }
}
