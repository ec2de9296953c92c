//! Standard error, for sentences: what steers a terminal becomes visible, as paths and messages may come from strangers.

use std::fmt::Arguments;
use std::io::{self, Write};

use plimsoll_report::visible_path;

use crate::terminal::Paint;

/// The words that a sentence may start with, before a colon.
const LEVELS: [&str; 3] = ["error", "warning", "note"];

/// Standard error, as `writeln!` takes it, one sentence at a time. The word before a colon that says how bad it is has its
/// colour.
pub(crate) struct Stderr;

impl Stderr {
    pub(crate) fn write_fmt(&self, text: Arguments<'_>) -> io::Result<()> {
        io::stderr().write_all(shown(&text.to_string(), Paint::for_stderr()).as_bytes())
    }
}

/// A sentence as it is written. It is one line, whatever is in it.
fn shown(text: &str, paint: Paint) -> String {
    let sentence = text.strip_suffix('\n').unwrap_or(text);
    let end = text.get(sentence.len()..).unwrap_or_default();
    let sentence = visible_path(sentence);
    let level = LEVELS.into_iter().find_map(|level| Some((level, sentence.strip_prefix(level)?)));
    match level.filter(|(_, rest)| rest.starts_with(':')) {
        Some((level, rest)) => format!("{}{rest}{end}", paint.level(level, level)),
        None => format!("{sentence}{end}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_one_line_and_no_command() {
        assert_eq!(shown("a\n::error::b: no\n", Paint::Plain), "a␊::error::b: no\n");
        assert_eq!(
            shown("::stop-commands::x/Dockerfile:\n", Paint::Plain),
            "./::stop-commands::x/Dockerfile:\n"
        );
    }

    #[test]
    fn the_level_has_its_colour() {
        assert_eq!(shown("error: x\n", Paint::Coloured), "\u{1b}[1;31merror\u{1b}[0m: x\n");
        assert_eq!(shown("errors\n", Paint::Coloured), "errors\n");
    }
}
