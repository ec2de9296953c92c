//! A table about images: its rows in their order, found by the repository they are about.

use std::collections::HashMap;

use super::{Row, read};

/// A row about images.
pub(crate) trait AboutImage: Row {
    /// The repository that it is about, in which a `*` at either end stands for anything.
    fn repository(&self) -> &'static str;
}

/// The rows of a table.
pub(crate) struct ByRepository<R> {
    rows: Vec<R>,
    /// The places of the rows about a repository, as the table writes it.
    places: HashMap<&'static str, Vec<usize>>,
    /// The repositories that hold a `*`.
    patterns: Vec<&'static str>,
}

impl<R: AboutImage> ByRepository<R> {
    /// Reads a table whose first column is the repository.
    pub(crate) fn new(text: &'static str) -> ByRepository<R> {
        let mut table = ByRepository { rows: Vec::new(), places: HashMap::new(), patterns: Vec::new() };
        for row in read::<R>(text) {
            let repository = row.repository();
            let about = table.places.entry(repository).or_default();
            if about.is_empty() && repository.contains('*') {
                table.patterns.push(repository);
            }
            about.push(table.rows.len());
            table.rows.push(row);
        }
        table
    }

    /// The rows about an image of this name, the first of the table first.
    pub(crate) fn about(&self, name: &str) -> impl Iterator<Item = &R> {
        let patterns = self.patterns.iter().copied().filter(|pattern| fits(pattern, name));
        let named = self.places.get_key_value(name).map(|(repository, _)| *repository);
        let mut places: Vec<usize> =
            patterns.chain(named).filter_map(|key| self.places.get(key)).flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|place| self.rows.get(place))
    }

    /// The rows whose repository is written like this.
    pub(crate) fn written(&self, repository: &str) -> impl Iterator<Item = &R> {
        self.places.get(repository).into_iter().flatten().filter_map(|place| self.rows.get(*place))
    }
}

/// Whether `text` is `pattern`, in which a `*` at either end stands for anything.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(_), None) => text.ends_with(pattern.trim_start_matches('*')),
        (None, Some(start)) => text.starts_with(start),
        (Some(_), Some(_)) => text.contains(pattern.trim_matches('*')),
        (None, None) => pattern == text,
    }
}
