//! What stands behind the `=` of a flag, and what parser directives say.

use gen_lsp_types::CompletionItemKind;
use plimsoll_dockerfile::Mount;

use super::Suggestion;

const PLATFORMS: [&str; 6] =
    ["linux/amd64", "linux/arm64", "linux/arm/v7", "windows/amd64", "$BUILDPLATFORM", "$TARGETPLATFORM"];

/// What can be written behind `before`, when a flag with its value ends there; `None` when none does.
pub(super) fn values(before: &str) -> Option<Vec<Suggestion>> {
    let flag = before.rsplit(char::is_whitespace).next().filter(|word| word.starts_with("--"))?;
    let (name, value) = flag.split_once('=')?;
    let suggest = |texts: &[&str], kind| texts.iter().map(|text| Suggestion::new(*text, kind)).collect();
    Some(match name {
        "--platform" => suggest(&PLATFORMS, CompletionItemKind::EnumMember),
        "--mount" if value.ends_with("type=") => suggest(&Mount::TYPES, CompletionItemKind::EnumMember),
        "--mount" if value.is_empty() || value.ends_with(',') => {
            let kind = value.split(',').find_map(|field| field.strip_prefix("type=")).unwrap_or("bind");
            let is_new = |field: &&&str| !value.split(',').any(|it| it.split('=').next() == Some(**field));
            let fields: Vec<&str> = Mount::fields_of(kind).iter().filter(is_new).copied().collect();
            suggest(&fields, CompletionItemKind::Field)
        }
        _ => Vec::new(),
    })
}

/// Parser directives, when nothing but others stands above.
pub(super) fn directives(before: &str, begun: &str) -> Vec<Suggestion> {
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    let is_directive = |line: &str| line.trim_start().starts_with('#') && line.contains('=');
    if line.trim() != "#" || !above.lines().all(is_directive) {
        return Vec::new();
    }
    let directive = |text: &str, documentation: &str| {
        Suggestion::new(text, CompletionItemKind::Keyword).documentation(documentation)
    };
    let mut all = vec![
        directive("syntax=docker/dockerfile:1", "The Dockerfile frontend that parses the file."),
        directive("escape=`", "The escape character to use instead of the backslash."),
        directive("check=skip=", "Build checks to skip in this file."),
        directive("check=error=true", "Fails the build if a build check finds a problem."),
    ];
    // Most comments that begin here are comments.
    all.retain(|directive| directive.text.starts_with(begun));
    all
}
