//! Units of systemd as keys and values with their places.

use plimsoll_diagnostics::Text;

/// A line `Key=Value` of a section.
pub(super) struct Setting<'s> {
    /// Without brackets.
    pub(super) section: &'s str,
    pub(super) key: Text<'s>,
    /// Up to the end of the line; of a value that is continued, the first line.
    pub(super) value: Text<'s>,
    /// The further lines of a value that is continued.
    pub(super) rest: Vec<Text<'s>>,
}

/// The settings of a unit, in order.
pub(super) fn settings(source: Text<'_>) -> Vec<Setting<'_>> {
    let mut found: Vec<Setting<'_>> = Vec::new();
    let mut section = "";
    let mut at = 0;
    let mut is_continued = false;
    for line in source.raw.split_inclusive('\n') {
        let text = source.slice(at, at + line.len()).trim();
        at += line.len();
        // A comment does not end a value that is continued.
        if text.raw.starts_with(['#', ';']) {
            continue;
        }
        let was_continued = std::mem::replace(&mut is_continued, text.raw.ends_with('\\'));
        if was_continued {
            if let Some(setting) = found.last_mut() {
                setting.rest.push(without_backslash(text));
            }
            continue;
        }
        if text.raw.is_empty() {
            continue;
        }
        if let Some(name) = text.raw.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name;
        } else if let Some((key, value)) = text.split_once('=') {
            let value = without_backslash(value.trim());
            found.push(Setting { section, key: key.trim(), value, rest: Vec::new() });
        }
    }
    found
}

fn without_backslash(line: Text<'_>) -> Text<'_> {
    match line.raw.strip_suffix('\\') {
        Some(first) => line.slice(0, first.len()).trim(),
        None => line,
    }
}
