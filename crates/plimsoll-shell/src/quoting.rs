//! Quotes and escapes of a word: what is left when the shell has removed them, and what it expands first.
//!
//! After POSIX, Shell Command Language, 2.2 Quoting and 2.6 Word Expansions, and Bash for brace expansion.

use std::borrow::Cow;
use std::ops::Range;

/// A word without its quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unquoted {
    /// What is left of the word, piece by piece. Expansions are left as they are written.
    pub(crate) pieces: Vec<Range<usize>>,
    /// `$NAME`, `${…}`, `$((…))`, `~`, `$'…'`.
    pub(crate) has_variable: bool,
    /// `$(…)`, backquotes, `<(…)`.
    pub(crate) has_substitution: bool,
    /// An unquoted `*`, `?`, `[…]`, or `{a,b}`.
    pub(crate) has_glob: bool,
}

impl Unquoted {
    /// Whether the shell expands nothing in it.
    pub(crate) fn is_literal(&self) -> bool {
        !self.has_variable && !self.has_substitution && !self.has_glob
    }

    /// The pieces of `word` put together.
    pub(crate) fn text<'w>(&self, word: &'w str) -> Cow<'w, str> {
        match self.pieces.as_slice() {
            [] => Cow::Borrowed(""),
            [piece] => Cow::Borrowed(word.get(piece.clone()).unwrap_or_default()),
            pieces => pieces.iter().filter_map(|piece| word.get(piece.clone())).collect(),
        }
    }
}

/// Whether a word holds no byte that quotes, expands or continues anything.
pub(crate) fn is_plain(word: &str) -> bool {
    !word.bytes().any(|byte| {
        matches!(byte, b'\'' | b'"' | b'\\' | b'$' | b'`' | b'*' | b'?' | b'[' | b'{' | b'~' | b'<' | b'>')
    })
}

/// The word as it is written, without the line ends that a backslash hides.
pub(crate) fn without_continuations(word: &str) -> Cow<'_, str> {
    if word.contains("\\\n") { Cow::Owned(word.replace("\\\n", "")) } else { Cow::Borrowed(word) }
}

/// Removes the quotes of a word.
pub(crate) fn unquote(word: &str) -> Unquoted {
    let mut scanner = Scanner {
        bytes: word.as_bytes(),
        at: 0,
        kept_from: 0,
        last_bracket: word.rfind(']').unwrap_or(0),
        open_braces: 0,
        has_brace_list: false,
        result: Unquoted::default(),
    };
    scanner.run();
    scanner.result
}

struct Scanner<'w> {
    bytes: &'w [u8],
    at: usize,
    /// Where the piece that is being kept starts.
    kept_from: usize,
    /// The last `]`: a `[` is no pattern without one.
    last_bracket: usize,
    open_braces: usize,
    /// Whether a `,` or `..` stands in open braces.
    has_brace_list: bool,
    result: Unquoted,
}

