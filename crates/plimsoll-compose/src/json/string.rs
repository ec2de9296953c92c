//! Strings in double quotes, and what escapes in them stand for.

use std::borrow::Cow;

use super::{Reader, scalar};
use crate::yaml::{Kind, Scalar, Style};

impl<'s> Reader<'s> {
    /// Reads a string from its quote on.
    pub(super) fn string(&mut self) -> Scalar<'s> {
        let start = self.at;
        self.at += 1;
        let mut value = Cow::Borrowed("");
        loop {
            let from = self.at;
            self.take_while(|byte| !matches!(byte, b'"' | b'\\') && byte >= b' ');
            let plain = self.since(from).raw;
            if value.is_empty() {
                value = Cow::Borrowed(plain);
            } else {
                value.to_mut().push_str(plain);
            }
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return scalar(self.since(start), value, Style::DoubleQuoted, Kind::String);
                }
                Some(b'\\') => value.to_mut().push(self.escape()),
                Some(b'\t') => {
                    if let Some(problem) = self.problem(self.here(), "tabs are not allowed in JSON strings") {
                        problem.help("write `\\t`");
                    }
                    value.to_mut().push('\t');
                    self.at += 1;
                }
                _ => {
                    let text = self.since(start);
                    self.stop(text.span, "unclosed quote");
                    return scalar(text, value, Style::DoubleQuoted, Kind::String);
                }
            }
        }
    }

    /// What an escape stands for.
    fn escape(&mut self) -> char {
        let start = self.at;
        let rest = self.source.raw.get(start + 1..).unwrap_or_default();
        let letter = rest.chars().next().unwrap_or_default();
        self.at += 1;
        if rest.is_empty() {
            return '\\';
        }
        self.at += letter.len_utf8();
        match letter {
            '"' | '\\' | '/' => return letter,
            'b' => return '\u{8}',
            'f' => return '\u{c}',
            'n' => return '\n',
            'r' => return '\r',
            't' => return '\t',
            'u' => {
                if let Some(high) = self.hexadecimal() {
                    return self.surrogates(high);
                }
            }
            _ => {}
        }
        let text = self.since(start);
        self.problem(text.span, format!("unknown JSON escape `{}`", text.raw));
        letter
    }

    /// The four digits behind `\u`.
    fn hexadecimal(&mut self) -> Option<u32> {
        let digits = self.source.raw.get(self.at..self.at + 4)?;
        let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u32::from_str_radix(digits, 16).ok().filter(|_| all)?;
        self.at += 4;
        Some(number)
    }

    /// A character, for which there may be two escapes.
    fn surrogates(&mut self, high: u32) -> char {
        let behind = self.at;
        if (0xD800..0xDC00).contains(&high)
            && self.source.raw.get(behind..).is_some_and(|rest| rest.starts_with("\\u"))
        {
            self.at += 2;
            match self.hexadecimal() {
                Some(low) if (0xDC00..0xE000).contains(&low) => {
                    let both = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                    return char::from_u32(both).unwrap_or(char::REPLACEMENT_CHARACTER);
                }
                _ => self.at = behind,
            }
        }
        char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}
