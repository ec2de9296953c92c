//! A label whose key does not keep to Docker's guidelines, or is Docker's own.

use dockerfile::Label;
use plimsoll_linter::prelude::*;

/// Docker reserves them for itself (Docker object labels, "Key format recommendations").
const RESERVED: [&str; 3] = ["com.docker.", "io.docker.", "org.dockerproject."];

#[derive(Default)]
pub(crate) struct MalformedLabelKey;

impl Rule for MalformedLabelKey {
    fn check_label(&self, label: &Label, cx: &mut Context) {
        for pair in &label.pairs {
            let span = pair.name.text.span;
            // What nothing declares is no variable, but a `$` that somebody wants in the key.
            let is_variable = pair.name.variables().iter().any(|variable| {
                cx.stage().is_some_and(|stage| !stage.variable_at(variable.name, cx.index()).is_unset())
            });
            let key = cx.expand(&pair.name).or_else(|| pair.name.literal());
            let key = match key {
                _ if is_variable => continue,
                Some(key) => key.into_owned(),
                None => pair.name.value.clone().into_owned(),
            };
            if let Some(prefix) = RESERVED.iter().find(|prefix| key.starts_with(*prefix)) {
                cx.report(span, format!("label `{key}` is in a namespace reserved by Docker"))
                    .here(format!("only Docker itself should use `{prefix}*`"))
                    .help("use your own domain in reverse-DNS notation as a prefix: `com.example.…`");
            } else if let Some(here) = fault(&key) {
                let message = format!("label key `{key}` does not follow Docker's guidelines");
                let finding = cx.report(span, message).here(here);
                finding.help("use lowercase letters, digits, `.` and `-`, and start with a letter");
                if fault(&key.replace(['_', '/'], "-")).is_none() {
                    // hadolint takes them.
                    finding.answers_to([]);
                }
            }
        }
    }
}

/// What is wrong with a key.
fn fault(key: &str) -> Option<&'static str> {
    let is_inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
    if key.chars().any(|c| c.is_ascii_uppercase()) {
        Some("this key contains uppercase letters")
    } else if !key.chars().all(is_inner) {
        Some("this key contains characters other than letters, digits, `.` and `-`")
    } else if !key.starts_with(|c: char| c.is_ascii_lowercase()) {
        Some("a key should start with a letter")
    } else if key.ends_with(['.', '-']) {
        Some("a key should not end with a separator")
    } else {
        ["..", "--"]
            .iter()
            .any(|two| key.contains(two))
            .then_some("this key contains two separators in a row")
    }
}