impl Scanner<'_> {
    fn run(&mut self) {
        self.result.has_variable = self.bytes.first() == Some(&b'~');
        let mut in_double_quotes = false;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'"' => {
                    in_double_quotes = !in_double_quotes;
                    self.drop_bytes(1);
                }
                b'\\' => self.escape(in_double_quotes),
                b'$' => self.dollar(in_double_quotes),
                b'`' => {
                    self.result.has_substitution = true;
                    self.skip_past(b'`');
                }
                b'\'' if !in_double_quotes => {
                    self.drop_bytes(1);
                    self.at = self.find(b'\'').unwrap_or(self.bytes.len());
                    self.drop_bytes(1);
                }
                _ if in_double_quotes => self.at += 1,
                _ => self.unquoted(byte),
            }
        }
        self.keep();
    }

    /// A byte outside of all quotes.
    fn unquoted(&mut self, byte: u8) {
        match byte {
            b'*' | b'?' => self.result.has_glob = true,
            b'[' => self.result.has_glob |= self.last_bracket > self.at + 1,
            b'{' => self.open_braces += 1,
            b',' => self.has_brace_list |= self.open_braces > 0,
            b'.' if self.peek(1) == Some(b'.') => self.has_brace_list |= self.open_braces > 0,
            b'}' if self.open_braces > 0 => {
                self.result.has_glob |= self.has_brace_list;
                self.open_braces -= 1;
            }
            b'<' | b'>' if self.peek(1) == Some(b'(') => {
                self.result.has_substitution = true;
                self.skip_nested(b'(', b')');
                return;
            }
            _ => {}
        }
        self.at += 1;
    }

    fn escape(&mut self, in_double_quotes: bool) {
        match self.peek(1) {
            Some(b'\n') => self.drop_bytes(2),
            Some(next) if !in_double_quotes || matches!(next, b'$' | b'`' | b'"' | b'\\') => {
                self.drop_bytes(1);
                self.at += 1;
            }
            // Within double quotes a backslash before anything else is itself.
            Some(_) => self.at += 2,
            None => self.at += 1,
        }
    }

    fn dollar(&mut self, in_double_quotes: bool) {
        match self.peek(1) {
            Some(b'(') => {
                let is_arithmetic = self.peek(2) == Some(b'(');
                self.result.has_variable |= is_arithmetic;
                self.result.has_substitution |= !is_arithmetic;
                self.skip_nested(b'(', b')');
            }
            Some(b'{') => {
                let from = self.at;
                self.result.has_variable = true;
                self.skip_nested(b'{', b'}');
                let inside = self.bytes.get(from..self.at).unwrap_or_default();
                self.result.has_substitution |=
                    inside.contains(&b'`') || inside.windows(2).any(|pair| pair == b"$(");
            }
            Some(b'\'') if !in_double_quotes => {
                self.result.has_variable = true;
                self.at += 2;
                self.skip_string(b'\'');
            }
            Some(byte) if byte.is_ascii_alphanumeric() || b"_@*#?$!-".contains(&byte) => {
                self.result.has_variable = true;
                self.at += 2;
            }
            _ => self.at += 1,
        }
    }

    /// From an opening bracket, found from here on, to behind the one that closes it.
    fn skip_nested(&mut self, open: u8, close: u8) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            if byte == open {
                depth += 1;
            } else if byte == close {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return;
                }
            } else if byte == b'\\' {
                self.at += 1;
            } else if byte == b'\'' && open == b'(' {
                self.at = self.find(b'\'').map_or(self.bytes.len(), |end| end + 1);
            }
        }
    }

    /// Past `quote`, which stands here, to behind the next one.
    fn skip_past(&mut self, quote: u8) {
        self.at += 1;
        self.skip_string(quote);
    }

    /// To behind the next `quote` that no backslash hides.
    fn skip_string(&mut self, quote: u8) {
        while let Some(byte) = self.peek(0) {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == quote {
                return;
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn find(&self, byte: u8) -> Option<usize> {
        let rest = self.bytes.get(self.at..)?;
        rest.iter().position(|&other| other == byte).map(|ahead| self.at + ahead)
    }

    /// Ends the piece that is being kept and leaves out the next `count` bytes.
    fn drop_bytes(&mut self, count: usize) {
        self.keep();
        self.at += count;
        self.kept_from = self.at;
    }

    fn keep(&mut self) {
        let end = self.at.min(self.bytes.len());
        if self.kept_from < end {
            self.result.pieces.push(self.kept_from..end);
        }
        self.kept_from = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(word: &str) -> Option<String> {
        let unquoted = unquote(word);
        unquoted.is_literal().then(|| unquoted.text(word).into_owned())
    }

    #[test]
    fn quotes_and_escapes_go() {
        for (word, value) in [
            ("plain", "plain"),
            (r#"a'b c'"d e"f"#, "ab cd ef"),
            (r#""a\"b\$c\n""#, r#"a"b$c\n"#),
            (r"\$HOME\ x", "$HOME x"),
            ("''", ""),
            ("'$HOME*'", "$HOME*"),
            ("\"*?[a]{a,b}\"", "*?[a]{a,b}"),
            ("a\\\nb", "ab"),
            ("\"a\\\nb\"", "ab"),
            ("[", "["),
            ("{}", "{}"),
            ("a{b}c", "a{b}c"),
            ("100$", "100$"),
            ("a~", "a~"),
            ("é'ß'", "éß"),
        ] {
            assert_eq!(literal(word).as_deref(), Some(value), "{word}");
        }
    }

    #[test]
    fn expansions_have_no_value() {
        for word in [
            "$A",
            "\"${A:-b}\"",
            "$(a)",
            "`a`",
            "a*",
            "a?",
            "[ab]",
            "{a,b}",
            "{1..3}",
            "~",
            "~/x",
            "$'a'",
            "<(a)",
            "$((1+1))",
            "$1",
            "\"$@\"",
        ] {
            assert_eq!(literal(word), None, "{word}");
        }
    }

    #[test]
    fn expansions_stay_as_written() {
        let word = r#""curl=${V:-"7"}"*'x'"#;
        let unquoted = unquote(word);
        assert_eq!(unquoted.text(word), r#"curl=${V:-"7"}*x"#);
        assert!(unquoted.has_variable && unquoted.has_glob && !unquoted.has_substitution);
        let word = r"a$(b ')' c)d";
        assert_eq!(unquote(word).text(word), word);
        assert!(unquote(word).has_substitution);
    }

    #[test]
    fn unclosed_is_taken_to_the_end() {
        for word in ["'a", "\"a", "`a", "$(a", "${a", "a\\", "$", "\"\\", "${a\\"] {
            let _ = unquote(word).text(word);
        }
    }
}
