//! The words of a policy: how much something is asked for.

use plimsoll_diagnostics::Level;
use serde::{Deserialize, Deserializer, de::Error};

/// How much something is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Required,
    Forbidden,
    Preferred,
    Discouraged,
    Allowed,
}

/// The words, with others that mean the same. The first of each is the one that is suggested.
const WORDS: [(Word, &[&str]); 5] = [
    (Word::Required, &["required", "must", "true"]),
    (Word::Forbidden, &["forbidden", "never"]),
    (Word::Preferred, &["preferred", "should", "recommended"]),
    (Word::Discouraged, &["discouraged"]),
    (Word::Allowed, &["allowed", "optional", "false"]),
];

/// The words for levels, with those of other programs.
const LEVELS: [(Level, &[&str]); 3] = [
    (Level::Error, &["error", "critical", "high"]),
    (Level::Warning, &["warning", "medium"]),
    (Level::Note, &["note", "low", "info"]),
];

/// Every word for a level.
pub(crate) fn level_words() -> impl Iterator<Item = &'static str> {
    LEVELS.iter().flat_map(|(_, words)| words.iter().copied())
}

impl Word {
    pub(crate) fn from_text(text: &str) -> Option<Word> {
        let found = WORDS.iter().find(|(_, names)| names.iter().any(|name| name.eq_ignore_ascii_case(text)));
        found.map(|(word, _)| *word)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Word::Required => "required",
            Word::Forbidden => "forbidden",
            Word::Preferred => "preferred",
            Word::Discouraged => "discouraged",
            Word::Allowed => "allowed",
        }
    }

    /// Every word that can be written, the usual ones first.
    pub(crate) fn all() -> impl Iterator<Item = &'static str> {
        let first = WORDS.iter().filter_map(|(_, names)| names.first());
        first.chain(WORDS.iter().flat_map(|(_, names)| names.iter().skip(1))).copied()
    }

    /// The usual words for something good or something bad.
    pub(crate) fn fitting(is_bad: bool) -> &'static str {
        if is_bad {
            "`forbidden`, `discouraged` or `allowed`"
        } else {
            "`required`, `preferred` or `allowed`"
        }
    }

    /// Whether the word can be said of something bad, or of something good.
    pub(crate) fn fits(self, is_bad: bool) -> bool {
        match self {
            Word::Allowed => true,
            Word::Required | Word::Preferred => !is_bad,
            Word::Forbidden | Word::Discouraged => is_bad,
        }
    }

    /// The lowest level of what breaks it; `None`: nothing is asked.
    pub(crate) fn floor(self) -> Option<Level> {
        match self {
            Word::Required | Word::Forbidden => Some(Level::Error),
            Word::Preferred | Word::Discouraged => Some(Level::Note),
            Word::Allowed => None,
        }
    }
}

/// The level that a word names.
pub(crate) fn level(text: &str) -> Option<Level> {
    let found = LEVELS.iter().find(|(_, names)| names.iter().any(|name| name.eq_ignore_ascii_case(text)));
    found.map(|(level, _)| *level)
}

/// An option that is on or off, for `deserialize_with`: `true`, or a word such as `required` or `forbidden`.
///
/// # Errors
/// When it is another value.
pub fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected `true`, `false` or a word such as `required`")]
    enum Written {
        Flag(bool),
        Word(String),
    }
    match Written::deserialize(from)? {
        Written::Flag(flag) => Ok(flag),
        Written::Word(text) => match Word::from_text(&text) {
            Some(Word::Required | Word::Forbidden) => Ok(true),
            Some(Word::Allowed) => Ok(false),
            _ => Err(D::Error::custom(format_args!(
                "`{text}` is not one of `required`, `forbidden` and `allowed`"
            ))),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_mean_what_they_say() {
        for (text, word) in [
            ("required", Some(Word::Required)),
            ("Must", Some(Word::Required)),
            ("true", Some(Word::Required)),
            ("never", Some(Word::Forbidden)),
            ("should", Some(Word::Preferred)),
            ("false", Some(Word::Allowed)),
            ("requird", None),
            ("", None),
        ] {
            assert_eq!(Word::from_text(text), word, "{text}");
        }
        assert!(!Word::Required.fits(true) && Word::Forbidden.fits(true) && Word::Allowed.fits(true));
        assert_eq!(level("medium"), Some(Level::Warning));
        assert_eq!(level("bad"), None);
    }
}
