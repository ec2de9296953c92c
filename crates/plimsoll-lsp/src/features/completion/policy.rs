//! Keys and words of a policy.

use gen_lsp_types::CompletionItemKind;
use plimsoll_linter::{
    PolicyKey, Requirement, policy_key, policy_key_meaning, policy_keys, policy_keys_below,
};

use super::{Suggestion, start_of_word};
use crate::features::Cursor;
use crate::features::hover::{about_policy_key, declared_options, policy_keys_above};

/// What can be written at this place of a policy.
pub(super) fn complete(cursor: &Cursor<'_>) -> (u32, Vec<Suggestion>) {
    let start = start_of_word(cursor, |letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'));
    let before = cursor.document.file.text.get(..start as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or(before);
    let all = cursor.document.world.product.requirements;
    let is_toml = cursor.document.place.path.ends_with(".toml");
    let above = policy_keys_above(before, is_toml);
    let above: Vec<&str> = above.iter().map(String::as_str).collect();
    if let Some((key, _)) = line.split_once(if is_toml { '=' } else { ':' }) {
        let key = key.trim().trim_start_matches("- ");
        let words = values(&above, key, all);
        return (
            start,
            words.into_iter().map(|word| Suggestion::new(word, CompletionItemKind::EnumMember)).collect(),
        );
    }
    let property = |name: &'static str| Suggestion::new(name, CompletionItemKind::Property);
    let about = |name: &'static str| {
        let about = policy_key(all, name).map(|key| about_policy_key(key, name)).unwrap_or_default();
        property(name).documentation(about)
    };
    let names: Vec<Suggestion> = match above.as_slice() {
        ["compliance", _] => policy_keys(all).map(about).collect(),
        ["compliance", _, key, ..] if policy_key(all, key).is_none() => Vec::new(),
        ["declare"] => {
            let declared = all.iter().filter_map(|one| Some((one.declaration?, one.summary)));
            declared.map(|(name, summary)| property(name).documentation(summary)).collect()
        }
        ["declare", name] => options(cursor, name),
        keys => {
            let about = |name| {
                let meaning = policy_key_meaning(keys, name).unwrap_or_default();
                property(name).documentation(meaning)
            };
            policy_keys_below(keys).into_iter().map(about).collect()
        }
    };
    (start, names)
}

/// What a key can be set to.
fn values(above: &[&str], key: &str, all: &'static [Requirement]) -> Vec<&'static str> {
    match (above, key) {
        (["rego"], "combine") => vec!["true", "false"],
        (["settings"], "unverified") => vec!["note", "error"],
        (["compliance" | "declare", ..], "level") => vec!["error", "warning", "note"],
        (["rego", "levels"], _) => vec!["required", "preferred", "error", "warning", "note"],
        ([], "standards") => policy_keys_below(&["standards"]),
        (["waivers" | "waiver"], "requirement") | (["attestations" | "attestation"], "key") => {
            policy_keys(all).collect()
        }
        (["compliance", .., parent], "word") => words(parent, all),
        (["compliance", ..], key) => words(key, all),
        _ => Vec::new(),
    }
}

/// The words that can be said of a key.
fn words(key: &str, all: &'static [Requirement]) -> Vec<&'static str> {
    match policy_key(all, key) {
        Some(PolicyKey::Asks(one)) if one.is_bad => vec!["forbidden", "discouraged", "allowed"],
        Some(_) => vec!["required", "preferred", "allowed"],
        None => Vec::new(),
    }
}

/// The options of what can be declared under a name.
fn options(cursor: &Cursor<'_>, name: &str) -> Vec<Suggestion> {
    let options = declared_options(&cursor.document.world.product, name);
    options
        .map(|(name, about)| Suggestion::new(name, CompletionItemKind::Property).documentation(about))
        .collect()
}
