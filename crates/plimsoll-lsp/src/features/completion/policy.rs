//! Keys and words of a policy.

use gen_lsp_types::CompletionItemKind;
use plimsoll_linter::{PolicyKey, policy_key, policy_keys, policy_sections};

use super::{Suggestion, start_of_word};
use crate::features::Cursor;
use crate::features::hover::about_policy_key;

/// What can be written at this place of a policy.
pub(super) fn complete(cursor: &Cursor<'_>) -> (u32, Vec<Suggestion>) {
    let start = start_of_word(cursor, |letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'));
    let before = cursor.document.file.text.get(..start as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or(before);
    let all = cursor.document.world.product.requirements;
    let separator = if cursor.document.place.path.ends_with(".toml") { '=' } else { ':' };
    if let Some((key, _)) = line.split_once(separator) {
        let words: &[&str] = match policy_key(all, key.trim()) {
            Some(PolicyKey::Asks(one)) if one.is_bad => &["forbidden", "discouraged", "allowed"],
            Some(_) => &["required", "preferred", "allowed"],
            None => &[],
        };
        let words = words.iter().map(|word| Suggestion::new(*word, CompletionItemKind::EnumMember));
        return (start, words.collect());
    }
    let names: Vec<Suggestion> = match section(before, separator == '=') {
        None => policy_sections().map(|key| Suggestion::new(key, CompletionItemKind::Property)).collect(),
        Some(top) if top == "compliance" => {
            let key = |name: &'static str| {
                let about = policy_key(all, name).map(|key| about_policy_key(key, name)).unwrap_or_default();
                Suggestion::new(name, CompletionItemKind::Property).documentation(about)
            };
            policy_keys(all).map(key).collect()
        }
        Some(top) if top == "declare" => {
            let declared = all.iter().filter_map(|one| Some((one.declaration?, one.summary)));
            declared
                .map(|(name, about)| Suggestion::new(name, CompletionItemKind::Property).documentation(about))
                .collect()
        }
        Some(_) => Vec::new(),
    };
    (start, names)
}

/// The key at the top that a place is below; `None` at the top.
fn section(before: &str, is_toml: bool) -> Option<String> {
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    if is_toml {
        let header = above.lines().rev().map(str::trim).find(|line| line.starts_with('['))?;
        return header.trim_matches(['[', ']']).split('.').next().map(str::to_owned);
    }
    if !line.starts_with([' ', '\t']) {
        return None;
    }
    let top = above.lines().rev().find(|line| line.starts_with(|letter: char| letter.is_alphabetic()))?;
    top.split(':').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::section;

    #[test]
    fn the_key_above() {
        let yaml = |text| section(text, false);
        assert_eq!(yaml("com"), None);
        assert_eq!(yaml("compliance:\n  a:\n    "), Some("compliance".to_owned()));
        assert_eq!(yaml("compliance:\n  a: b\nde"), None);
        assert_eq!(section("[compliance.a]\nnon", true), Some("compliance".to_owned()));
        assert_eq!(section("ti", true), None);
    }
}
