//! A change to files that would settle a finding.

use std::borrow::Cow;

use crate::Span;

/// How sure a fix is. Ordered: `>=` decides whether it is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// Shown, never applied: it holds a place to fill in.
    Manual,
    /// Builds, but may behave otherwise.
    Unsafe,
    /// Keeps the meaning.
    Safe,
}

impl Applicability {
    /// Its name, as it is written in reports.
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
    /// What goes; empty for an insertion.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// Edits that belong together: all are applied, or none. They may touch several files.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fix {
    /// What it does, in the imperative: "add `-y`".
    pub title: Cow<'static, str>,
    /// How sure it is.
    pub applicability: Applicability,
    /// The replacements, in no particular order; they must not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix that keeps the meaning.
    pub fn safe(title: impl Into<Cow<'static, str>>) -> Fix {
        Fix { title: title.into(), applicability: Applicability::Safe, edits: Vec::new() }
    }

    /// A fix after which the files build, but may behave otherwise.
    pub fn risky(title: impl Into<Cow<'static, str>>) -> Fix {
        Fix { title: title.into(), applicability: Applicability::Unsafe, edits: Vec::new() }
    }

    /// A fix to show, with a place to fill in.
    pub fn manual(title: impl Into<Cow<'static, str>>) -> Fix {
        Fix { title: title.into(), applicability: Applicability::Manual, edits: Vec::new() }
    }

    /// Puts `text` in the place of what stands at `span`.
    #[must_use]
    pub fn replace(mut self, span: Span, text: impl Into<String>) -> Fix {
        self.edits.push(Edit { span, text: text.into() });
        self
    }

    /// Takes away what stands at `span`.
    #[must_use]
    pub fn delete(self, span: Span) -> Fix {
        self.replace(span, "")
    }

    /// Puts `text` before `span`.
    #[must_use]
    pub fn insert_before(self, span: Span, text: impl Into<String>) -> Fix {
        self.replace(span.before(), text)
    }

    /// Puts `text` behind `span`.
    #[must_use]
    pub fn insert_after(self, span: Span, text: impl Into<String>) -> Fix {
        self.replace(span.after(), text)
    }
}
