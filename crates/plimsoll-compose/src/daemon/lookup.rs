//! What may stand at a place of `daemon.json`, by the path of keys that leads there: for editors.

use plimsoll_facts::daemon_keys::{self, Key, Shape, Status};

use crate::schema::ITEM;

/// The path of the table that a path of keys stands for: names that are free become `*`.
fn row_path(path: &[&str]) -> String {
    let mut row = String::new();
    for part in path {
        if *part == ITEM {
            row.push_str("[]");
            continue;
        }
        let names = daemon_keys::below(&row);
        let name = match names.iter().find(|name| name.eq_ignore_ascii_case(part)) {
            Some(name) => name,
            None if names.contains(&"*") => "*",
            None => part,
        };
        if !row.is_empty() {
            row.push('.');
        }
        row.push_str(name);
    }
    row
}

/// What is known of the key that ends a path.
pub fn key_at(path: &[&str]) -> Option<&'static Key> {
    daemon_keys::key(&row_path(path))
}

/// The keys that may stand below a path, those of the file itself below none.
pub fn keys_below(path: &[&str]) -> Vec<&'static Key> {
    let row = row_path(path);
    let is_readable = |key: &&Key| matches!(key.status, Status::Current | Status::Deprecated(_));
    let keys = daemon_keys::keys().iter().filter(is_readable);
    if row.is_empty() {
        return keys.filter(|key| !key.path.contains(['.', '['])).collect();
    }
    keys.filter(|key| {
        let rest = key.path.strip_prefix(&*row).and_then(|rest| rest.strip_prefix('.'));
        rest.is_some_and(|rest| !rest.contains(['.', '[', '*']))
    })
    .collect()
}

/// The values that may stand at a path, where they can be listed, as JSON.
pub fn values_at(path: &[&str]) -> Vec<String> {
    let Some(key) = key_at(path) else { return Vec::new() };
    match key.shape {
        Shape::Bool => vec!["true".to_owned(), "false".to_owned()],
        _ if key.path == "log-driver" => {
            plimsoll_facts::log_options::drivers().map(|driver| format!("\"{driver}\"")).collect()
        }
        _ => key
            .values
            .iter()
            .filter(|word| !word.starts_with('@'))
            .map(|word| format!("\"{word}\""))
            .collect(),
    }
}
