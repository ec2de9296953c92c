//! A table about images, found by the repository that the first column names.

use std::collections::HashMap;
use std::marker::PhantomData;

use super::{Fields, Row, lines};

/// The rows of a table. A row is read when its repository is asked for: most are never.
pub(crate) struct ByRepository<R> {
    /// The lines about a repository, as the table writes it.
    lines: HashMap<&'static str, Vec<&'static str>>,
    /// The repositories that contain a `*`.
    patterns: Vec<&'static str>,
    rows: PhantomData<R>,
}

impl<R: Row> ByRepository<R> {
    /// Splits a table whose first column is the repository.
    pub(crate) fn new(text: &'static str) -> ByRepository<R> {
        let mut table = ByRepository { lines: HashMap::new(), patterns: Vec::new(), rows: PhantomData };
        for line in lines(text) {
            let repository = line.split('\t').next().unwrap_or_default();
            let about = table.lines.entry(repository).or_default();
            if about.is_empty() && repository.contains('*') {
                table.patterns.push(repository);
            }
            about.push(line);
        }
        table
    }

    /// The rows about an image of this name: those that name it, then those whose pattern fits, in the table's order.
    pub(crate) fn about(&self, name: &str) -> impl Iterator<Item = R> {
        let patterns = self.patterns.iter().copied().filter(move |pattern| fits(pattern, name));
        self.written(name).chain(patterns.flat_map(|pattern| self.written(pattern)))
    }

    /// The rows whose repository is written like this.
    pub(crate) fn written(&self, repository: &str) -> impl Iterator<Item = R> {
        let lines = self.lines.get(repository).into_iter().flatten();
        lines.filter_map(|line| R::read(&mut Fields::of(line)))
    }
}

/// Whether `text` is `pattern`, in which a `*` stands for anything.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(start) else { return false };
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
