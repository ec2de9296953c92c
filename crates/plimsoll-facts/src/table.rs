//! A table of `facts/`: tab-separated, remarks at the top, then the names of the columns. `-` is an empty field.

use std::sync::OnceLock;

use plimsoll_packed::Pack;

mod by_repository;

pub(crate) use by_repository::{ByRepository, fits};

/// A row of a table.
pub(crate) trait Row: Sized + 'static {
    /// The names of its columns. The last one is `source`.
    const COLUMNS: &'static [&'static str];

    /// Reads a row; `None` when a field is not what its column may hold.
    fn read(fields: &mut Fields) -> Option<Self>;
}

/// The fields of a row, from left to right.
pub(crate) struct Fields(std::str::Split<'static, char>);

impl Fields {
    /// The next field; empty where the table has `-` or ends.
    pub(crate) fn text(&mut self) -> &'static str {
        self.0.next().filter(|field| *field != "-").unwrap_or_default()
    }

    /// The words of the next field.
    pub(crate) fn words(&mut self) -> Vec<&'static str> {
        self.text().split_ascii_whitespace().collect()
    }

    /// The fields of a line.
    pub(crate) fn of(line: &'static str) -> Fields {
        Fields(line.split('\t'))
    }
}

/// The rows of a table, read when they are first asked for.
pub(crate) struct Table<R> {
    text: Text,
    rows: OnceLock<Vec<R>>,
}

/// The text of a table.
enum Text {
    Plain(&'static str),
    /// Of a table that few runs ask for.
    Packed(Pack),
}

impl<R: Row> Table<R> {
    pub(crate) const fn new(text: &'static str) -> Table<R> {
        Table { text: Text::Plain(text), rows: OnceLock::new() }
    }

    /// A table that few runs ask for, as `build.rs` packs it.
    pub(crate) const fn packed(bytes: &'static [u8]) -> Table<R> {
        Table { text: Text::Packed(Pack::new(bytes)), rows: OnceLock::new() }
    }

    /// All rows, in their order.
    pub(crate) fn rows(&'static self) -> &'static [R] {
        self.rows.get_or_init(|| read(self.text()).collect())
    }

    /// The table as it is written.
    pub(crate) fn text(&'static self) -> &'static str {
        match &self.text {
            Text::Plain(text) => text,
            Text::Packed(pack) => pack.text(),
        }
    }
}

/// The rows of a table. What cannot be read is left out; a test sees to it that there is none.
fn read<R: Row>(text: &'static str) -> impl Iterator<Item = R> {
    let header = || text.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
    debug_assert_eq!(header().split('\t').collect::<Vec<_>>(), R::COLUMNS);
    lines(text).into_iter().filter_map(|line| R::read(&mut Fields::of(line)))
}

/// The lines of a table that are rows. They are collected here, so that the code is not repeated for each kind of row.
pub(crate) fn lines(text: &'static str) -> Vec<&'static str> {
    text.lines().skip_while(|line| line.starts_with('#')).skip(1).collect()
}

/// What every table must hold to; each module has a test that calls it.
#[cfg(test)]
pub(crate) fn check<R: Row>(text: &'static str) {
    assert_eq!(R::COLUMNS.last(), Some(&"source"));
    let remarks: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
    for column in R::COLUMNS {
        assert!(remarks.iter().any(|line| line.contains(column)), "no remark explains `{column}`");
    }
    assert_eq!(read::<R>(text).count(), lines(text).len());
    let mut seen = std::collections::HashSet::new();
    for line in lines(text) {
        let fields: Vec<&str> = line.split('\t').collect();
        assert_eq!(fields.len(), R::COLUMNS.len(), "{line}");
        assert!(fields.iter().all(|field| !field.is_empty() && field.trim() == *field), "{line}");
        assert!(fields.last().is_some_and(|source| source.starts_with("https://")), "{line}");
        assert!(R::read(&mut Fields::of(line)).is_some(), "{line}");
        assert!(seen.insert(line), "twice: {line}");
    }
}
