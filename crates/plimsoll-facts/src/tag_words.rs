//! Words that tags of images are made of, apart from versions.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/tag-words.tsv");

static TABLE: Table<TagWord> = Table::new(TEXT);

/// A word in tags.
#[derive(Clone, Copy, Debug)]
struct TagWord {
    word: &'static str,
    kind: Kind,
}

/// What a word in a tag names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// How the image is built, or what it contains.
    Variant,
    /// A release of the Linux distribution that the image is based on.
    Release,
    /// The newest image of a line, such as `edge`.
    Channel,
}

impl Row for TagWord {
    const COLUMNS: &'static [&'static str] = &["word", "kind", "source"];

    fn read(fields: &mut Fields) -> Option<TagWord> {
        let word = fields.text();
        let kind = match fields.text() {
            "variant" => Kind::Variant,
            "release" => Kind::Release,
            "channel" => Kind::Channel,
            _ => return None,
        };
        Some(TagWord { word, kind })
    }
}

/// What a word in a tag names, if it is known.
pub fn kind(word: &str) -> Option<Kind> {
    TABLE.rows().iter().find(|row| row.word == word).map(|row| row.kind)
}

/// The words of these kinds.
pub fn of(kinds: &[Kind]) -> impl Iterator<Item = &'static str> {
    TABLE.rows().iter().filter(|row| kinds.contains(&row.kind)).map(|row| row.word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<TagWord>(TEXT);
        assert_eq!(kind("slim"), Some(Kind::Variant));
        assert_eq!(kind("trixie"), Some(Kind::Release));
        assert_eq!(kind("18"), None);
    }
}
