//! Keys of a policy: what each asks for, and which rules find what breaks it.

use std::fmt::Write;

use plimsoll_linter::{POLICY_NAMES, PolicyKey, find_rules, policy_key, policy_key_meaning};

use super::Card;
use crate::Product;
use crate::features::Cursor;

/// Whether a file is a policy, by its name.
pub(in crate::features) fn is_policy(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| POLICY_NAMES.contains(&name))
}

/// The card of the key here.
pub(super) fn card(cursor: &Cursor<'_>) -> Option<Card> {
    let document = &cursor.document;
    if !is_policy(&document.place.path) {
        return None;
    }
    let (start, word) = cursor.word(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'));
    let product = &document.world.product;
    let text = match policy_key(product.requirements, word) {
        Some(key) => about(key, word),
        None => format!("**{word}**\n\n{}", meaning(cursor, start as usize, word)?),
    };
    Some(Card { text, about: (start, start + word.len() as u32) })
}

/// What a key that starts here means, if it asks for nothing by itself.
fn meaning(cursor: &Cursor<'_>, start: usize, word: &str) -> Option<String> {
    let document = &cursor.document;
    let product = &document.world.product;
    let is_toml = document.place.path.ends_with(".toml");
    let (before, from) = document.file.text.split_at_checked(start)?;
    let behind = from.get(word.len()..)?.trim_start_matches([' ', ']', '.']);
    let is_header = is_toml && before.rsplit('\n').next().is_some_and(|line| line.starts_with('['));
    if !is_header && !behind.starts_with(if is_toml { '=' } else { ':' }) {
        return None;
    }
    let above = if is_header { Vec::new() } else { keys_above(before, is_toml) };
    let above: Vec<&str> = above.iter().map(String::as_str).collect();
    let declared = |name: &str| product.requirements.iter().find(|one| one.declaration == Some(name));
    let of_declaration = match above.as_slice() {
        ["declare"] => declared(word).map(|one| {
            let rules: Vec<String> = one.rules.iter().map(|(rule, _)| format!("`{rule}`")).collect();
            format!("{}\n\nViolated by findings from {}", one.summary, rules.join(", "))
        }),
        ["declare", name] => declared_options(product, name)
            .find(|(option, _)| *option == word)
            .map(|(_, about)| about.to_owned()),
        _ => None,
    };
    of_declaration.or_else(|| policy_key_meaning(&above, word).map(str::to_owned))
}

/// The options of what can be declared under a name, and what they mean: those of its rule.
pub(in crate::features) fn declared_options(
    product: &Product,
    name: &str,
) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    let declared = product.requirements.iter().find(|one| one.declaration == Some(name));
    let rule = declared.and_then(|one| one.rules.first()).map_or("", |(rule, _)| rule);
    let rules = find_rules(rule, product.rules).unwrap_or_default();
    let body = rules.first().map_or("", |meta| meta.body());
    let rows = body.split_once("\n## Options\n").map_or("", |(_, rows)| rows).lines();
    rows.filter_map(|row| {
        let mut cells = row.strip_prefix("| `")?.trim_end_matches(" |").split(" | ");
        Some((cells.next()?.trim_end_matches('`'), cells.nth(2)?))
    })
}

/// What a key means, in Markdown.
pub(in crate::features) fn about(key: PolicyKey, name: &str) -> String {
    match key {
        PolicyKey::Asks(one) => {
            let words = if one.is_bad { "`forbidden`, `discouraged`" } else { "`required`, `preferred`" };
            let rules: Vec<String> = one.rules.iter().map(|(rule, _)| format!("`{rule}`")).collect();
            let mut text = format!("**{name}**\n\n{}\n\nAccepted values: {words}, `allowed`", one.summary);
            if !rules.is_empty() {
                let _ = write!(text, "\n\nViolated by findings from {}", rules.join(", "));
            }
            let proved = if one.proof.is_some() {
                "Files can prove that this requirement is met"
            } else {
                "Files cannot prove that this requirement is met"
            };
            let _ = write!(text, "\n\n{proved}");
            if !one.beyond.is_empty() {
                let _ = write!(text, ", except {}", one.beyond);
            }
            text
        }
        PolicyKey::Unverifiable(reason, evidence) => format!(
            "**{name}**\n\nThis cannot be checked in files: {reason}\n\nEvidence usually comes from {evidence}. Record who is accountable under `attestations`"
        ),
    }
}

/// The keys that a place is below, from the top on.
pub(in crate::features) fn keys_above(before: &str, is_toml: bool) -> Vec<String> {
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
    use super::keys_above;

    #[test]
    fn the_keys_above() {
        let yaml = |text| keys_above(text, false).join(".");
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
        assert_eq!(keys_above("[compliance.a]\nnon", true), ["compliance", "a"]);
        assert_eq!(keys_above("[[waiver]]\nid = \"a\"\n", true), ["waiver"]);
        assert_eq!(keys_above("ti", true), [""; 0]);
    }
}
