//! Which line a syntax error is to be blamed on: the parser often gives up lines behind what is wrong.

use super::reader::{Clue, Stop};

/// What is said of a bracket that is not closed.
const LIST: &str = "missing `,` or `]` in a list";
const MAPPING: &str = "missing `,` or `}` in a mapping";

/// Moves an error to where it comes from, as indentation and quotes show it.
pub(super) fn blame(stop: Stop, text: &str) -> Stop {
    let line = Line::of(text, stop.at);
    let found = match stop.clue {
        Clue::Bracket(bracket) => {
            let opened = Line::of(text, bracket);
            let message = if text.as_bytes().get(bracket) == Some(&b'[') { LIST } else { MAPPING };
            (opened.start < line.start && line.indent() <= opened.indent()).then_some((bracket, message))
        }
        Clue::Continues => line
            .before(text)
            .filter(|before| before.is_bare() && before.indent() <= line.indent())
            .map(|before| (before.start + before.indent(), "missing `:` after this key")),
        Clue::Quote(quote) => {
            let mut lines = std::iter::successors(line.before(text), |line| line.before(text));
            let opened = lines.find(|line| line.text.matches(quote).count() % 2 == 1);
            opened.and_then(|line| {
                let at = line.start + line.text.rfind(quote)?;
                Some((at, "unclosed quote"))
            })
        }
        Clue::Comment | Clue::None => None,
    };
    match found {
        Some((at, message)) => Stop { at, message: message.into(), ..stop },
        None => stop,
    }
}

/// A line, without its line end.
#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn of(text: &'t str, at: usize) -> Line<'t> {
        let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
        let rest = text.get(start..).unwrap_or_default();
        Line { start, text: rest.lines().next().unwrap_or_default() }
    }

    /// The nearest line before that is neither empty nor a comment.
    fn before(self, text: &'t str) -> Option<Line<'t>> {
        let mut line = self;
        loop {
            line = Line::of(text, line.start.checked_sub(1)?);
            if !line.text.trim_start().starts_with('#') && !line.text.trim().is_empty() {
                return Some(line);
            }
        }
    }

    fn indent(self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// Whether it is a mere word or text: neither a key nor an item of a list.
    fn is_bare(self) -> bool {
        let content = self.text.trim();
        !content.contains(": ") && !content.ends_with(':') && !content.starts_with("- ")
    }
}
