//! The tokens of the small shells. Words are looked into: what stands in a substitution is read as commands.

use super::{Refusal, SmallShell};
use std::ops::Range;

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    Word(Word<'t>),
    /// `;`, `&&`, `(` ….
    Operator(&'static str),
    /// `>`, `2>&`, `<<` …; a word follows.
    Redirection(&'static str),
    Newline,
    End,
}

/// A word, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    /// Whether a part of it is quoted.
    is_quoted: bool,
}

/// Builtins whose names no function may have.
const SPECIAL: [&str; 13] = [
    "break", ":", "continue", "eval", "exec", "exit", "export", "readonly", "return", "set", "shift", "trap",
    "unset",
];

/// Operators, the longest first.
const OPERATORS: [&str; 8] = ["&&", "||", ";;", ";", "&", "|", "(", ")"];
const REDIRECTIONS: [&str; 9] = ["<<-", "<<", "<&", "<>", "<", ">>", ">&", ">|", ">"];

impl Word<'_> {
    /// Whether it may be a reserved word: nothing in it is quoted.
    pub(super) fn is_keyword(&self) -> bool {
        !self.is_quoted
    }

    pub(super) fn is_name(&self) -> bool {
        let is_of_name = |c: char| c == '_' || c.is_ascii_alphanumeric();
        !self.is_quoted
            && self.text.starts_with(|c: char| c == '_' || c.is_ascii_alphabetic())
            && self.text.chars().all(is_of_name)
    }

    pub(super) fn is_assignment(&self) -> bool {
        self.text.split_once('=').is_some_and(|(name, _)| Word { text: name, is_quoted: false }.is_name())
    }

    pub(super) fn can_name_function(&self) -> bool {
        self.is_name() && !SPECIAL.contains(&self.text)
    }
}

/// Reads tokens one after the other.
pub(super) struct Tokens<'t> {
    pub(super) script: &'t str,
    pub(super) at: usize,
    pub(super) shell: SmallShell,
    pub(super) depth: usize,
    next: Option<(Token<'t>, Range<usize>)>,
    /// Whether the next word ends a here-document, and whether its tabs are removed.
    pub(super) awaits_delimiter: Option<bool>,
    /// Here-documents that start on this line: what ends them, whether tabs are removed, whether they are expanded.
    documents: Vec<(String, bool, bool)>,
}

impl<'t> Tokens<'t> {
    pub(super) fn starting_at(script: &'t str, at: usize, shell: SmallShell, depth: usize) -> Tokens<'t> {
        Tokens { script, at, shell, depth, next: None, awaits_delimiter: None, documents: Vec::new() }
    }

    /// The next token.
    pub(super) fn peek(&mut self) -> Result<Token<'t>, Refusal> {
        if self.next.is_none() {
            self.next = Some(self.read()?);
        }
        Ok(self.next.as_ref().map_or(Token::End, |(token, _)| *token))
    }

    pub(super) fn skip(&mut self) -> Result<(), Refusal> {
        self.peek()?;
        self.next = None;
        Ok(())
    }

    /// The place behind the next token.
    pub(super) fn end_of_next(&self) -> usize {
        self.next.as_ref().map_or(self.at, |(_, range)| range.end)
    }

    /// A refusal at the next token.
    pub(super) fn refusal(&self, reason: &str) -> Refusal {
        let range = self.next.as_ref().map_or(self.at..self.at, |(_, range)| range.clone());
        Refusal { range, reason: reason.to_owned() }
    }

    pub(super) fn rest(&self) -> &'t str {
        self.script.get(self.at..).unwrap_or_default()
    }

    fn read(&mut self) -> Result<(Token<'t>, Range<usize>), Refusal> {
        loop {
            let rest = self.rest();
            if rest.starts_with([' ', '\t']) {
                self.at += 1;
            } else if rest.starts_with("\\\n") {
                self.at += 2;
            } else if rest.starts_with('#') {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else {
                break;
            }
        }
        let start = self.at;
        let rest = self.rest();
        if rest.is_empty() {
            return Ok((Token::End, start..start));
        }
        if rest.starts_with('\n') {
            self.at += 1;
            self.read_documents()?;
            return Ok((Token::Newline, start..start + 1));
        }
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let behind = rest.get(digits..).unwrap_or_default();
        let is_substitution =
            |text: &str| self.shell == SmallShell::Ash && (text.starts_with("<(") || text.starts_with(">("));
        if self.shell == SmallShell::Ash && rest.starts_with("&>") {
            self.at += 2;
            return Ok((Token::Redirection("&>"), start..self.at));
        }
        // One digit names a descriptor; more are a word.
        if digits <= 1
            && behind.starts_with(['<', '>'])
            && !is_substitution(behind)
            && let Some(operator) = REDIRECTIONS.into_iter().find(|operator| behind.starts_with(operator))
        {
            self.at += digits + operator.len();
            self.awaits_delimiter = operator.strip_prefix("<<").map(|rest| rest == "-");
            return Ok((Token::Redirection(operator), start..self.at));
        }
        if rest.starts_with(['&', '|', ';', '(', ')'])
            && let Some(operator) = OPERATORS.into_iter().find(|operator| rest.starts_with(operator))
        {
            self.at += operator.len();
            return Ok((Token::Operator(operator), start..self.at));
        }
        let is_quoted = self.word()?;
        let text = self.script.get(start..self.at).unwrap_or_default();
        if let Some(strips) = self.awaits_delimiter.take() {
            let delimiter = text.replace(['"', '\'', '\\'], "");
            self.documents.push((delimiter, strips, !is_quoted));
        }
        Ok((Token::Word(Word { text, is_quoted }), start..self.at))
    }

    /// Reads the here-documents that the line before asked for.
    fn read_documents(&mut self) -> Result<(), Refusal> {
        for (delimiter, strips, is_expanded) in std::mem::take(&mut self.documents) {
            let body = self.at;
            let mut end = body;
            let mut next = self.script.len();
            let mut is_joined = false;
            for line in self.rest().split_inclusive('\n') {
                let text = line.trim_end_matches('\n');
                let was_joined = is_joined;
                is_joined = is_expanded && (text.len() - text.trim_end_matches('\\').len()) % 2 == 1;
                let text = if strips { text.trim_start_matches('\t') } else { text };
                if text == delimiter && !was_joined {
                    next = end + line.len();
                    break;
                }
                end += line.len();
            }
            if is_expanded {
                self.expand_document(end)?;
            }
            self.at = next.max(self.at);
        }
        Ok(())
    }
}
