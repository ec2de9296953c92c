//! Walks over a word, character by character, and puts values in the place of variables.

use std::ops::Range;

use super::pattern::Pattern;
use super::{Names, Reason};

/// How deep `${…}` may stand inside `${…}`.
const DEEPEST: usize = 64;
/// The longest text that is put together.
const LONGEST: usize = 1 << 20;

/// A variable that was met, with the places of its parts in the word.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    /// `${NAME:-default}`.
    pub(crate) whole: Range<usize>,
    /// `NAME`.
    pub(crate) name: Range<usize>,
    /// `:-`; empty without one.
    pub(crate) modifier: Range<usize>,
    /// `default`; empty without a modifier.
    pub(crate) operand: Range<usize>,
}

/// The value of a variable.
pub(crate) type Lookup<'w> = &'w dyn Fn(&str) -> Option<String>;

/// Expands one word.
pub(crate) struct Lexer<'w> {
    word: &'w str,
    at: usize,
    escape: char,
    lookup: Lookup<'w>,
    depth: usize,
    /// Only looks at variables: nothing is required, and no pattern is applied.
    pub(crate) only_looks: bool,
    /// A variable without a value stays as it is written.
    pub(crate) keeps_unset: bool,
    /// Where the quote or variable starts that was read last; where it is wrong, that one.
    pub(crate) construct: usize,
    /// Whether quotes were met.
    pub(crate) met_quotes: bool,
    /// The names that were met.
    pub(crate) names: Names,
    /// The variables that were met.
    pub(crate) references: Vec<Reference>,
}

/// Text that is split into words while it grows.
#[derive(Default)]
struct Words {
    words: Vec<String>,
    word: String,
}

impl Words {
    /// Adds text in which white space separates.
    fn add(&mut self, text: &str) {
        for character in text.chars() {
            if character.is_whitespace() {
                self.end();
            } else {
                self.word.push(character);
            }
        }
    }

    fn end(&mut self) {
        if !self.word.is_empty() {
            self.words.push(std::mem::take(&mut self.word));
        }
    }
}

