//! Values of a script's variables that are set once, to a literal, before they are used.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use plimsoll_diagnostics::Span;
use plimsoll_shell as shell;

use crate::Word;

/// The variables whose values are known.
#[derive(Clone, Debug, Default)]
pub struct Variables {
    known: HashMap<String, String>,
    /// Variables that are set more than once, or to an unknown value.
    open: HashSet<String>,
    /// What the scripts of a file have in common.
    shared: Option<Arc<Shared>>,
}

#[derive(Debug)]
struct Shared {
    variables: Variables,
    speak_of_clients: bool,
}

impl Variables {
    /// Sets a variable from outside the script, such as `IMAGE := acme/api` in a Makefile.
    pub fn set(&mut self, name: &str, value: &str) {
        if self.is_set(name) {
            self.open(name);
        } else {
            self.known.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Marks the value of a variable as unknown.
    pub fn open(&mut self, name: &str) {
        self.known.remove(name);
        self.open.insert(name.to_owned());
    }

    /// The same, to be cloned for each script of a file: what they have in common is there once.
    #[must_use]
    pub fn shared(self) -> Variables {
        let speak_of_clients = self.speak_of_clients();
        let shared = Some(Arc::new(Shared { variables: self, speak_of_clients }));
        Variables { shared, ..Variables::default() }
    }

    /// Whether the value of a variable contains the name of a client.
    pub fn speak_of_clients(&self) -> bool {
        let is_client =
            |value: &String| crate::Tool::named(value.rsplit('/').next().unwrap_or_default()).is_some();
        self.shared.as_ref().is_some_and(|shared| shared.speak_of_clients)
            || self.known.values().any(is_client)
    }

    /// Whether a variable is set, to whatever value.
    fn is_set(&self, name: &str) -> bool {
        self.known.contains_key(name)
            || self.open.contains(name)
            || self.shared.as_ref().is_some_and(|shared| shared.variables.is_set(name))
    }

    /// The known value of a variable.
    fn get(&self, name: &str) -> Option<&String> {
        let shared = || self.shared.as_ref().filter(|_| !self.open.contains(name))?.variables.get(name);
        self.known.get(name).or_else(shared)
    }

    /// Takes in what a command sets.
    pub(crate) fn pass(&mut self, command: &shell::Command) {
        let position = command.position;
        let is_plain = position.depth == 0 && !position.in_subshell && !position.in_substitution;
        if command.words.is_empty() {
            for assignment in &command.assignments {
                let value = assignment
                    .value
                    .as_ref()
                    .and_then(|value| self.value(value).or_else(|| self.client(value)));
                match value.filter(|_| is_plain && !position.nested) {
                    Some(value) => self.set(&assignment.name, &value),
                    None => self.open(&assignment.name),
                }
            }
            return;
        }
        match command.name() {
            "export" | "declare" | "typeset" | "readonly" | "local" => {
                for (word, text) in command.arguments().iter().map(|word| (word, word.unquoted())) {
                    let Some((name, _)) = text.split_once('=') else { continue };
                    let value = self.value(word);
                    match value.as_deref().and_then(|value| value.split_once('=')).filter(|_| is_plain) {
                        Some((_, value)) => self.set(name, value),
                        None => self.open(name),
                    }
                }
            }
            "read" | "mapfile" | "readarray" | "getopts" | "unset" | "printf" => {
                for word in command.arguments() {
                    self.open(word.unquoted());
                }
            }
            _ => {}
        }
    }

    /// The variable of a loop may have any value.
    pub(crate) fn leave_loops(&mut self, script: &shell::Script) {
        let names: HashSet<&str> = script.set_variables().collect();
        let alone = script.commands.iter().filter(|it| it.position.script == 0 && it.words.is_empty());
        let assigned: HashSet<&str> = alone.flat_map(|it| &it.assignments).map(|it| &*it.name).collect();
        for name in names.difference(&assigned) {
            self.open(name);
        }
    }

    /// The client that a word names when nobody names another: `${DOCKER:-docker}`.
    fn client(&self, word: &shell::Word) -> Option<String> {
        let words = self.words(word);
        let [word] = words.as_slice() else { return None };
        word.usual().filter(|name| crate::Tool::named(name).is_some()).map(str::to_owned)
    }

    fn value(&self, word: &shell::Word) -> Option<String> {
        match self.words(word).as_slice() {
            [] => Some(String::new()),
            [word] => word.literal(),
            words => {
                let texts: Option<Vec<String>> = words.iter().map(Word::literal).collect();
                texts.map(|texts| texts.join(" "))
            }
        }
    }

    /// What becomes of a word: usually one, none of a comment in backquotes, several of a known variable with blanks.
    pub(crate) fn words(&self, word: &shell::Word) -> Vec<Word> {
        let mut reader = Reader { raw: &word.raw, at: 0, pieces: Vec::new(), variables: self };
        reader.read();
        let is_verbatim = word.span.len() == word.raw.len();
        into_words(&reader.pieces, word.span, &word.raw, is_verbatim)
    }
}

#[derive(Debug)]
enum Piece {
    Text(String),
    /// A variable with a known value, outside quotes: spaces in it separate words.
    Split(String),
    Unknown {
        template: String,
        may_be_many: bool,
    },
    /// Empty quotes.
    Empty,
}

fn into_words(pieces: &[Piece], span: Span, raw: &str, is_verbatim: bool) -> Vec<Word> {
    if let [Piece::Split(value)] = pieces {
        return value.split_whitespace().map(|part| Word::known(part, span)).collect();
    }
    if pieces.is_empty() {
        return Vec::new();
    }
    let may_be_many = match pieces {
        [Piece::Unknown { may_be_many, .. }] => *may_be_many,
        _ => false,
    };
    let is_known = !pieces.iter().any(|piece| matches!(piece, Piece::Unknown { .. }));
    let mut template = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) | Piece::Split(text) => template.push_str(&text.replace('$', "$$")),
            Piece::Unknown { template: own, .. } => template.push_str(own),
            Piece::Empty => {}
        }
    }
    if is_known {
        let text = template.replace("$$", "$");
        if is_placeholder(&text) {
            return vec![Word::template("${_}", span, false, false)];
        }
        let mut word = Word::known(&text, span);
        if !(is_verbatim && raw == text) {
            // The length may be the same by chance.
            word = if span.len() == text.len() { Word::known(&text, span).apart() } else { word };
        }
        return vec![word];
    }
    vec![Word::template(&template, span, is_verbatim && raw == template, may_be_many)]
}

