//! JSON that can also be looked at: characters that steer a terminal are written as `\u` escapes.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::sanitize::is_harmful;

/// Writes a value on lines of its own, indented.
///
/// # Errors
/// When nothing more can be written.
pub fn write_json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    // Whatever is harmful and no line end stands in a string.
    for line in serde_json::to_string_pretty(value)?.lines() {
        write_escaped(line, out)?;
        writeln!(out)?;
    }
    Ok(())
}

/// Writes a value on one line, and the end of the line.
///
/// # Errors
/// When nothing more can be written.
pub fn write_json_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    write_value(value, out)?;
    writeln!(out)
}

/// Writes a value on one line.
pub(crate) fn write_value(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(out, Harmless))?)
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

struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        write_escaped(fragment, writer)
    }
}

/// Writes a part of a string, or of JSON without line ends.
fn write_escaped<W: ?Sized + Write>(text: &str, out: &mut W) -> io::Result<()> {
    let mut rest = text;
    while let Some((before, harmful, behind)) = split_at_harmful(rest) {
        out.write_all(before.as_bytes())?;
        for unit in harmful.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}")?;
        }
        rest = behind;
    }
    out.write_all(rest.as_bytes())
}

fn split_at_harmful(text: &str) -> Option<(&str, char, &str)> {
    let (at, harmful) = text.char_indices().find(|(_, character)| is_harmful(*character))?;
    Some((text.get(..at)?, harmful, text.get(at + harmful.len_utf8()..)?))
}
