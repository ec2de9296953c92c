//! Keys of a policy: what each asks for, and which rules find what breaks it.

use std::fmt::Write;

use plimsoll_linter::{POLICY_NAMES, PolicyKey, policy_key};

use super::Card;
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
    let text = about(policy_key(document.world.product.requirements, word)?, word);
    Some(Card { text, about: (start, start + word.len() as u32) })
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
