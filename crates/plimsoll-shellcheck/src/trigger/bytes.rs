//! Which bytes a script holds: most signs need one that it has not, and are not looked for then.

use super::signs::Sign;

/// A set of ASCII characters, a bit for each.
#[derive(Clone, Copy)]
pub(super) struct Bytes(u128);

impl Bytes {
    /// The characters of a text.
    pub(super) fn of(text: &str) -> Bytes {
        Bytes(text.bytes().filter(u8::is_ascii).fold(0, |set, byte| set | 1 << byte))
    }

    /// Whether a character is one of them.
    pub(super) fn has(self, byte: u8) -> bool {
        byte.is_ascii() && self.0 >> byte & 1 == 1
    }

    /// Whether a text with these characters may have a sign.
    pub(super) fn allow(self, sign: Sign) -> bool {
        match sign {
            Sign::Part(part) => self.has_all(part),
            Sign::Word(word) => self.has_all(word),
            Sign::Expansion(operators) => {
                self.has_all("${")
                    && operators.iter().any(|operator| self.has_all(operator.encode_utf8(&mut [0; 4])))
            }
            Sign::Braces => self.has_all("{"),
            Sign::NumberedFile => self.has_all(">"),
            Sign::FileForBoth => self.has_all(">&"),
            Sign::FileAsCommand => self.has_all("$(<"),
            Sign::RepeatedInequality => self.has_all("|"),
            Sign::CaseOfLiteral => self.has_all("case"),
            Sign::UnsetVariable => self.has_all("$"),
            Sign::TestOfLiterals => self.has_all("[") || self.has_all("test"),
        }
    }

    fn has_all(self, text: &str) -> bool {
        let wanted = Bytes::of(text).0;
        self.0 & wanted == wanted
    }
}
