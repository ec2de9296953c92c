//! Places in files, as a report names and quotes them.

use plimsoll_diagnostics::{Sources, Span};
use plimsoll_project::secrets::concealed_in_text;

/// A file and a line.
pub(super) fn place(sources: &Sources, span: Span) -> String {
    let file = sources.file(span.file);
    format!("{}:{}", file.path, file.lines().line(span.start) + 1)
}

/// The line that a place stands in, cut where it is long. Values beside names of secrets are not repeated.
pub(super) fn quoted(sources: &Sources, span: Span) -> String {
    let file = sources.file(span.file);
    let line = file.lines().line(span.start);
    let range = file.lines().line_range(line, &file.text).unwrap_or_default();
    let text = file.text.get(range).unwrap_or_default().trim();
    let upper = text.to_ascii_uppercase();
    // A name alone has no value: `valkey:`.
    let is_name = text.ends_with(':');
    if !is_name && ["PASSW", "SECRET", "TOKEN", "KEY", "CREDENTIAL"].iter().any(|word| upper.contains(word)) {
        return String::new();
    }
    concealed_in_text(&text.chars().take(160).collect::<String>())
}