impl<'w> Lexer<'w> {
    pub(crate) fn new(word: &'w str, escape: char, lookup: Lookup<'w>) -> Lexer<'w> {
        Lexer {
            word,
            at: 0,
            escape,
            lookup,
            depth: 0,
            only_looks: false,
            keeps_unset: false,
            construct: 0,
            met_quotes: false,
            names: Names::default(),
            references: Vec::new(),
        }
    }

    /// The whole word.
    pub(crate) fn run(&mut self) -> Result<String, Reason> {
        self.until(None, false, None)
    }

    /// The whole text, split into words.
    pub(crate) fn run_words(&mut self) -> Result<Vec<String>, Reason> {
        let mut words = Words::default();
        self.until(None, false, Some(&mut words))?;
        words.end();
        Ok(words.words)
    }

    /// The next byte to be read.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// The next character.
    pub(crate) fn peek(&self) -> Option<char> {
        self.word.get(self.at..)?.chars().next()
    }

    /// Steps over the next character.
    pub(crate) fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    /// Up to `stop`, which is consumed, or to the end. With `raw_escapes`, escape characters stay.
    fn until(
        &mut self,
        stop: Option<char>,
        raw_escapes: bool,
        mut words: Option<&mut Words>,
    ) -> Result<String, Reason> {
        let mut result = String::new();
        while let Some(character) = self.peek() {
            if result.len() > LONGEST {
                return Err(Reason::TooLong);
            }
            if Some(character) == stop {
                self.next();
                return Ok(result);
            }
            let from = result.len();
            let separates = match character {
                '\'' => {
                    self.single_quoted(&mut result)?;
                    false
                }
                '"' => {
                    self.double_quoted(&mut result)?;
                    false
                }
                '$' => {
                    let start = self.at;
                    let value = self.dollar()?;
                    let written = self.word.get(start..self.at).unwrap_or_default();
                    result.push_str(if self.keeps_unset { written } else { &value });
                    true
                }
                '<' => {
                    self.angle(&mut result);
                    false
                }
                _ if character == self.escape => {
                    self.next();
                    if raw_escapes {
                        result.push(character);
                    }
                    result.extend(self.next());
                    false
                }
                _ => {
                    self.next();
                    result.push(character);
                    true
                }
            };
            if let Some(words) = words.as_deref_mut() {
                let added = result.get(from..).unwrap_or_default();
                if separates {
                    words.add(added);
                } else {
                    words.word.push_str(added);
                }
            }
        }
        if stop.is_some() { Err(Reason::OpenBrace) } else { Ok(result) }
    }

    /// White space between `<<` and what follows does not separate words: it may be a here-document.
    pub(crate) fn angle(&mut self, result: &mut String) {
        self.next();
        result.push('<');
        if self.peek() == Some('<') {
            self.next();
            result.push('<');
            while let Some(space) = self.peek().filter(|next| next.is_whitespace()) {
                self.next();
                result.push(space);
            }
        }
    }

    /// `'…'`, in which nothing is special.
    pub(crate) fn single_quoted(&mut self, result: &mut String) -> Result<(), Reason> {
        self.construct = self.at;
        self.met_quotes = true;
        self.next();
        let rest = self.word.get(self.at..).unwrap_or_default();
        let (inside, _) = rest.split_once('\'').ok_or(Reason::OpenQuote('\''))?;
        result.push_str(inside);
        self.at += inside.len() + 1;
        Ok(())
    }

    /// `"…"`, in which variables are, and the escape character before `"`, `$` and itself.
    pub(crate) fn double_quoted(&mut self, result: &mut String) -> Result<(), Reason> {
        let start = self.at;
        self.construct = start;
        self.met_quotes = true;
        self.next();
        loop {
            match self.peek() {
                None => {
                    self.construct = start;
                    return Err(Reason::OpenQuote('"'));
                }
                Some('"') => {
                    self.next();
                    return Ok(());
                }
                Some('$') => {
                    let start = self.at;
                    let value = self.dollar()?;
                    let written = self.word.get(start..self.at).unwrap_or_default();
                    result.push_str(if self.keeps_unset { written } else { &value });
                }
                Some(character) => {
                    self.next();
                    let next = self.peek().filter(|_| character == self.escape);
                    match next {
                        Some(next) if next == '"' || next == '$' || next == self.escape => {
                            self.next();
                            result.push(next);
                        }
                        _ => result.push(character),
                    }
                }
            }
            if result.len() > LONGEST {
                return Err(Reason::TooLong);
            }
        }
    }

    /// A variable: the next character is `$`.
    pub(crate) fn dollar(&mut self) -> Result<String, Reason> {
        let start = self.at;
        self.construct = start;
        self.next();
        if self.peek() != Some('{') {
            let name = self.name();
            if name.is_empty() {
                return Ok("$".to_owned());
            }
            self.reference(start, name.clone(), self.at..self.at, self.at..self.at);
            return Ok(self.value(name).unwrap_or_default());
        }
        self.next();
        match self.peek() {
            None => return Err(Reason::OpenBrace),
            Some('{' | '}' | ':') => return Err(Reason::BadSubstitution),
            Some(_) => {}
        }
        if self.depth >= DEEPEST {
            return Err(Reason::TooDeep);
        }
        self.depth += 1;
        let value = self.braced(start);
        self.depth -= 1;
        value
    }

    /// `NAME:-word}`, behind `${`.
    fn braced(&mut self, start: usize) -> Result<String, Reason> {
        let name = self.name();
        let from = self.at;
        let mut modifier = self.next();
        if modifier == Some('}') {
            self.reference(start, name.clone(), from..from, from..from);
            return Ok(self.value(name).unwrap_or_default());
        }
        if modifier == Some('/') {
            return self.replacement(start, name, from);
        }
        let null_is_unset = modifier == Some(':');
        if null_is_unset {
            modifier = self.next();
        }
        let to = self.at;
        let unsupported = Reason::UnsupportedModifier(self.word.get(from..to).unwrap_or_default().to_owned());
        let is_trim = matches!(modifier, Some('#' | '%'));
        let is_known = is_trim || matches!(modifier, Some('-' | '+' | '?'));
        if null_is_unset == is_trim && (is_trim || !is_known) {
            return Err(unsupported);
        }
        let operand = self.until(Some('}'), is_trim, None)?;
        self.reference(start, name.clone(), from..to, to..self.at.saturating_sub(1));
        let value = self.value(name.clone());
        let word = self.word.get(name).unwrap_or_default();
        let is_unset = value.as_ref().is_none_or(|value| null_is_unset && value.is_empty());
        match modifier {
            Some('-') => Ok(value.filter(|_| !is_unset).unwrap_or(operand)),
            Some('+') => Ok(if is_unset { String::new() } else { operand }),
            Some('?') if is_unset && !self.only_looks => {
                let state = if value.is_none() { "unset" } else { "empty" };
                let message = if operand.is_empty() { format!("must not be {state}") } else { operand };
                Err(Reason::Required(word.to_owned(), message))
            }
            Some('?') => Ok(value.unwrap_or_default()),
            Some(side @ ('#' | '%')) => match value {
                Some(value) if !self.only_looks => Pattern::trim(&operand, &value, side),
                _ => Ok(String::new()),
            },
            _ => Err(unsupported),
        }
    }

    /// `/pattern/text}` or `//pattern/text}`, behind `${NAME/`.
    fn replacement(&mut self, start: usize, name: Range<usize>, from: usize) -> Result<String, Reason> {
        let all = self.peek() == Some('/');
        if all {
            self.next();
        }
        let to = self.at;
        let pattern = self.until(Some('/'), true, None).map_err(|reason| match reason {
            Reason::OpenBrace => Reason::NoSecondSlash,
            other => other,
        })?;
        let text = self.until(Some('}'), true, None)?;
        self.reference(start, name.clone(), from..to, to..self.at.saturating_sub(1));
        match self.value(name) {
            Some(value) if !self.only_looks => Pattern::replace(&pattern, &value, &text, all),
            _ => Ok(String::new()),
        }
    }

    /// A name: letters, digits and `_`; or digits alone; or one of the special parameters.
    fn name(&mut self) -> Range<usize> {
        let start = self.at;
        match self.peek() {
            Some(first) if first.is_numeric() => {
                while self.peek().is_some_and(char::is_numeric) {
                    self.next();
                }
            }
            Some('@' | '*' | '#' | '?' | '-' | '$' | '!') => {
                self.next();
            }
            _ => {
                while self.peek().is_some_and(|c| c.is_alphanumeric() || c == '_') {
                    self.next();
                }
            }
        }
        start..self.at
    }

    fn value(&mut self, name: Range<usize>) -> Option<String> {
        if self.only_looks {
            return None;
        }
        let name = self.word.get(name).unwrap_or_default();
        let value = (self.lookup)(name);
        let names = if value.is_some() { &mut self.names.matched } else { &mut self.names.unmatched };
        names.insert(name.to_owned());
        value
    }

    fn reference(&mut self, start: usize, name: Range<usize>, modifier: Range<usize>, operand: Range<usize>) {
        self.references.push(Reference { whole: start..self.at, name, modifier, operand });
    }
}
