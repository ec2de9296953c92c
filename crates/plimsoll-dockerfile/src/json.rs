//! The exec form: a JSON array of strings, as Go's `encoding/json` reads it.

use plimsoll_diagnostics::{Joined, JoinedBuilder, Span};

use crate::line_slice::Part;

/// What text in the place of an exec form is.
#[derive(Debug)]
pub(crate) enum Array<'l, 's> {
    /// It is no JSON array, so it is read otherwise.
    Not,
    /// An array of strings: the insides of their quotes.
    Strings(Vec<Part<'l, 's>>),
    /// An array that holds something else, which BuildKit refuses: its elements, and the first that is no string.
    Mixed(Vec<Part<'l, 's>>, Part<'l, 's>),
}

/// Reads `part` as a JSON array.
pub(crate) fn array<'l, 's>(part: Part<'l, 's>) -> Array<'l, 's> {
    if !part.text().starts_with('[') {
        return Array::Not;
    }
    let mut reader = Reader { bytes: part.text().as_bytes(), at: 1 };
    read(part, &mut reader).unwrap_or(Array::Not)
}

fn read<'l, 's>(part: Part<'l, 's>, reader: &mut Reader<'_>) -> Option<Array<'l, 's>> {
    let mut strings = Vec::new();
    let mut other = None;
    reader.blanks();
    if !reader.eat(b']') {
        loop {
            reader.blanks();
            let start = reader.at;
            if reader.peek() == Some(b'"') {
                reader.string()?;
                strings.push(part.slice(start + 1, reader.at - 1));
            } else {
                reader.value()?;
                let element = part.slice(start, reader.at);
                strings.push(element);
                other = other.or(Some(element));
            }
            reader.blanks();
            if reader.eat(b']') {
                break;
            }
            reader.expect(b',')?;
        }
    }
    reader.blanks();
    if reader.peek().is_some() {
        return None;
    }
    Some(match other {
        Some(other) => Array::Mixed(strings, other),
        None => Array::Strings(strings),
    })
}

/// Decodes the inside of a JSON string. `None` when nothing in it is escaped.
pub(crate) fn decode<'s>(inner: Part<'_, 's>) -> Option<Joined<'s>> {
    let text = inner.text();
    if !text.contains('\\') {
        return None;
    }
    let mut builder = JoinedBuilder::new(inner.span().file);
    builder.push(inner.slice(0, 0).raw());
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.find('\\').unwrap_or(rest.len());
        inner.slice(at, at + plain).push_to(&mut builder);
        at += plain;
        if let Some((character, len)) = text.get(at..).and_then(escape) {
            let span: Span = inner.slice(at, at + len).span();
            builder.push_replaced(character.encode_utf8(&mut [0; 4]), span);
            at += len;
        }
    }
    Some(builder.finish())
}

/// The character that an escape sequence at the start of `text` stands for, and its length. Half a surrogate
/// pair is U+FFFD, as Go has it.
fn escape(text: &str) -> Option<(char, usize)> {
    let letter = text.strip_prefix('\\')?.chars().next()?;
    let character = match letter {
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => {
            let high = unit(text)?;
            let low = text.get(6..).and_then(unit).unwrap_or_default();
            if (0xd800..0xdc00).contains(&high) && (0xdc00..0xe000).contains(&low) {
                let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                return Some((char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12));
            }
            return Some((char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER), 6));
        }
        other => other,
    };
    Some((character, 1 + letter.len_utf8()))
}

/// The code unit of `\u12ab` at the start of `text`.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok()
}

/// Steps over JSON without keeping it. No recursion: nesting is counted on the heap.
struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.eat(byte).then_some(())
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn string(&mut self) -> Option<()> {
        self.expect(b'"')?;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'"' => return Some(()),
                b'\\' => match self.peek()? {
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 1,
                    b'u' => {
                        let digits = self.bytes.get(self.at + 1..self.at + 5)?;
                        if !digits.iter().all(u8::is_ascii_hexdigit) {
                            return None;
                        }
                        self.at += 5;
                    }
                    _ => return None,
                },
                0..0x20 => return None,
                _ => {}
            }
        }
    }

    /// Any value: the ends of open arrays and objects wait on a stack.
    fn value(&mut self) -> Option<()> {
        let mut open: Vec<u8> = Vec::new();
        loop {
            self.blanks();
            match self.peek()? {
                byte @ (b'[' | b'{') => {
                    self.at += 1;
                    self.blanks();
                    let end = if byte == b'[' { b']' } else { b'}' };
                    if !self.eat(end) {
                        open.push(end);
                        self.key(end)?;
                        continue;
                    }
                }
                b'"' => self.string()?,
                b'-' | b'0'..=b'9' => self.number()?,
                _ => self.word()?,
            }
            loop {
                let Some(&end) = open.last() else { return Some(()) };
                self.blanks();
                if self.eat(end) {
                    open.pop();
                    continue;
                }
                self.expect(b',')?;
                self.key(end)?;
                break;
            }
        }
    }

    /// The key of an object's next value; nothing in an array.
    fn key(&mut self, end: u8) -> Option<()> {
        if end == b'}' {
            self.blanks();
            self.string()?;
            self.blanks();
            self.expect(b':')?;
        }
        Some(())
    }

    fn word(&mut self) -> Option<()> {
        let rest = self.bytes.get(self.at..)?;
        let word = [&b"null"[..], b"true", b"false"].into_iter().find(|word| rest.starts_with(word))?;
        self.at += word.len();
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            if !self.eat(b'+') {
                self.eat(b'-');
            }
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}
