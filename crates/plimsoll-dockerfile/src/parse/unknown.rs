//! A line that starts with no known keyword: a misspelt one, or a part of the RUN above that lost its continuation.

use plimsoll_diagnostics::{Fix, Span, nearest};

use super::Parser;
use crate::Keyword;
use crate::line_slice::Part;

/// After so many unknown instructions in a row that are like none, the text is no Dockerfile: the rest of them says nothing
/// new.
const MOST_UNKNOWN: usize = 3;

impl<'s> Parser<'s> {
    pub(super) fn unknown(&mut self, name: Part<'_, 's>) {
        let text = name.text();
        // Characters that look like a space, or like nothing, are easily pasted and hard to find.
        let invisible = text.char_indices().find(|(_, c)| matches!(c, '\u{a0}' | '\u{200b}' | '\u{feff}'));
        if let Some((at, character)) = invisible {
            self.open_command = None;
            let span = name.slice(at, at + character.len_utf8()).span();
            let problem = self.problems.syntax(
                span,
                format!("the keyword contains the character U+{:04X}", u32::from(character)),
                "this character is invisible and does not separate words",
                "remove the character, or replace it with a plain space",
            );
            if let Some(problem) = problem {
                let plain = if character == '\u{a0}' { " " } else { "" };
                problem.fix(Fix::risky("remove the invisible character").replace(span, plain));
            }
            return;
        }
        self.open_command = self.open_command.filter(|_| !text.chars().any(char::is_uppercase));
        let near = match self.open_command {
            None if !is_shell_word(text) => nearest(text, Keyword::ALL.iter().map(|keyword| keyword.name())),
            _ => None,
        };
        self.unknown_in_a_row += usize::from(near.is_none());
        // The lines of a script have one cause.
        let most = if is_capitals(text) { MOST_UNKNOWN } else { 1 };
        if near.is_none() && self.unknown_in_a_row > most {
            return;
        }
        let shown: String = text.chars().take(40).collect();
        let message = if text.is_empty() {
            "an instruction without a keyword".to_owned()
        } else {
            format!("unknown instruction `{shown}`")
        };
        let is_document = near.is_none() && self.open_command.is_some_and(|end| self.spaces_marker(end));
        if is_document {
            // The rest of the document says nothing new.
            self.unknown_in_a_row = MOST_UNKNOWN;
        }
        let help = match (near, self.open_command) {
            _ if is_document => {
                "write `<<-` and the delimiter together: with a space between them, BuildKit \
                 does not recognize the here-document"
                    .to_owned()
            }
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, Some(_)) => {
                format!(
                    "end the previous line with `{}` if this line is part of the `RUN` above",
                    self.escape
                )
            }
            (None, None) if is_capitals(text) => match text {
                "IF" | "ELSE" | "ENDIF" => {
                    "write the condition in a `RUN`: `RUN if …; then …; fi`".to_owned()
                }
                "INCLUDE" | "IMPORT" => {
                    "copy the instructions here, or start from an image that was built with them".to_owned()
                }
                _ => "use one of the Dockerfile instructions, or remove this line".to_owned(),
            },
            (None, None) if text.starts_with(['/', '-', ';', '*']) || text == "REM" => {
                "start each line of a comment with `#`".to_owned()
            }
            (None, None) => {
                "end the previous line with a line continuation if this line is part of it".to_owned()
            }
        };
        let fix = match (near, self.open_command) {
            (Some(near), _) => {
                is_word(text).then(|| Fix::risky(format!("write `{near}`")).replace(name.span(), near))
            }
            (None, Some(end)) if !is_document => self.continuation(end, name),
            (None, _) => None,
        };
        let problem = self.problems.syntax(name.span(), message, "no instruction has this name", help);
        if let Some(problem) = problem {
            problem.fixes.extend(fix);
        }
    }

    /// Whether the line above ends a `RUN` with `<<- EOF`, which BuildKit does not read as a here-document.
    fn spaces_marker(&self, end: Span) -> bool {
        let above = self.source.raw.get(..end.end as usize).unwrap_or_default();
        let line = above.rsplit('\n').next().unwrap_or_default();
        ["<<- ", "<<-\t"].iter().any(|marker| line.contains(marker))
    }

    /// The continuation that the line above lost; `None` where an operator may have been lost with it, or lines in
    /// between belong to nothing.
    fn continuation(&self, end: Span, name: Part<'_, 's>) -> Option<Fix> {
        let (end_at, start) = (end.end as usize, name.span().start as usize);
        let between = self.source.raw.get(end_at..start)?;
        if between.matches('\n').count() != 1 || !between.trim().is_empty() {
            return None;
        }
        let above = self.source.raw.get(..end_at)?;
        let is_open = above.ends_with(['|', ';']) || above.ends_with("&&");
        let goes_on = name.text().starts_with(['|', ';', '-']) || name.text().starts_with("&&");
        let escape = self.escape;
        (is_open || goes_on).then(|| {
            Fix::risky(format!("continue the line above with `{escape}`")).replace(end, format!(" {escape}"))
        })
    }
}

/// Whether it is a builtin of the shell, which starts a line of a script and is no slip of an instruction.
fn is_shell_word(text: &str) -> bool {
    matches!(
        text,
        "alias"
            | "cd"
            | "eval"
            | "exec"
            | "exit"
            | "export"
            | "local"
            | "read"
            | "set"
            | "test"
            | "trap"
            | "unset"
    )
}

/// Whether it is a word in capital letters, which no argument of the line above starts a line with.
fn is_capitals(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether it is nothing but a word, or at least in capital letters, as most instructions are: all else may be a line of
/// another language.
fn is_word(text: &str) -> bool {
    text.chars().all(char::is_alphabetic) || !text.chars().any(char::is_lowercase)
}
