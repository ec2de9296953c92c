//! Changes to files that resolve a finding.

use std::borrow::Cow;

use crate::Span;

/// The certainty of a fix. It is ordered: `>=` decides whether a fix is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// Shown but never applied, because it contains a placeholder.
    Manual,
    /// The result builds, but might behave differently.
    Unsafe,
    /// The result has the same meaning.
    Safe,
}

impl Applicability {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Applicability::Manual => "manual",
            Applicability::Unsafe => "unsafe",
            Applicability::Safe => "safe",
        }
    }
}

/// One replacement of text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edit {
    /// The text to remove; empty for an insertion.
    pub span: Span,
    /// The text to insert.
    pub text: String,
}

/// Edits that belong together: either all or none are applied. They can change several files.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fix {
    /// An instruction, such as "add `-y`".
    pub title: Cow<'static, str>,
    /// Its certainty.
    pub applicability: Applicability,
    /// The edits, in any order; they must not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix that preserves the meaning.
    pub fn safe(title: impl Into<Cow<'static, str>>) -> Fix {
        Fix { title: title.into(), applicability: Applicability::Safe, edits: Vec::new() }
    }

    /// A fix after which the files build, but might behave differently.
    pub fn risky(title: impl Into<Cow<'static, str>>) -> Fix {
        Fix { title: title.into(), applicability: Applicability::Unsafe, edits: Vec::new() }
    }

    /// A fix that is only shown, with a placeholder.
    pub fn manual(title: impl Into<Cow<'static, str>>) -> Fix {
        Fix { title: title.into(), applicability: Applicability::Manual, edits: Vec::new() }
    }

    /// Replaces the text at `span`.
    #[must_use]
    pub fn replace(mut self, span: Span, text: impl Into<String>) -> Fix {
        self.edits.push(Edit { span, text: text.into() });
        self
    }

    /// Deletes the text at `span`.
    #[must_use]
    pub fn delete(self, span: Span) -> Fix {
        self.replace(span, "")
    }

    /// Inserts `text` before `span`.
    #[must_use]
    pub fn insert_before(self, span: Span, text: impl Into<String>) -> Fix {
        self.replace(span.before(), text)
    }

    /// Inserts `text` after `span`.
    #[must_use]
    pub fn insert_after(self, span: Span, text: impl Into<String>) -> Fix {
        self.replace(span.after(), text)
    }
}