/// Whether a word stands for what its reader is to put there.
fn is_placeholder(text: &str) -> bool {
    let is_marked =
        |open: &str, close: &str| text.split_once(open).is_some_and(|(_, behind)| behind.contains(close));
    is_marked("{{", "}}") || is_marked("<", ">") || is_marked("%%", "%%") || is_marked("${_", "_}")
}

struct Reader<'r> {
    raw: &'r str,
    at: usize,
    pieces: Vec<Piece>,
    variables: &'r Variables,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.raw.get(self.at..).unwrap_or_default()
    }

    fn text(&mut self, character: char) {
        match self.pieces.last_mut() {
            Some(Piece::Text(text)) => text.push(character),
            _ => self.pieces.push(Piece::Text(character.to_string())),
        }
    }

    fn read(&mut self) {
        let mut quote = None;
        while let Some(next) = self.rest().chars().next() {
            match (next, quote) {
                ('\'' | '"', None) => {
                    quote = Some(next);
                    self.at += 1;
                    if self.rest().starts_with(next) {
                        self.pieces.push(Piece::Empty);
                    }
                }
                (_, Some(open)) if next == open => {
                    quote = None;
                    self.at += 1;
                }
                ('\\', None | Some('"')) => {
                    self.at += 1;
                    let Some(escaped) = self.rest().chars().next() else { return self.text('\\') };
                    if quote.is_some() && !matches!(escaped, '$' | '`' | '"' | '\\' | '\n') {
                        self.text('\\');
                    }
                    self.at += escaped.len_utf8();
                    if escaped != '\n' {
                        self.text(escaped);
                    }
                }
                ('$', None | Some('"')) => self.dollar(quote.is_some()),
                ('$', Some(_)) if is_of_host(self.rest()) => {
                    let end = self.rest().find('}').unwrap_or(0) + 1;
                    self.at += end;
                    self.unknown("${_}", true);
                }
                ('`', None | Some('"')) => {
                    let inside = self.rest().get(1..).unwrap_or_default();
                    let end = inside.find('`').unwrap_or(inside.len());
                    let inside = inside.get(..end).unwrap_or_default().trim().to_owned();
                    self.at = (self.at + end + 2).min(self.raw.len());
                    // A comment that stands there to be read: the shell makes nothing of it.
                    if !inside.starts_with('#') {
                        self.substitution(&inside, quote.is_some());
                    }
                }
                _ => {
                    self.at += next.len_utf8();
                    self.text(next);
                }
            }
        }
    }

    fn unknown(&mut self, template: &str, is_quoted: bool) {
        self.pieces.push(Piece::Unknown { template: template.to_owned(), may_be_many: !is_quoted });
    }

    fn substitution(&mut self, command: &str, is_quoted: bool) {
        // The working folder is one word as far as anybody means it.
        if command == "pwd" { self.unknown("${PWD}", true) } else { self.unknown("${_}", is_quoted) }
    }

    fn dollar(&mut self, is_quoted: bool) {
        let rest = self.rest();
        let behind = rest.get(1..).unwrap_or_default();
        if behind.starts_with('(') {
            let end = closing(rest);
            let inside = rest.get(2..end).unwrap_or_default().trim().to_owned();
            self.at = (self.at + end + 1).min(self.raw.len());
            return self.substitution(&inside, is_quoted);
        }
        if let Some(inside) = behind.strip_prefix('{') {
            let end = braced_end(inside);
            let inside = inside.get(..end).unwrap_or_default().to_owned();
            self.at = (self.at + 2 + end + 1).min(self.raw.len());
            return self.braced(&inside, is_quoted);
        }
        let len = behind.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(behind.len());
        let name = behind.get(..len).unwrap_or_default().to_owned();
        if name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            self.at += 1 + len;
            return self.variable(&name, None, is_quoted);
        }
        match behind.chars().next() {
            Some('@' | '*') => {
                self.at += 2;
                self.unknown("${_}", false);
            }
            Some(c) if c.is_ascii_digit() || matches!(c, '#' | '?' | '!' | '$' | '-') => {
                self.at += 2;
                self.unknown("${_}", is_quoted || !c.is_ascii_digit());
            }
            // Of `$'…'` and `$"…"` only the quotes count.
            Some('\'' | '"') if !is_quoted => self.at += 1,
            _ => {
                self.at += 1;
                self.text('$');
            }
        }
    }

    fn braced(&mut self, inside: &str, is_quoted: bool) {
        let len = inside.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(inside.len());
        let (name, operator) = inside.split_at_checked(len).unwrap_or((inside, ""));
        if name.is_empty() || name.bytes().all(|byte| byte == b'_') {
            return self.unknown("${_}", is_quoted && !inside.contains('@'));
        }
        if operator.is_empty() {
            return self.variable(name, None, is_quoted);
        }
        if let Some(default) = operator.strip_prefix(":-").or_else(|| operator.strip_prefix('-')) {
            return self.variable(name, Some(default), is_quoted);
        }
        let is_array = operator.starts_with("[@]") || operator.starts_with("[*]");
        let is_alternative = operator.starts_with(":+") || operator.starts_with('+');
        self.unknown("${_}", is_quoted && !is_array && !is_alternative);
    }

    fn variable(&mut self, name: &str, default: Option<&str>, is_quoted: bool) {
        if let Some(value) = self.variables.get(name).filter(|value| !value.is_empty()) {
            let value = value.clone();
            self.pieces.push(if is_quoted { Piece::Text(value) } else { Piece::Split(value) });
            return;
        }
        let default = default.map(|default| default.trim_matches(['"', '\'']));
        let is_plain =
            |default: &&str| !default.is_empty() && !default.contains(['$', '`', '"', '\'', '\\', '{', '}']);
        match default.filter(is_plain) {
            Some(default) => self.unknown(&format!("${{{name}:-{default}}}"), true),
            None => {
                self.unknown(&format!("${{{name}}}"), is_quoted || matches!(name, "PWD" | "CURDIR" | "HOME"));
            }
        }
    }
}

/// Whether a text starts with what its host puts there before any shell sees it: `${___}`.
fn is_of_host(text: &str) -> bool {
    text.strip_prefix("${")
        .and_then(|rest| rest.split_once('}'))
        .is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|byte| byte == b'_'))
}

/// Where the parenthesis closes that opens in `$(…)`.
fn closing(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// Where the brace closes that is open.
fn braced_end(text: &str) -> usize {
    let mut depth = 1_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    text.len()
}
