//! What stands in a word: quotes, expansions and substitutions.

use super::tokens::Tokens;
use super::{MOST_DEPTH, Refusal, SmallShell, refusal_in_backquotes, substitution, too_deep};

impl Tokens<'_> {
    /// Reads to the end of a word; gives whether a part of it is quoted.
    pub(super) fn word(&mut self) -> Result<bool, Refusal> {
        let mut is_quoted = false;
        while let Some(character) = self.rest().chars().next() {
            match character {
                ' ' | '\t' | '\n' | ';' | '&' | '|' | '(' | ')' => break,
                // What ends a here-document is not expanded.
                '$' | '`' if self.awaits_delimiter.is_some() => self.at += 1,
                '<' | '>' => {
                    let is_substitution = self.shell == SmallShell::Ash && self.rest().get(1..2) == Some("(");
                    if !is_substitution {
                        break;
                    }
                    self.at = self.commands(self.at + 2)?;
                }
                '\\' => {
                    is_quoted |= !self.rest().starts_with("\\\n");
                    self.escaped();
                }
                '\'' => {
                    is_quoted = true;
                    self.until('\'')?;
                }
                '"' => {
                    is_quoted = true;
                    self.double_quoted()?;
                }
                '`' => {
                    is_quoted = true;
                    self.backquoted()?;
                }
                '$' => {
                    is_quoted = true;
                    self.expansion(false)?;
                }
                other => self.at += other.len_utf8(),
            }
        }
        Ok(is_quoted)
    }

    /// A backslash, and the character behind it.
    fn escaped(&mut self) {
        self.at += 1;
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    fn until(&mut self, quote: char) -> Result<(), Refusal> {
        let start = self.at;
        let behind = self.script.get(start + 1..).unwrap_or_default();
        let end = behind.find(quote).ok_or_else(|| self.open("unterminated quoted string", start))?;
        self.at = start + 1 + end + 1;
        Ok(())
    }

    fn double_quoted(&mut self) -> Result<(), Refusal> {
        let start = self.at;
        self.at += 1;
        while let Some(character) = self.rest().chars().next() {
            match character {
                '"' => {
                    self.at += 1;
                    return Ok(());
                }
                '\\' => self.escaped(),
                '`' => self.backquoted()?,
                '$' => self.expansion(true)?,
                other => self.at += other.len_utf8(),
            }
        }
        Err(self.open("unterminated quoted string", start))
    }

    /// What a `$` starts.
    fn expansion(&mut self, in_quotes: bool) -> Result<(), Refusal> {
        let rest = self.rest();
        if rest.starts_with("$((") {
            self.arithmetic()
        } else if rest.starts_with("$(") {
            self.at = self.commands(self.at + 2)?;
            Ok(())
        } else if rest.starts_with("${") {
            self.parameter(in_quotes)
        } else if rest.starts_with("$'") && !in_quotes && self.shell == SmallShell::Ash {
            self.dollar_quoted()
        } else {
            // `$$`, `$#` and their like are a parameter, whatever comes then.
            let is_special = rest.get(1..2).is_some_and(|next| "$#!?@*-".contains(next));
            self.at += if is_special { 2 } else { 1 };
            Ok(())
        }
    }

    /// `$'a\'b'`
    fn dollar_quoted(&mut self) -> Result<(), Refusal> {
        let start = self.at;
        self.at += 2;
        while let Some(character) = self.rest().chars().next() {
            match character {
                '\'' => {
                    self.at += 1;
                    return Ok(());
                }
                '\\' => self.escaped(),
                other => self.at += other.len_utf8(),
            }
        }
        Err(self.open("unterminated quoted string", start))
    }

    /// The commands of a substitution that starts at `at`; gives the place behind its end.
    fn commands(&self, at: usize) -> Result<usize, Refusal> {
        substitution(self.script, at, self.shell, self.depth + 1)
    }

    fn arithmetic(&mut self) -> Result<(), Refusal> {
        let start = self.at;
        self.deeper()?;
        self.at += 3;
        let mut open = 0_usize;
        while let Some(character) = self.rest().chars().next() {
            match character {
                '(' => {
                    open += 1;
                    self.at += 1;
                }
                ')' if open > 0 => {
                    open -= 1;
                    self.at += 1;
                }
                ')' if self.rest().starts_with("))") => {
                    self.at += 2;
                    self.depth -= 1;
                    return Ok(());
                }
                '\\' => self.escaped(),
                '`' => self.backquoted()?,
                '$' => self.expansion(true)?,
                other => self.at += other.len_utf8(),
            }
        }
        Err(self.open("missing `))`", start))
    }

    fn parameter(&mut self, in_quotes: bool) -> Result<(), Refusal> {
        let start = self.at;
        self.deeper()?;
        self.at += 2;
        let operator = self.parameter_name();
        // Behind these, quotes mean what they do outside of quotes.
        let is_pattern = matches!(operator, Some('%' | '#'));
        while let Some(character) = self.rest().chars().next() {
            match character {
                '}' => {
                    self.at += 1;
                    self.depth -= 1;
                    return Ok(());
                }
                '\\' => self.escaped(),
                '\'' if !in_quotes || is_pattern => self.until('\'')?,
                '"' => self.double_quoted()?,
                '`' => self.backquoted()?,
                '$' => self.expansion(in_quotes && !is_pattern)?,
                other => self.at += other.len_utf8(),
            }
        }
        Err(self.open("missing `}`", start))
    }

    /// The name in `${name`, and the character behind it, which both shells take as it is.
    fn parameter_name(&mut self) -> Option<char> {
        let is_of_name = |c: char| c == '_' || c.is_ascii_alphanumeric();
        let name = |text: &str| text.len() - text.trim_start_matches(is_of_name).len();
        let first = self.rest().chars().next()?;
        let length = name(self.rest());
        if length == 0 {
            self.at += if first == '}' { 0 } else { first.len_utf8() };
            if first == '#' {
                // What is no name is taken as it is.
                let other = || self.rest().chars().next().filter(|it| *it != '}').map_or(0, char::len_utf8);
                let length = name(self.rest());
                self.at += if length == 0 { other() } else { length };
            }
            if first == '#' || !"@*?$!-".contains(first) {
                return None;
            }
        }
        self.at += length;
        let operator = self.rest().chars().next().filter(|operator| *operator != '}')?;
        self.at += operator.len_utf8();
        if operator == ':' {
            let behind = self.rest().chars().next()?;
            let is_taken = self.shell == SmallShell::Dash || behind == '}';
            self.at += if is_taken { behind.len_utf8() } else { 0 };
        }
        Some(operator)
    }

    fn backquoted(&mut self) -> Result<(), Refusal> {
        let start = self.at;
        self.at += 1;
        let mut inner = String::new();
        while let Some(character) = self.rest().chars().next() {
            match character {
                '`' => {
                    self.at += 1;
                    if self.depth > MOST_DEPTH {
                        return Err(too_deep());
                    }
                    return refusal_in_backquotes(&inner, self.shell, self.depth + 1)
                        .map_or(Ok(()), |refusal| Err(Refusal { range: start..self.at, ..refusal }));
                }
                '\\' => {
                    let escaped = self.rest().chars().nth(1).unwrap_or_default();
                    if !matches!(escaped, '`' | '\\' | '$') {
                        inner.push('\\');
                    }
                    inner.push(escaped);
                    self.escaped();
                }
                other => {
                    inner.push(other);
                    self.at += other.len_utf8();
                }
            }
        }
        Err(self.open("unterminated command substitution", start))
    }

    pub(super) fn expand_document(&mut self, end: usize) -> Result<(), Refusal> {
        while self.at < end {
            match self.rest().chars().next() {
                Some('\\') => self.escaped(),
                Some('`') => self.backquoted()?,
                Some('$') => self.expansion(true)?,
                Some(other) => self.at += other.len_utf8(),
                None => break,
            }
        }
        Ok(())
    }

    fn deeper(&mut self) -> Result<(), Refusal> {
        self.depth += 1;
        if self.depth > MOST_DEPTH { Err(too_deep()) } else { Ok(()) }
    }

    /// A refusal because what starts here never ends.
    fn open(&self, reason: &str, start: usize) -> Refusal {
        Refusal { range: start..(start + 1).min(self.script.len()), reason: reason.to_owned() }
    }
}
