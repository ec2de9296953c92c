//! Why a word cannot be expanded.

use std::fmt;

use super::Names;

/// A word that BuildKit refuses to expand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpansionError {
    /// Why.
    pub reason: Reason,
    /// The names met before.
    pub names: Names,
}

/// Why a word cannot be expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The quote is not closed.
    OpenQuote(char),
    /// `${NAME` without its `}`.
    OpenBrace,
    /// `${NAME/pattern` without its second `/`.
    NoSecondSlash,
    /// `${}`, `${{`, `${:`.
    BadSubstitution,
    /// A modifier that BuildKit does not know: `^` of `${NAME^^}`.
    UnsupportedModifier(String),
    /// `${NAME:?message}` without a value: the name and the message.
    Required(String, String),
    /// An escape in a pattern that stands for nothing.
    BadPattern(String),
    /// `${…}` inside `${…}`, deeper than anyone writes by hand.
    TooDeep,
    /// The result, or the work it takes, is beyond reason.
    TooLong,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::OpenQuote(quote) => write!(f, "the quote `{quote}` is not closed"),
            Reason::OpenBrace => write!(f, "`${{` is not closed with `}}`"),
            Reason::NoSecondSlash => write!(f, "the replacement has no second `/`"),
            Reason::BadSubstitution => write!(f, "`${{` is not followed by a name"),
            Reason::UnsupportedModifier(modifier) => {
                write!(f, "BuildKit does not support the modifier `{modifier}`")
            }
            Reason::Required(name, message) => write!(f, "{name}: {message}"),
            Reason::BadPattern(pattern) => write!(f, "the pattern `{pattern}` contains an invalid escape"),
            Reason::TooDeep => write!(f, "variables are nested too deeply"),
            Reason::TooLong => write!(f, "the expanded text is too long"),
        }
    }
}

impl fmt::Display for ExpansionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.fmt(f)
    }
}

impl std::error::Error for ExpansionError {}
