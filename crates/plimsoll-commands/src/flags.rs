//! The flags of a command line, parsed as the clients parse them: `--flag=value`, `--flag value`, `-itp 80:80`.

use plimsoll_diagnostics::{Span, nearest};
use plimsoll_facts::command_flags::{self, CommandFlag};

use crate::Word;

/// A flag in a command line.
#[derive(Clone, Debug)]
pub struct Flag {
    /// Its row in the table of flags.
    pub known: &'static CommandFlag,
    /// The span of its name, including dashes, or of its letter if several letters share a dash.
    pub span: Span,
    /// Its value, if it accepts one, or the text after `=`.
    pub value: Option<Word>,
}

impl Flag {
    /// The flag of a command with this name, for text that contains only its value.
    pub fn of(command: &str, name: &str, value: Word) -> Option<Flag> {
        let known = command_flags::long(&[command], name)?;
        Some(Flag { known, span: value.span, value: Some(value) })
    }

    /// Its long name.
    pub fn name(&self) -> &'static str {
        self.known.name
    }

    /// From its name to the end of its value.
    pub fn whole(&self) -> Span {
        match &self.value {
            Some(value) if value.span.file == self.span.file && value.span.end > self.span.end => {
                self.span.to(value.span)
            }
            _ => self.span,
        }
    }

    /// Whether it is on; `None` if unknown.
    pub fn is_on(&self) -> Option<bool> {
        match &self.value {
            None => Some(true),
            Some(value) => truth(value.text()?),
        }
    }
}

/// What a flag without a value may be set to (Go, `strconv.ParseBool`).
pub(crate) fn truth(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Some(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Some(false),
        _ => None,
    }
}

/// Why the client stops parsing a command line.
#[derive(Clone, Debug)]
pub enum Mistake {
    /// The command does not have this flag.
    UnknownFlag {
        /// The flag as written, without a value.
        name: String,
        /// Where.
        span: Span,
        /// The word that contains it, without a value: `-dns` if `-n` is unknown.
        word: String,
    },
    /// A flag that requires a value is the last word.
    NoValue {
        /// The flag.
        name: &'static str,
        /// Where.
        span: Span,
    },
    /// A typographic dash, which programs do not recognize.
    Dash {
        /// The dash.
        dash: char,
        /// The word.
        word: String,
        /// Where.
        span: Span,
    },
}

/// The flag that was probably intended at a mistake: with it, the client accepts the whole command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntendedFlag {
    /// Its name.
    pub flag: &'static str,
    /// The text that replaces the mistake.
    pub text: String,
    /// The span of the mistake.
    pub span: Span,
}

/// The parsed flags of a command line.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// The flags, in order.
    pub flags: Vec<Flag>,
    /// All words that are neither flags nor values of flags.
    pub operands: Vec<Word>,
    /// The mistake at which the client stops.
    pub mistake: Option<Mistake>,
    /// The intended flag, if only one flag makes the rest of the line valid.
    pub meant: Option<IntendedFlag>,
    /// Whether a word before the first operand might be several words, or the operand itself.
    pub is_open: bool,
    /// The number of flags before such a word.
    pub sure: usize,
}

impl Flags {
    /// Parses words with the flags of a command. With `is_mixed`, flags are also allowed after operands.
    pub fn read(commands: &[&str], words: &[Word], is_mixed: bool) -> Flags {
        let (read, at) = parse(commands, words, is_mixed);
        let meant = read.mistake.as_ref().and_then(|mistake| meant(mistake, at, commands, words, is_mixed));
        Flags { meant, ..read }
    }

    /// The flags that certainly belong to this command. After a word that might be the image, these are only long
    /// flags, and short ones whose value has two parts.
    pub fn certain(&self) -> impl Iterator<Item = &Flag> {
        self.flags.iter().enumerate().filter_map(|(at, flag)| {
            let is_long = flag.span.len() > 2;
            let has_parts = flag.value.as_ref().is_some_and(|value| value.as_template().contains(":/"));
            (at < self.sure || is_long || has_parts).then_some(flag)
        })
    }

    /// The flags with a long name.
    pub fn all<'f>(&'f self, name: &'f str) -> impl DoubleEndedIterator<Item = &'f Flag> {
        self.flags.iter().filter(move |flag| flag.known.name == name)
    }

    /// The last flag with this name, which is the one that counts.
    pub fn get(&self, name: &str) -> Option<&Flag> {
        self.flags.iter().rev().find(|flag| flag.known.name == name)
    }

    /// Whether a boolean flag is passed and on.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some_and(|flag| flag.is_on() != Some(false))
    }
}

/// What is read, and how many words were.
fn parse(commands: &[&str], words: &[Word], is_mixed: bool) -> (Flags, usize) {
    let mut reader = Reader { commands, words, at: 0, read: Flags::default() };
    reader.read(is_mixed);
    let mut read = reader.read;
    if !read.is_open {
        read.sure = read.flags.len();
    }
    (read, reader.at)
}

