//! Long texts inside a program that most runs never read: the pages of rules, the schema of the configuration.
//!
//! A build script packs them into one file with [`pack`]; the program includes it as a [`Pack`]. The first text that is
//! read unpacks all of them.

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

/// The best compression that there is; it costs time in the build alone.
const LEVEL: u8 = 10;

/// Text as the bytes of a [`Pack`].
pub fn pack(text: &str) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec(text.as_bytes(), LEVEL)
}

/// Packed text inside the program.
#[derive(Debug)]
pub struct Pack {
    bytes: &'static [u8],
    text: OnceLock<String>,
}

impl Pack {
    /// What [`pack`] made.
    pub const fn new(bytes: &'static [u8]) -> Pack {
        Pack { bytes, text: OnceLock::new() }
    }

    /// All of the text.
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| {
            let bytes = miniz_oxide::inflate::decompress_to_vec(self.bytes).unwrap_or_default();
            String::from_utf8(bytes).unwrap_or_default()
        })
    }

    /// One of the texts in it.
    pub const fn part(&'static self, place: Range<usize>) -> PackedText {
        PackedText(Source::Part(self, place.start, place.end))
    }
}

/// A text, packed until it is read.
#[derive(Clone, Copy)]
pub struct PackedText(Source);

#[derive(Clone, Copy)]
enum Source {
    Plain(&'static str),
    Part(&'static Pack, usize, usize),
}

impl PackedText {
    /// A short text, which is as it is.
    pub const fn plain(text: &'static str) -> PackedText {
        PackedText(Source::Plain(text))
    }

    /// The text.
    pub fn get(self) -> &'static str {
        match self.0 {
            Source::Plain(text) => text,
            Source::Part(pack, start, end) => pack.text().get(start..end).unwrap_or_default(),
        }
    }
}

impl fmt::Debug for PackedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PackedText").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_as_they_were() {
        let text = "first text, é\nsecond text, second text, second text\n";
        let pack: &'static Pack = Box::leak(Box::new(Pack::new(pack(text).leak())));
        assert_eq!(pack.text(), text);
        assert_eq!(Some(pack.part(15..text.len()).get()), text.get(15..));
        assert_eq!(PackedText::plain("a").get(), "a");
    }
}
