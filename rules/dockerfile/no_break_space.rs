//! A space that is none to the shell.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct NoBreakSpace;

/// No-break spaces, and characters without any width, as they come along with text from web pages.
const INVISIBLE: [char; 6] = ['\u{a0}', '\u{202f}', '\u{2007}', '\u{200b}', '\u{2060}', '\u{feff}'];

impl Rule for NoBreakSpace {
    fn check_command(&self, command: &shell::Command, cx: &mut Context) {
        // What is quoted may be meant so.
        let mut words =
            command.words.iter().filter(|word| !word.raw.is_ascii() && !word.raw.contains(['"', '\'']));
        let found = words.find_map(|word| {
            let text = cx.text(word.span);
            let at = text.find(INVISIBLE)?;
            let character = text.get(at..)?.chars().next()?;
            let start = word.span.start + at as u32;
            Some((Span { start, end: start + character.len_utf8() as u32, ..word.span }, character))
        });
        let Some((place, character)) = found else { return };
        let (name, help, plain) = if matches!(character, '\u{a0}' | '\u{202f}' | '\u{2007}') {
            ("no-break space", "replace this character with a plain space", " ")
        } else {
            ("zero-width character", "remove this character", "")
        };
        cx.report(place, format!("{name} in a command"))
            .here(format!("U+{:04X} is part of the word, not a separator", u32::from(character)))
            .help(help)
            .fix(Fix::risky(help).replace(place, plain));
    }
}
