//! Variables in words: `$NAME`, `${NAME:-default}`, quotes and escapes, as BuildKit expands them.
//!
//! Source: BuildKit, `frontend/dockerfile/shell/lex.go`.

mod error;
mod lexer;
mod pattern;

use std::collections::BTreeSet;

pub use error::{ExpansionError, Reason};
pub(crate) use lexer::{Lexer, Reference};

/// What expanding a word gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expanded<T> {
    /// The text, quotes removed; or the words it was split into.
    pub value: T,
    /// The names that were met.
    pub names: Names,
}

/// The names that were met while a word was expanded, those in defaults that were not needed included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Those that have a value.
    pub matched: BTreeSet<String>,
    /// Those that have none.
    pub unmatched: BTreeSet<String>,
}

/// Expands `word`, whose escape character is `escape`.
///
/// # Errors
/// When BuildKit refuses the word: an open quote, a modifier that it does not know, `${NAME:?message}` ….
pub fn expand<V: AsRef<str>>(
    word: &str,
    escape: char,
    lookup: impl Fn(&str) -> Option<V>,
) -> Result<Expanded<String>, ExpansionError> {
    let lookup = |name: &str| lookup(name).map(|value| value.as_ref().to_owned());
    let mut lexer = Lexer::new(word, escape, &lookup);
    match lexer.run() {
        Ok(value) => Ok(Expanded { value, names: lexer.names }),
        Err(reason) => Err(ExpansionError { reason, names: lexer.names }),
    }
}

/// Expands `text` and splits it at white space outside of quotes, that of variables' values included: what
/// EXPOSE does.
///
/// # Errors
/// As for [`expand`].
pub fn expand_words<V: AsRef<str>>(
    text: &str,
    escape: char,
    lookup: impl Fn(&str) -> Option<V>,
) -> Result<Expanded<Vec<String>>, ExpansionError> {
    let lookup = |name: &str| lookup(name).map(|value| value.as_ref().to_owned());
    let mut lexer = Lexer::new(text, escape, &lookup);
    match lexer.run_words() {
        Ok(value) => Ok(Expanded { value, names: lexer.names }),
        Err(reason) => Err(ExpansionError { reason, names: lexer.names }),
    }
}
