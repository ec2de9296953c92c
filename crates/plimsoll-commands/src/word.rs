//! A word of a command line: the known part of its value, and the location of each part.

use std::ops::Range;

use plimsoll_diagnostics::Span;

/// A word as the client receives it.
///
/// Its text uses the syntax of Compose: `${NAME}` for an unknown part, and `$$` for a dollar sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its location, including quotes.
    pub span: Span,
    text: Box<str>,
    /// Whether its value is completely known.
    is_known: bool,
    /// Whether it might be several words, or none: `$OPTS`, `"${args[@]}"`.
    pub may_be_many: bool,
    /// Whether the file contains the text unchanged.
    is_verbatim: bool,
    /// Whether the text is derived from the file, so that its parts have no location of their own.
    is_apart: bool,
}

impl Word {
    /// A completely known word, written literally or in quotes.
    pub fn known(text: &str, span: Span) -> Word {
        let is_verbatim = span.len() == text.len();
        Word {
            span,
            text: text.replace('$', "$$").into(),
            is_known: true,
            may_be_many: false,
            is_verbatim: is_verbatim && !text.contains('$'),
            is_apart: false,
        }
    }

    /// A word in the syntax of Compose, with an unknown part.
    pub fn template(text: &str, span: Span, is_verbatim: bool, may_be_many: bool) -> Word {
        let is_verbatim = is_verbatim && span.len() == text.len();
        Word { span, text: text.into(), is_known: false, may_be_many, is_verbatim, is_apart: false }
    }

    /// The whole text, if it is known.
    pub fn text(&self) -> Option<&str> {
        // A known text without a dollar sign is its own template; one with it is rare, and read by nobody as a flag.
        (self.is_known && !self.text.contains('$')).then_some(&*self.text)
    }

    /// The whole text, including dollar signs, if it is known.
    pub fn literal(&self) -> Option<String> {
        self.is_known.then(|| self.text.replace("$$", "$"))
    }

    /// The usual value: the whole text, or the default value if the word is a single variable.
    pub fn usual(&self) -> Option<&str> {
        let default = || {
            let (_, default) = self.text.strip_prefix("${")?.strip_suffix('}')?.split_once(":-")?;
            (!default.contains('$')).then_some(default)
        };
        self.text().or_else(default)
    }

    /// The text in the syntax of Compose.
    pub fn as_template(&self) -> &str {
        &self.text
    }

    /// The same word, with a location for the whole word only.
    #[must_use]
    pub fn apart(self) -> Word {
        Word { is_verbatim: false, is_apart: true, ..self }
    }

    /// Where the bytes from `from` to `end` of its text are written; all of it where quotes or escapes come before.
    pub(crate) fn place(&self, from: usize, end: usize) -> Span {
        let start = self.span.start as usize;
        let span = Span::new(self.span.file, start + from, start + end);
        if self.has_place(end) && span.end <= self.span.end { span } else { self.span }
    }

    /// Whether the first `len` bytes of its text are written one after the other, from where it starts.
    fn has_place(&self, len: usize) -> bool {
        !self.is_apart && (self.is_verbatim || self.text.get(..len).is_some_and(str::is_ascii))
    }

    /// Whether its value is completely unknown.
    pub fn is_unknown(&self) -> bool {
        !self.is_known && self.text.starts_with("${") && self.text.find('}') == Some(self.text.len() - 1)
    }

    /// Whether all of it is known.
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    /// Bytes `range` of its text, as a separate word. If the word contains quotes or escapes, the location is that of
    /// the whole word.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Word {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let start = self.span.start as usize;
        let span = if self.is_verbatim {
            Span::new(self.span.file, start + range.start, start + range.start + text.len())
        } else {
            self.span
        };
        let is_known = self.is_known || !text.contains("${");
        Word { span, text: text.into(), is_known, may_be_many: false, ..*self }
    }

    /// The text after the first `len` bytes, which must be literal.
    #[must_use]
    pub fn behind(&self, len: usize) -> Word {
        let text = self.text.get(len..).unwrap_or_default();
        let span = Span::new(self.span.file, self.span.start as usize + len, self.span.end as usize);
        let is_inside = self.has_place(len) && (span.start < span.end || text.is_empty());
        let span = if is_inside { span } else { self.span };
        let is_known = self.is_known || !text.contains("${");
        Word { span, text: text.into(), is_known, may_be_many: false, ..*self }
    }
}
