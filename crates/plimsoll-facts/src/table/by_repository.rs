//! A table about images, found by the repository that the first column names.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{Fields, Row, lines};

/// The rows of a table. Those about a repository are read when it is first asked for: most are never.
pub(crate) struct ByRepository<R> {
    /// What the table holds about a repository, by its name there.
    entries: HashMap<&'static str, Entry<R>>,
    /// The repositories that contain a `*`.
    patterns: Vec<&'static str>,
}

/// The lines about a repository, and their rows once somebody has asked for them.
struct Entry<R> {
    lines: Vec<&'static str>,
    rows: OnceLock<Vec<R>>,
}

impl<R: Row + Copy> ByRepository<R> {
    /// Splits a table whose first column is the repository.
    pub(crate) fn new(text: &'static str) -> ByRepository<R> {
        let mut table = ByRepository { entries: HashMap::new(), patterns: Vec::new() };
        for line in lines(text) {
            let repository = line.split('\t').next().unwrap_or_default();
            let entry = table
                .entries
                .entry(repository)
                .or_insert_with(|| Entry { lines: Vec::new(), rows: OnceLock::new() });
            if entry.lines.is_empty() && repository.contains('*') {
                table.patterns.push(repository);
            }
            entry.lines.push(line);
        }
        table
    }

    /// Every repository that is named whole.
    pub(crate) fn repositories(&self) -> impl Iterator<Item = &'static str> {
        self.entries.keys().copied().filter(|name| !name.contains('*'))
    }

    /// Whether it has rows that name this repository.
    pub(crate) fn has(&self, repository: &str) -> bool {
        self.entries.contains_key(repository)
    }

    /// The rows about an image of this name: those that name it, then those whose pattern fits, in the table's order.
    pub(crate) fn about(&self, name: &str) -> impl Iterator<Item = R> {
        let patterns = self.patterns.iter().copied().filter(move |pattern| fits(pattern, name));
        self.written(name).chain(patterns.flat_map(|pattern| self.written(pattern)))
    }

    /// The rows whose repository is written like this.
    pub(crate) fn written(&self, repository: &str) -> impl Iterator<Item = R> {
        let entry = self.entries.get(repository);
        let read =
            |entry: &Entry<R>| entry.lines.iter().filter_map(|line| R::read(&mut Fields::of(line))).collect();
        entry.into_iter().flat_map(move |entry| entry.rows.get_or_init(|| read(entry))).copied()
    }
}

/// Whether `text` is `pattern`, in which a `*` stands for anything.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    // Every image is compared with every pattern: most differ in the first byte, and nearly all before the first star.
    if pattern.bytes().zip(text.bytes()).next().is_some_and(|(one, other)| one != other && one != b'*') {
        return false;
    }
    let same =
        pattern.bytes().zip(text.bytes()).take_while(|(one, other)| one == other && *one != b'*').count();
    let Some((rest, mut text)) = pattern.get(same..).zip(text.get(same..)) else { return false };
    let Some(rest) = rest.strip_prefix('*') else { return rest.is_empty() && text.is_empty() };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return text.ends_with(part);
        }
        let Some((_, after)) = text.split_once(part) else { return false };
        text = after;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, text) in [
            ("a", "a"),
            ("*", ""),
            ("a*", "a"),
            ("*c", "abc"),
            ("*b*", "abc"),
            ("a*c*e", "abcde"),
            ("18*-alpine*", "18.1-alpine3.22"),
        ] {
            assert!(fits(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("a", "b"), ("a*", "b"), ("a*a", "a"), ("*b*d", "abc"), ("18*-alpine*", "18")]
        {
            assert!(!fits(pattern, text), "{pattern} {text}");
        }
    }
}
