//! Whether the types that `docs/glossary.md` lists exist, each once, in the crate that it gives.

use std::path::Path;

use crate::Problems;
use crate::repository::files;

const GLOSSARY: &str = "docs/glossary.md";
const KINDS: [&str; 4] = ["struct", "enum", "trait", "type"];

/// What is wrong with the table of terms.
pub(crate) fn check(root: &Path) -> Problems {
    let text = std::fs::read_to_string(root.join(GLOSSARY)).unwrap_or_default();
    let rows: Vec<(&str, &str)> = text.lines().filter_map(row).collect();
    if rows.is_empty() {
        return vec![format!("{GLOSSARY}: has no table of types")];
    }
    let sources: Vec<_> =
        files(root).filter(|file| file.path.starts_with("crates/") && file.is_rust()).collect();
    let count = |name: &str, krate: &str| {
        let folder = format!("crates/{krate}/src/");
        let inside = sources.iter().filter(|file| file.path.starts_with(&folder));
        inside.flat_map(|file| file.text.lines()).filter(|line| declares(line, name)).count()
    };
    let counted = rows.into_iter().map(|(name, krate)| (name, krate, count(name, krate)));
    let wrong = counted.filter(|(.., count)| *count != 1);
    wrong
        .map(|(name, krate, count)| format!("{GLOSSARY}: {krate} has {count} public types `{name}`"))
        .collect()
}

/// The type and the crate of a row of the table.
fn row(line: &str) -> Option<(&str, &str)> {
    let mut cells = line.strip_prefix('|')?.split('|').map(str::trim).skip(1);
    let name = cells.next()?.strip_prefix('`')?.strip_suffix('`')?;
    Some((name, cells.next()?))
}

/// Whether a line begins the declaration of a public type of this name.
fn declares(line: &str, name: &str) -> bool {
    let Some(declaration) = line.trim_start().strip_prefix("pub ") else { return false };
    let rest = KINDS.iter().find_map(|kind| declaration.strip_prefix(kind)?.strip_prefix(' '));
    let rest = rest.and_then(|rest| rest.strip_prefix(name));
    rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_declarations_are_read() {
        assert_eq!(
            row("| span | `Span` | plimsoll-diagnostics | bytes |"),
            Some(("Span", "plimsoll-diagnostics"))
        );
        assert_eq!(row("| term | type | crate | meaning |"), None);
        assert!(declares("pub struct Span {", "Span"));
        assert!(declares("        pub enum FileKind {", "FileKind"));
        assert!(declares("pub type MakeRule = fn();", "MakeRule"));
        for line in ["pub struct Spans;", "struct Span;", "pub(crate) struct Span;", "pub fn Span() {"] {
            assert!(!declares(line, "Span"), "{line}");
        }
    }
}
