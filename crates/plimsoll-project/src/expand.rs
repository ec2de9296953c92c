//! Variables in a word of a Dockerfile, put in as BuildKit does (`frontend/dockerfile/shell`).

use std::borrow::Cow;
use std::ops::Range;

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::Word;

use crate::pattern::Pattern;

/// How deep variables may stand in the defaults of others.
const MAX_DEPTH: usize = 32;
/// How long an expanded value may get; longer ones are unknown.
const MAX_LEN: usize = 16 * 1024;
/// How long a value may be that a pattern is matched against.
const MAX_MATCHED: usize = 512;

/// What is known of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lookup<'a> {
    /// Its value, and where that was decided.
    Set(&'a str, Span),
    /// An ARG without a default: `--build-arg` may give it.
    NotGiven,
    /// Certainly not set: it reads as empty.
    Unset,
    /// It may have any value, or none.
    Unknown,
}

/// A word with its variables put in.
#[derive(Debug)]
pub(crate) struct Expansion<'s> {
    /// The text; `None` when it cannot be known.
    pub(crate) text: Option<Cow<'s, str>>,
    /// What hides it when it is not known; all of the word otherwise.
    pub(crate) span: Span,
    /// Where each part comes from, in order. Empty when the text is the word itself.
    pieces: Vec<Piece>,
    /// Whether ranges of the text are ranges of the file.
    verbatim: bool,
}

/// A part of the text, from `at` up to the next one.
#[derive(Clone, Copy, Debug)]
struct Piece {
    at: usize,
    source: Source,
}

#[derive(Clone, Copy, Debug)]
enum Source {
    /// It stands in the word, from this byte of it on.
    Word(usize),
    /// It is the value of a variable that was decided there.
    Variable(Span),
}

/// A variable that was met in a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Met {
    /// Its name.
    pub(crate) name: String,
    /// Its `$NAME` or `${NAME` in the word.
    pub(crate) range: Range<usize>,
}

/// Puts variables into a word.
pub(crate) fn expand<'s, 'l>(
    word: &Word<'s>,
    escape: char,
    lookup: impl Fn(&str) -> Lookup<'l>,
) -> Expansion<'s> {
    let span = word.text.span;
    let verbatim = *word.value == *word.text.raw;
    if !word.value.contains(['$', '\'', '"', escape]) {
        return Expansion { text: Some(word.value.clone()), span, pieces: Vec::new(), verbatim };
    }
    let mut expander = Expander { text: &word.value, at: 0, escape, lookup: &lookup, met: None };
    match expander.until(None, false, 0) {
        Ok(output) => {
            Expansion { text: Some(Cow::Owned(output.text)), span, pieces: output.pieces, verbatim }
        }
        Err(Hidden(range)) => {
            Expansion { text: None, span: place(word, verbatim, range), pieces: Vec::new(), verbatim }
        }
    }
}

/// Every variable in a word, those in defaults included, in the order in which BuildKit looks them up.
pub(crate) fn variables(word: &Word<'_>, escape: char) -> Vec<(String, Span)> {
    if !word.value.contains('$') {
        return Vec::new();
    }
    let verbatim = *word.value == *word.text.raw;
    let mut met = Vec::new();
    let unset = |_: &str| Lookup::Unset;
    let mut expander = Expander { text: &word.value, at: 0, escape, lookup: &unset, met: Some(&mut met) };
    // What cannot be read has been met up to there.
    let _ = expander.until(None, false, 0);
    met.into_iter().map(|met| (met.name, place(word, verbatim, met.range))).collect()
}

fn place(word: &Word<'_>, verbatim: bool, range: Range<usize>) -> Span {
    if verbatim { word.text.slice(range.start, range.end).span } else { word.text.span }
}

