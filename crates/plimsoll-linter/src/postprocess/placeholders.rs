//! Findings about a word that a script replaces before the file is used.

use plimsoll_diagnostics::{Category, Diagnostic, Sources};

/// Tells which part of a text in the file at a path is a placeholder.
pub(crate) type Placeholders<'p> = &'p dyn Fn(&str, &str) -> Option<&'p str>;

/// A word of a file is not longer than this.
const LONGEST: usize = 300;

/// Whether a finding is about a placeholder: it names it, or the file is rejected because of it.
pub(super) fn is_about_placeholder(
    finding: &Diagnostic,
    category: Category,
    sources: &Sources,
    placeholders: Placeholders<'_>,
) -> bool {
    let span = finding.primary.span;
    let word = sources.slice(span);
    // Scripts are only read where there may be one.
    let is_word = word.len() < LONGEST && !word.contains(char::is_whitespace);
    let has_sign = word.contains(|c: char| c.is_ascii_uppercase() || "@%_{<#".contains(c));
    if !is_word || !has_sign {
        return false;
    }
    let found = placeholders(&sources.file(span.file).path, word);
    let is_rejected = matches!(category, Category::Syntax | Category::Validity);
    found.is_some_and(|placeholder| is_rejected || finding.message.contains(placeholder))
}
