//! Names of rules: in comments that silence them, and in `plimsoll.toml`.

use gen_lsp_types::CompletionItemKind;
use plimsoll_diagnostics::Level;
use plimsoll_linter::PresetSource;

use super::{Suggestion, start_of_word};
use crate::features::Cursor;

fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '-'
}

fn names(cursor: &Cursor<'_>) -> Vec<Suggestion> {
    let rules = cursor.document.world.product.rules;
    let suggest = |meta: &plimsoll_linter::RuleMeta| {
        let detail = format!("{} · {}", meta.level.name(), meta.preset.name());
        Suggestion::new(meta.name, CompletionItemKind::EnumMember).detail(detail).documentation(meta.summary)
    };
    rules.iter().map(|rule| suggest(&rule.meta)).collect()
}

/// Inside the brackets of `# plimsoll: ignore[…]`, or the keyword before them.
pub(super) fn in_comment(cursor: &Cursor<'_>) -> Option<(u32, Vec<Suggestion>)> {
    let line = cursor.line_before();
    let (_, comment) = line.rsplit_once('#')?;
    let rest = comment.trim_start().strip_prefix("plimsoll:")?;
    let start = start_of_word(cursor, is_name);
    if let Some((_, list)) = rest.split_once('[') {
        let silent = |suggestion: &Suggestion| {
            let rules = cursor.document.world.product.rules;
            rules.iter().any(|rule| rule.meta.name == suggestion.text && !rule.meta.on.is_empty())
        };
        let names = if list.contains(']') { Vec::new() } else { names(cursor) };
        return Some((start, names.into_iter().filter(silent).collect()));
    }
    let keyword = |text: &str, detail: &str| {
        Suggestion::new(text, CompletionItemKind::Keyword).detail(detail).snippet(format!("{text}[$1]"))
    };
    Some((
        start,
        vec![
            keyword("ignore", "suppresses rules for the next instruction or entry"),
            keyword("ignore-file", "suppresses rules for this file"),
        ],
    ))
}

/// Keys and values of the configuration.
pub(super) fn in_config(cursor: &Cursor<'_>) -> (u32, Vec<Suggestion>) {
    let start = start_of_word(cursor, is_name);
    let before = cursor.document.file.text.get(..start as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or(before);
    let section = before.lines().rev().map(str::trim).find(|line| line.starts_with('['));
    let words = |words: &[&str], kind: CompletionItemKind| {
        words.iter().map(|word| Suggestion::new(*word, kind)).collect::<Vec<_>>()
    };
    let levels = || {
        let names = Level::ALL.map(Level::name).into_iter().chain(["off"]);
        names.map(|name| Suggestion::new(name, CompletionItemKind::EnumMember)).collect::<Vec<_>>()
    };
    let key = line.split('=').next().unwrap_or_default().trim();
    let suggestions = match (key, line.contains('=')) {
        ("extends", true) => PresetSource::all()
            .map(|basis| Suggestion::new(basis.name(), CompletionItemKind::EnumMember))
            .collect(),
        ("rules", true) if line.trim_end().ends_with(['{', ',']) => names(cursor),
        ("files" | "exclude", true) => Vec::new(),
        (_, true) => levels(),
        (_, false) if section == Some("[rules]") => names(cursor),
        (_, false) if section == Some("[[override]]") => {
            words(&["files", "rules"], CompletionItemKind::Property)
        }
        (_, false) if section.is_none() => {
            words(&["extends", "fail-on", "exclude", "[rules]", "[[override]]"], CompletionItemKind::Property)
        }
        _ => Vec::new(),
    };
    (start, suggestions)
}