impl Expansion<'_> {
    /// Where bytes `range` of the text were decided: the part of the word, or of the variable's value, that
    /// they are. All of the word when several places decided together.
    pub(crate) fn place(&self, range: Range<usize>) -> Span {
        let in_word = |start: usize, end: usize| {
            let from = self.span.start as usize;
            if self.verbatim { Span::new(self.span.file, from + start, from + end) } else { self.span }
        };
        if self.pieces.is_empty() {
            return in_word(range.start, range.end);
        }
        let first = self.pieces.partition_point(|piece| piece.at <= range.start).saturating_sub(1);
        let last = self.pieces.partition_point(|piece| piece.at < range.end).saturating_sub(1);
        match self.pieces.get(first) {
            Some(&Piece { source: Source::Variable(set_at), .. }) if first == last => set_at,
            Some(&Piece { at, source: Source::Word(start) }) if first == last => {
                let offset = range.start.saturating_sub(at);
                in_word(start + offset, start + offset + range.len())
            }
            _ => self.span,
        }
    }
}

/// The value cannot be known, for what stands in this range of the word.
struct Hidden(Range<usize>);

#[derive(Default)]
struct Output {
    text: String,
    pieces: Vec<Piece>,
}

impl Output {
    fn push(&mut self, character: char, at: usize) {
        let follows = self.pieces.last().is_some_and(
            |piece| matches!(piece.source, Source::Word(start) if start + (self.text.len() - piece.at) == at),
        );
        if !follows {
            self.pieces.push(Piece { at: self.text.len(), source: Source::Word(at) });
        }
        self.text.push(character);
    }

    fn value(&mut self, value: &str, set_at: Span) {
        if !value.is_empty() {
            self.pieces.push(Piece { at: self.text.len(), source: Source::Variable(set_at) });
            self.text.push_str(value);
        }
    }

    fn append(&mut self, other: &Output) {
        let base = self.text.len();
        self.pieces.extend(other.pieces.iter().map(|piece| Piece { at: piece.at + base, ..*piece }));
        self.text.push_str(&other.text);
    }
}

struct Expander<'a, 'l, L: Fn(&str) -> Lookup<'l>> {
    text: &'a str,
    at: usize,
    escape: char,
    lookup: &'a L,
    met: Option<&'a mut Vec<Met>>,
}

