//! Units of Quadlet: the keys of a section, and `true` or `false` for a switch.

use gen_lsp_types::CompletionItemKind;
use plimsoll_project::quadlet_keys;

use super::{Suggestion, start_of_word};
use crate::features::Cursor;
use crate::features::hover::{about_quadlet_key, quadlet_section};

/// What can be written at this place of a unit.
pub(super) fn complete(cursor: &Cursor<'_>) -> (u32, Vec<Suggestion>) {
    let start = start_of_word(cursor, |character| character.is_ascii_alphanumeric());
    let text = cursor.document.file.text.get(..start as usize).unwrap_or_default();
    let (above, line) = text.rsplit_once('\n').unwrap_or(("", text));
    let keys = || quadlet_keys::of_section(quadlet_section(above));
    let suggestions = match line.trim_start().split_once('=') {
        Some((name, "")) if keys().any(|key| key.name == name.trim() && key.form == "switch") => {
            ["true", "false"].map(|value| Suggestion::new(value, CompletionItemKind::Value)).into()
        }
        None if line.trim().is_empty() => {
            let key = |key: &quadlet_keys::QuadletKey| {
                Suggestion::new(format!("{}=", key.name), CompletionItemKind::Property)
                    .detail(key.flag)
                    .documentation(about_quadlet_key(key))
            };
            keys().map(key).collect()
        }
        _ => Vec::new(),
    };
    (start, suggestions)
}
