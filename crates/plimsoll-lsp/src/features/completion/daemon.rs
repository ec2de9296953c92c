//! The settings of dockerd: keys, and values that can be listed.

use gen_lsp_types::CompletionItemKind;
use plimsoll_compose::daemon::{keys_below, values_at};
use plimsoll_compose::schema::ITEM;

use super::{Suggestion, start_of_word};
use crate::features::Cursor;
use crate::features::hover::about_daemon_key;

/// What can be written at this place of a `daemon.json`.
pub(super) fn complete(cursor: &Cursor<'_>) -> (u32, Vec<Suggestion>) {
    let is_name = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.' | '"');
    let start = start_of_word(cursor, is_name);
    let text = cursor.document.file.text.get(..start as usize).unwrap_or_default();
    let place = place_of(text);
    let path: Vec<&str> = place.path.iter().map(String::as_str).collect();
    let suggestions = if place.is_value {
        let values = values_at(&path).into_iter();
        values.map(|value| Suggestion::new(value, CompletionItemKind::Value)).collect()
    } else {
        let keys = keys_below(&path).into_iter().map(|key| {
            let name = key.path.rsplit('.').next().unwrap_or(key.path);
            Suggestion::new(format!("\"{name}\""), CompletionItemKind::Property)
                .documentation(about_daemon_key(key))
                .snippet(format!("\"{name}\": $1"))
        });
        keys.collect()
    };
    (start, suggestions)
}

/// Where something is being written.
struct Place {
    /// The keys that lead there.
    path: Vec<String>,
    /// Whether a value is being written, and no key.
    is_value: bool,
}

/// Finds it by the brackets before it: what is being written is rarely whole.
fn place_of(before: &str) -> Place {
    let mut open: Vec<(char, Option<String>)> = Vec::new();
    let mut path_key: Option<String> = None;
    let mut is_value = false;
    let mut rest = before.chars();
    while let Some(character) = rest.next() {
        match character {
            '"' => {
                let mut string = String::new();
                let mut is_escaped = false;
                for inside in rest.by_ref() {
                    match inside {
                        '"' if !is_escaped => break,
                        _ => string.push(inside),
                    }
                    is_escaped = inside == '\\' && !is_escaped;
                }
                if !is_value {
                    path_key = Some(string);
                }
            }
            ':' => is_value = true,
            ',' => is_value = open.last().is_some_and(|(bracket, _)| *bracket == '['),
            '{' | '[' => {
                open.push((character, path_key.take()));
                is_value = character == '[';
            }
            '}' | ']' => {
                open.pop();
                is_value = false;
            }
            _ => {}
        }
    }
    let mut path = Vec::new();
    for (index, (_, key)) in open.iter().enumerate() {
        match key {
            Some(key) => path.push(key.clone()),
            None if index > 0 => path.push(ITEM.to_owned()),
            None => {}
        }
    }
    match (is_value, open.last()) {
        (true, Some(('[', _))) => path.push(ITEM.to_owned()),
        (true, _) => path.extend(path_key),
        _ => {}
    }
    Place { path, is_value }
}

#[cfg(test)]
mod tests {
    use super::place_of;

    fn path(before: &str) -> String {
        let place = place_of(before);
        format!("{}{}", place.path.join("."), if place.is_value { "=" } else { "" })
    }

    #[test]
    fn paths_by_brackets() {
        assert_eq!(path("{\n  "), "");
        assert_eq!(path("{\"icc\": "), "icc=");
        assert_eq!(path("{\"icc\": true, "), "");
        assert_eq!(path("{\"log-opts\": {"), "log-opts");
        assert_eq!(path("{\"builder\": {\"gc\": {\"enabled\": "), "builder.gc.enabled=");
        assert_eq!(path("{\"default-address-pools\": [{"), "default-address-pools.-");
        assert_eq!(path("{\"dns\": ["), "dns.-=");
        assert_eq!(path("{\"dns\": [\"a\"], "), "");
    }
}