impl<'l, L: Fn(&str) -> Lookup<'l>> Expander<'_, 'l, L> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn hidden<T>(&self, from: usize) -> Result<T, Hidden> {
        Err(Hidden(from..self.at.max(from)))
    }

    /// Text up to `stop`, or to the end. With `raw`, what is escaped keeps its `\`: it is a pattern.
    fn until(&mut self, stop: Option<char>, raw: bool, depth: usize) -> Result<Output, Hidden> {
        let mut output = Output::default();
        let from = self.at;
        while let Some(character) = self.peek() {
            let at = self.at;
            if stop == Some(character) {
                self.next();
                return Ok(output);
            }
            match character {
                '\'' => self.single_quoted(&mut output)?,
                '"' => self.double_quoted(&mut output, depth)?,
                '$' => self.dollar(&mut output, depth)?,
                _ => {
                    self.next();
                    if character == self.escape {
                        if raw {
                            output.push(character, at);
                        }
                        let at = self.at;
                        if let Some(escaped) = self.next() {
                            output.push(escaped, at);
                        }
                    } else {
                        output.push(character, at);
                    }
                }
            }
            if output.text.len() > MAX_LEN {
                return self.hidden(from);
            }
        }
        // BuildKit refuses a word that ends inside of `${`.
        if stop.is_some() { self.hidden(from) } else { Ok(output) }
    }

    fn single_quoted(&mut self, output: &mut Output) -> Result<(), Hidden> {
        let from = self.at;
        self.next();
        loop {
            let at = self.at;
            match self.next() {
                Some('\'') => return Ok(()),
                Some(character) => output.push(character, at),
                None => return self.hidden(from),
            }
        }
    }

    fn double_quoted(&mut self, output: &mut Output, depth: usize) -> Result<(), Hidden> {
        let from = self.at;
        self.next();
        loop {
            let at = self.at;
            match self.peek() {
                Some('"') => {
                    self.next();
                    return Ok(());
                }
                Some('$') => self.dollar(output, depth)?,
                Some(character) => {
                    self.next();
                    let escaped = self.peek().filter(|&next| {
                        character == self.escape && (next == '"' || next == '$' || next == self.escape)
                    });
                    if let Some(escaped) = escaped {
                        output.push(escaped, self.at);
                        self.next();
                    } else {
                        output.push(character, at);
                    }
                }
                None => return self.hidden(from),
            }
        }
    }

    fn dollar(&mut self, output: &mut Output, depth: usize) -> Result<(), Hidden> {
        let from = self.at;
        self.next();
        if self.peek() == Some('{') {
            self.next();
            return self.braced(from, output, depth);
        }
        let name = self.name();
        if name.is_empty() {
            output.push('$', from);
            return Ok(());
        }
        self.plain(&name, from, output)
    }

    /// `$NAME` or `${NAME}`.
    fn plain(&mut self, name: &str, from: usize, output: &mut Output) -> Result<(), Hidden> {
        match self.look_up(name, from) {
            Lookup::Set(value, set_at) => output.value(value, set_at),
            Lookup::Unset => {}
            Lookup::NotGiven | Lookup::Unknown => return self.hidden(from),
        }
        Ok(())
    }

    fn look_up(&mut self, name: &str, from: usize) -> Lookup<'l> {
        let range = from..self.at;
        if let Some(met) = &mut self.met {
            met.push(Met { name: name.to_owned(), range });
        }
        (self.lookup)(name)
    }

    fn braced(&mut self, from: usize, output: &mut Output, depth: usize) -> Result<(), Hidden> {
        if depth >= MAX_DEPTH || matches!(self.peek(), None | Some('{' | '}' | ':')) {
            return self.hidden(from);
        }
        let name = self.name();
        let mut operator = self.next();
        if operator == Some('}') {
            return self.plain(&name, from, output);
        }
        let named = self.look_up(&name, from);
        let empty_is_unset = operator == Some(':');
        if empty_is_unset {
            operator = self.next();
        }
        let set = match named {
            Lookup::Set(value, set_at) if !(empty_is_unset && value.is_empty()) => Some((value, set_at)),
            _ => None,
        };
        match operator {
            Some(operator @ ('-' | '+' | '?')) => {
                let word = self.until(Some('}'), false, depth + 1)?;
                match (operator, set) {
                    _ if named == Lookup::Unknown => return self.hidden(from),
                    ('-', None) | ('+', Some(_)) => output.append(&word),
                    ('?', None) => return self.hidden(from),
                    ('-' | '?', Some((value, set_at))) => output.value(value, set_at),
                    _ => {}
                }
                Ok(())
            }
            Some(end @ ('#' | '%')) if !empty_is_unset => {
                let word = self.until(Some('}'), true, depth + 1)?.text;
                let (longest, pattern) = word.strip_prefix(end).map_or((false, &*word), |rest| (true, rest));
                self.matched(named, from, output, |value| {
                    let pattern = Pattern::parse(pattern);
                    if end == '#' {
                        pattern.trim_start(value, longest)
                    } else {
                        pattern.trim_end(value, longest)
                    }
                })
            }
            Some('/') if !empty_is_unset => {
                let all = self.peek() == Some('/');
                if all {
                    self.next();
                }
                let pattern = self.until(Some('/'), true, depth + 1)?.text;
                let replacement = self.until(Some('}'), true, depth + 1)?.text;
                self.matched(named, from, output, |value| {
                    Pattern::parse(&pattern).replace(value, &crate::pattern::unescape(&replacement), all)
                })
            }
            _ => self.hidden(from),
        }
    }

    /// The value of a variable, changed.
    fn matched(
        &mut self,
        named: Lookup<'l>,
        from: usize,
        output: &mut Output,
        change: impl Fn(&str) -> String,
    ) -> Result<(), Hidden> {
        match named {
            Lookup::Set(value, set_at) if value.len() <= MAX_MATCHED => {
                output.value(&change(value), set_at);
                Ok(())
            }
            Lookup::Unset => Ok(()),
            _ => self.hidden(from),
        }
    }

    /// The name of a variable: letters, digits and `_`, or digits alone, or one special character.
    fn name(&mut self) -> String {
        let mut name = String::new();
        while let Some(character) = self.peek() {
            if name.is_empty() && "@*#?-$!".contains(character) {
                self.next();
                return character.to_string();
            }
            let only_digits = name.starts_with(|first: char| first.is_ascii_digit());
            let fits = if only_digits {
                character.is_numeric()
            } else {
                character.is_alphanumeric() || character == '_'
            };
            if !fits {
                break;
            }
            name.push(character);
            self.next();
        }
        name
    }
}
