//! A scalar: its value, how it was written, and the way from one to the other.

use std::borrow::Cow;
use std::ops::Range;

use plimsoll_diagnostics::{Joined, Span, Text};

use super::{Kind, decode};

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As it is.
    Plain,
    /// `'in single quotes'`
    SingleQuoted,
    /// `"in double quotes"`
    DoubleQuoted,
    /// A block after `|`: line ends stay.
    Literal,
    /// A block after `>`: lines are joined.
    Folded,
}

/// A scalar.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar<'s> {
    /// Its value: quotes, escapes and indentation are gone.
    pub value: Cow<'s, str>,
    /// Where it is written, quotes included.
    pub span: Span,
    /// How it is written.
    pub style: Style,
    /// What it reads as.
    pub kind: Kind,
    /// As it is written.
    pub(crate) source: &'s str,
    /// Its value before a file beside it gave values to its variables.
    pub(crate) template: Option<Box<Written<'s>>>,
}

/// A value before a file beside it gave values to its variables.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Written<'s> {
    /// The text with the variables in it.
    pub(crate) text: Cow<'s, str>,
    /// Where the first of those variables is set.
    pub(crate) set_at: Option<Span>,
}

impl<'s> Scalar<'s> {
    /// Null, at a place where nothing is written.
    pub fn null(at: Span) -> Scalar<'s> {
        let value = Cow::Borrowed("");
        Scalar { value, span: at.before(), style: Style::Plain, kind: Kind::Null, source: "", template: None }
    }

    /// A word that is not written, but implied by what stands at `at`.
    pub fn implied(text: impl Into<Cow<'s, str>>, at: Span) -> Scalar<'s> {
        let kind = Kind::String;
        Scalar { value: text.into(), span: at, style: Style::Plain, kind, source: "", template: None }
    }

    /// A word of another language that means `value`.
    pub fn word(value: String, source: Text<'s>) -> Scalar<'s> {
        let value = if source.raw == value { Cow::Borrowed(source.raw) } else { Cow::Owned(value) };
        let (span, source) = (source.span, source.raw);
        Scalar { value, span, style: Style::Plain, kind: Kind::String, source, template: None }
    }

    /// A node of it.
    pub fn into_yaml(self) -> super::Yaml<'s> {
        let span = self.span;
        super::Yaml::new(super::Node::Scalar(self), span)
    }

    /// As it is written, quotes included.
    pub fn source(&self) -> Text<'s> {
        Text::new(self.source, self.span.file, self.span.start as usize)
    }

    /// Whether it is null: nothing, `~` or `null`.
    pub fn is_null(&self) -> bool {
        self.kind == Kind::Null
    }

    /// Whether it is written in quotes.
    pub fn is_quoted(&self) -> bool {
        matches!(self.style, Style::SingleQuoted | Style::DoubleQuoted)
    }

    /// Its value as this file alone gives it: before values from `.env` were put in.
    pub fn template(&self) -> &str {
        self.template.as_ref().map_or(&self.value, |written| &written.text)
    }

    /// The scalar as this file alone gives it.
    #[must_use]
    pub fn as_written(&self) -> Scalar<'s> {
        match &self.template {
            Some(written) => Scalar { value: written.text.clone(), template: None, ..self.clone() },
            None => self.clone(),
        }
    }

    /// Whether it holds a variable (`$NAME`, `${NAME}`), so that another value may be given, or must be.
    pub fn is_interpolated(&self) -> bool {
        self.template.is_some() || crate::interpolate::has_variable(&self.value)
    }

    /// Its value if no variable is in it, `$$` being `$`. Rules that need certainty start here.
    pub fn literal(&self) -> Option<Cow<'_, str>> {
        if !self.value.contains('$') && self.template.is_none() {
            return Some(Cow::Borrowed(&self.value));
        }
        (!self.is_interpolated()).then(|| Cow::Owned(self.value.replace("$$", "$")))
    }

    /// Its value with the way back to the file.
    pub fn joined(&self) -> Joined<'s> {
        decode::joined(self)
    }

    /// Where bytes `range` of its value are written.
    pub fn place(&self, range: Range<usize>) -> Span {
        self.joined().span(range)
    }

    /// Bytes `range` of its value as a scalar of their own.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Scalar<'s> {
        decode::Parts::new(self).part(range)
    }
}
