//! JSON that can also be looked at: characters that steer a terminal are written as `\u` escapes.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter};

use crate::sanitize::is_harmful;

/// Writes a value on one line.
pub(crate) fn write_value(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(out, Harmless(CompactFormatter)))?)
}

/// Writes an array with each of its items on a line of its own: two reports can be compared line by line.
pub(crate) fn write_lines<T: Serialize>(
    items: impl Iterator<Item = T>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(out, "[")?;
    let mut empty = true;
    for item in items {
        writeln!(out, "{}", if empty { "" } else { "," })?;
        write_value(&item, out)?;
        empty = false;
    }
    if !empty {
        writeln!(out)?;
    }
    write!(out, "]")
}

struct Harmless(CompactFormatter);

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((before, harmful, behind)) = split_at_harmful(rest) {
            self.0.write_string_fragment(writer, before)?;
            for unit in harmful.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = behind;
        }
        self.0.write_string_fragment(writer, rest)
    }
}

fn split_at_harmful(text: &str) -> Option<(&str, char, &str)> {
    let (at, harmful) = text.char_indices().find(|(_, character)| is_harmful(*character))?;
    Some((text.get(..at)?, harmful, text.get(at + harmful.len_utf8()..)?))
}
