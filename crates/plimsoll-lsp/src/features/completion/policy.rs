//! Keys and words of a policy.

use gen_lsp_types::CompletionItemKind;
use plimsoll_linter::{PolicyKey, Requirement, find_rules, policy_key, policy_keys, policy_keys_below};

use super::{Suggestion, start_of_word};
use crate::features::Cursor;
use crate::features::hover::about_policy_key;

/// What can be written at this place of a policy.
pub(super) fn complete(cursor: &Cursor<'_>) -> (u32, Vec<Suggestion>) {
    let start = start_of_word(cursor, |letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'));
    let before = cursor.document.file.text.get(..start as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or(before);
    let all = cursor.document.world.product.requirements;
    let is_toml = cursor.document.place.path.ends_with(".toml");
    let above = above(before, is_toml);
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
        keys => policy_keys_below(keys).into_iter().map(property).collect(),
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

/// The options of what can be declared under a name: those of its rule.
fn options(cursor: &Cursor<'_>, name: &str) -> Vec<Suggestion> {
    let product = &cursor.document.world.product;
    let declared = product.requirements.iter().find(|one| one.declaration == Some(name));
    let rule = declared.and_then(|one| one.rules.first()).map_or("", |(rule, _)| rule);
    let rules = find_rules(rule, product.rules).unwrap_or_default();
    let body = rules.first().map_or("", |meta| meta.body());
    let rows = body.split_once("\n## Options\n").map_or("", |(_, rows)| rows).lines();
    let cells = rows.filter_map(|row| {
        let mut cells = row.strip_prefix("| `")?.trim_end_matches(" |").split(" | ");
        Some((cells.next()?.trim_end_matches('`'), cells.nth(2)?))
    });
    cells
        .map(|(name, about)| Suggestion::new(name, CompletionItemKind::Property).documentation(about))
        .collect()
}

/// The keys that a place is below, from the top on.
fn above(before: &str, is_toml: bool) -> Vec<String> {
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    if is_toml {
        let header = above.lines().rev().map(str::trim).find(|line| line.starts_with('['));
        let header = header.map_or("", |header| header.trim_matches(['[', ']']));
        return header.split('.').filter(|key| !key.is_empty()).map(str::to_owned).collect();
    }
    // An item of a list is as deep as what follows its dash.
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let mut depth = indent(line);
    let mut keys = Vec::new();
    for line in above.lines().rev() {
        let own = line.trim_start_matches([' ', '-']);
        if depth == 0 || own.is_empty() || own.starts_with('#') {
            continue;
        }
        let is_item = line.trim_start().starts_with("- ");
        if indent(line) < depth && own.trim_end().ends_with(':') {
            depth = indent(line);
            keys.push(own.trim_end().trim_end_matches(':').to_owned());
        }
        // What a list is in stands at the depth of its dash, or before it.
        if is_item && indent(line) <= depth {
            depth = (line.len() - line.trim_start().len() + 1).min(depth);
        }
    }
    keys.reverse();
    keys
}

#[cfg(test)]
mod tests {
    use super::above;

    #[test]
    fn the_keys_above() {
        let yaml = |text| above(text, false).join(".");
        assert_eq!(yaml("com"), "");
        assert_eq!(yaml("compliance:\n  a:\n    "), "compliance.a");
        assert_eq!(
            yaml("compliance:\n  a:\n    b: c\n    # d:\n\n    read_only_root:\n      w"),
            "compliance.a.read_only_root"
        );
        assert_eq!(yaml("compliance:\n  a: b\nde"), "");
        assert_eq!(yaml("rego:\n  files: [a]\n  "), "rego");
        assert_eq!(yaml("waivers:\n  - id: a\n    "), "waivers");
        assert_eq!(yaml("waivers:\n- id: a\n  wh"), "waivers");
        assert_eq!(yaml("waivers:\n  - "), "waivers");
        assert_eq!(yaml("waivers:\n  - id: a\n    where:\n      "), "waivers.where");
        assert_eq!(above("[compliance.a]\nnon", true), ["compliance", "a"]);
        assert_eq!(above("[[waiver]]\nid = \"a\"\n", true), ["waiver"]);
        assert_eq!(above("ti", true), [""; 0]);
    }
}
