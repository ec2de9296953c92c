//! What the files of several peers have in common: YAML or JSON with lists of words.

use plimsoll_compose::yaml::{self, Yaml};
use plimsoll_diagnostics::{Diagnostic, Text};

use super::{ParsedConfig, RULE};

/// What the first document of a file says; JSON is YAML.
pub(super) fn with_document(source: Text<'_>, read: impl FnOnce(&Yaml<'_>) -> ParsedConfig) -> ParsedConfig {
    let stream = yaml::read(source);
    let settings = stream.documents.first().map(read).unwrap_or_default();
    let broken =
        stream.problems.into_iter().next().map(|problem| Diagnostic { rule: RULE.into(), ..problem });
    ParsedConfig { broken, ..settings }
}

/// The words behind a key: a list, or a text with commas.
pub(super) fn words(file: &Yaml<'_>, key: &str) -> Vec<String> {
    file.get(key).map(list).unwrap_or_default()
}

/// The words of a list, or of a text with commas.
pub(super) fn list(value: &Yaml<'_>) -> Vec<String> {
    let items: Vec<&Yaml<'_>> = match value.as_sequence() {
        Some(items) => items.iter().collect(),
        None => vec![value],
    };
    let texts = items.into_iter().filter_map(Yaml::as_scalar).filter(|text| !text.is_null());
    let words =
        texts.flat_map(|text| text.value.split(',').map(str::trim).map(str::to_owned).collect::<Vec<_>>());
    words.filter(|word| !word.is_empty()).collect()
}

/// A single word behind a key.
pub(super) fn word(file: &Yaml<'_>, key: &str) -> Option<String> {
    file.get(key)?.as_scalar().filter(|word| !word.is_null()).map(|word| word.value.to_string())
}

/// Whether a key is set to true.
pub(super) fn is_true(file: &Yaml<'_>, key: &str) -> bool {
    word(file, key).is_some_and(|word| word.eq_ignore_ascii_case("true"))
}
