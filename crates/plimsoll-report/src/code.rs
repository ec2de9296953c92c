//! The code under which other linters know a finding: one, beside the name of the rule.

use std::borrow::Cow;

use plimsoll_diagnostics::Diagnostic;

/// Whose codes are shown, the best known first.
const SHOWN: [&str; 3] = ["hadolint:", "shellcheck:", "buildkit:"];

/// The finding's own code of hadolint, ShellCheck or BuildKit.
pub(crate) fn code(diagnostic: &Diagnostic) -> Option<&str> {
    let aliases = || diagnostic.aliases.iter().flatten();
    SHOWN.iter().find_map(|peer| aliases().find_map(|alias| alias.strip_prefix(peer)))
}

/// The name of the rule with the code: `unpinned-package, DL3008`.
pub(crate) fn rule_and_code(diagnostic: &Diagnostic) -> Cow<'_, str> {
    match code(diagnostic) {
        Some(code) => format!("{}, {code}", diagnostic.rule).into(),
        None => Cow::Borrowed(&diagnostic.rule),
    }
}

/// ` (DL3008)` behind a text that cannot name the code elsewhere.
pub(crate) fn in_brackets(diagnostic: &Diagnostic) -> String {
    code(diagnostic).map(|code| format!(" ({code})")).unwrap_or_default()
}

/// The codes by which a service may filter: `hadolint:DL3008`.
pub(crate) fn tags(diagnostic: &Diagnostic) -> Vec<&str> {
    let aliases = diagnostic.aliases.iter().flatten().map(|alias| &**alias);
    aliases.filter(|alias| SHOWN.iter().any(|peer| alias.starts_with(peer))).collect()
}