/// The flag that was meant by the word before `at`, where the client stopped.
fn meant(
    mistake: &Mistake,
    at: usize,
    commands: &[&str],
    words: &[Word],
    is_mixed: bool,
) -> Option<IntendedFlag> {
    let before = at.checked_sub(1)?;
    let word = words.get(before)?;
    let names = || command_flags::of(commands).map(|flag| flag.name);
    let long = |name: &str| command_flags::long(commands, name).map(|flag| flag.name);
    let (flag, text, span) = match mistake {
        Mistake::NoValue { .. } => return None,
        Mistake::UnknownFlag { name, span, .. } if name.starts_with("--") => {
            let flag = nearest(name, names())?;
            (flag, flag.to_owned(), *span)
        }
        // `-name` is read as `-n` and more.
        Mistake::UnknownFlag { name, span, word } => (long(&format!("-{word}"))?, format!("-{name}"), *span),
        Mistake::Dash { word, span, .. } => {
            let name = word.trim_start_matches(|c| c == '-' || is_typographic(c));
            let flag = long(&format!("--{}", name.split('=').next().unwrap_or_default()))?;
            (flag, format!("--{name}"), *span)
        }
    };
    // Its value, where it stands in the same word.
    let value = word.as_template().split_once('=').map_or(String::new(), |(_, value)| format!("={value}"));
    let mended = Word::template(&format!("{flag}{value}"), word.span, false, false);
    let mut words = words.to_vec();
    *words.get_mut(before)? = mended;
    let (read, _) = parse(commands, &words, is_mixed);
    let is_right = read.mistake.is_none() && !read.is_open && !read.operands.is_empty();
    is_right.then_some(IntendedFlag { flag, text, span })
}

struct Reader<'r> {
    commands: &'r [&'r str],
    words: &'r [Word],
    at: usize,
    read: Flags,
}

impl<'r> Reader<'r> {
    fn read(&mut self, is_mixed: bool) {
        while let Some(word) = self.words.get(self.at) {
            self.at += 1;
            let text = word.as_template();
            if text == "--" {
                break;
            }
            if text.len() > 1 && text.starts_with('-') {
                let is_read = if text.starts_with("--") { self.long(word) } else { self.short(word) };
                if !is_read {
                    return;
                }
                continue;
            }
            if let Some(dash) = typographic_dash(text) {
                self.read.mistake = Some(Mistake::Dash { dash, word: text.to_owned(), span: word.span });
                return;
            }
            if word.may_be_many {
                self.open();
                continue;
            }
            self.read.operands.push(word.clone());
            if !is_mixed {
                break;
            }
        }
        self.read.operands.extend(self.words.get(self.at..).unwrap_or_default().iter().cloned());
    }

    /// From here on nothing is certain.
    fn open(&mut self) {
        if !self.read.is_open {
            self.read.is_open = true;
            self.read.sure = self.read.flags.len();
        }
    }

    fn long(&mut self, word: &Word) -> bool {
        let text = word.as_template();
        let len = text.find('=').unwrap_or(text.len());
        let name = text.get(..len).unwrap_or(text);
        if name.contains('$') {
            self.open();
            return true;
        }
        let span = word.place(0, len);
        let Some(known) = command_flags::long(self.commands, name) else {
            return self.unknown(name, span, name);
        };
        let value = (len < text.len()).then(|| word.behind(len + 1));
        if known.takes_value && value.is_none() {
            return self.next_value(known, span);
        }
        self.read.flags.push(Flag { known, span, value });
        true
    }

    fn short(&mut self, word: &Word) -> bool {
        let text = word.as_template();
        let mut at = 1;
        while let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let end = at + letter.len_utf8();
            let span = word.place(if at == 1 { 0 } else { at }, end);
            if letter == '$' {
                self.open();
                return true;
            }
            let Some(known) = command_flags::short(self.commands, letter) else {
                return self.unknown(&format!("-{letter}"), span, text);
            };
            let rest = text.get(end..).unwrap_or_default();
            if known.takes_value {
                if rest.is_empty() {
                    return self.next_value(known, span);
                }
                let value = word.behind(end + usize::from(rest.starts_with('=')));
                self.read.flags.push(Flag { known, span, value: Some(value) });
                return true;
            }
            if rest.starts_with('=') {
                self.read.flags.push(Flag { known, span, value: Some(word.behind(end + 1)) });
                return true;
            }
            self.read.flags.push(Flag { known, span, value: None });
            at = end;
        }
        true
    }

    fn next_value(&mut self, known: &'static CommandFlag, span: Span) -> bool {
        let Some(value) = self.words.get(self.at) else {
            self.read.mistake = Some(Mistake::NoValue { name: known.name, span });
            return false;
        };
        self.at += 1;
        self.read.flags.push(Flag { known, span, value: Some(value.clone()) });
        true
    }

    fn unknown(&mut self, name: &str, span: Span, word: &str) -> bool {
        let word = word.split('=').next().unwrap_or_default().to_owned();
        self.read.mistake = Some(Mistake::UnknownFlag { name: name.to_owned(), span, word });
        false
    }
}

/// The dash that a word starts with, when it is one of typography.
pub(crate) fn typographic_dash(text: &str) -> Option<char> {
    text.chars().next().filter(|first| is_typographic(*first))
}

fn is_typographic(dash: char) -> bool {
    matches!(dash, '\u{2010}'..='\u{2015}' | '\u{2212}')
}
