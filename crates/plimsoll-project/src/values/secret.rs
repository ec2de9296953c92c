//! A secret that is written down: what it is, how sure that is, and where it is.

use plimsoll_diagnostics::Span;

/// A secret that is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret {
    /// What it is.
    pub kind: SecretKind,
    /// How sure that is.
    pub certainty: Certainty,
}

/// What gives a secret away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    /// The value looks as only this provider's tokens do: `a GitHub token`.
    Token(&'static str),
    /// A private key in PEM.
    PrivateKey,
    /// A password in a URL or in a connection string.
    Connection,
    /// The name says that the value is a secret.
    Named,
}

impl SecretKind {
    /// Whether it is the hash of a password, which gives the password away only after much work.
    pub fn is_password_hash(self) -> bool {
        self == SecretKind::Token("password hash")
    }

    /// What a sentence calls it.
    pub fn noun(self) -> &'static str {
        match self {
            SecretKind::Token(what) => what,
            SecretKind::PrivateKey => "private key",
            SecretKind::Connection => "password",
            SecretKind::Named => "secret",
        }
    }
}

/// How sure it is that a value is a secret worth keeping. Ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// A password that anybody would guess: `postgres`, `admin123`.
    Guessable,
    /// Looks like a password or a key that somebody really uses.
    Likely,
    /// Cannot be anything else.
    Certain,
}

/// A secret, and where it is.
#[derive(Clone, Debug)]
pub struct Found {
    /// The variable, label or option that it is the value of; empty for a word of a command.
    pub name: Box<str>,
    /// Where it is written.
    pub span: Span,
    /// What it is.
    pub secret: Secret,
    /// Whether it is probably a secret, where a service says that it is for development, or in one that is set up for one
    /// machine with passwords that nobody means.
    pub is_of_dummy_setup: bool,
    /// The variable that it is the default of, if it is probably a secret: `${SECRET_KEY:-…}`.
    pub default_of: Option<String>,
}
