//! Variables in a value: `$NAME`, `${NAME}`, `${NAME:-default}` and their like (Compose Specification,
//! "Interpolation", as compose-go reads it).

mod fill;
mod resolved;

use std::ops::Range;

pub use fill::{VariableValue, fill};
pub use resolved::ResolvedValue;
pub(crate) use resolved::resolve_known;

/// How deep variables may stand in the text of others.
const MAX_DEPTH: usize = 64;

/// A value taken apart into text and variables. All ranges are bytes of the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template<'v> {
    /// Its pieces, in order.
    pub pieces: Vec<Piece<'v>>,
    /// Why it cannot be read, if it cannot; the rest of the value is text then.
    pub error: Option<TemplateError>,
}

/// A piece of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'v> {
    /// Text that stands for itself.
    Literal(&'v str),
    /// `$$`, which stands for `$`.
    Escape,
    /// A variable.
    Variable(Variable<'v>),
}

/// A variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable<'v> {
    /// Its name.
    pub name: &'v str,
    /// What happens when it is not set.
    pub operator: Option<Operator>,
    /// What stands after the operator: the default, the message, the replacement.
    pub text: Vec<Piece<'v>>,
    /// All of it, from `$` on.
    pub range: Range<usize>,
}

/// What stands between the name and the text of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator {
    /// `-`, `?` or `+`.
    pub kind: OperatorKind,
    /// With `:`, an empty value counts as none.
    pub empty_is_unset: bool,
}

/// What an operator does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperatorKind {
    /// `-`: the text instead, when there is no value.
    Default,
    /// `?`: an error with the text as its message, when there is no value.
    Required,
    /// `+`: the text instead, when there is a value.
    Replacement,
}

/// Why a value cannot be taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// The part that cannot be read.
    pub range: Range<usize>,
    /// What is wrong with it.
    pub message: &'static str,
}

/// What became of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion<'v> {
    /// The value.
    pub value: String,
    /// Variables without a value and without a default: they are empty.
    pub unset: Vec<&'v str>,
    /// Variables that must have a value (`${NAME:?message}`) and have none.
    pub missing: Vec<&'v str>,
}

/// Whether a variable is in a value, well written or not.
pub fn has_variable(value: &str) -> bool {
    let mut rest = value;
    while let Some((_, after)) = rest.split_once('$') {
        rest = match after.bytes().next() {
            Some(b'$') => after.get(1..).unwrap_or_default(),
            Some(b'{') => return true,
            Some(byte) if byte == b'_' || byte.is_ascii_alphabetic() => return true,
            _ => after,
        };
    }
    false
}

impl<'v> Template<'v> {
    /// Takes a value apart.
    pub fn parse(value: &'v str) -> Template<'v> {
        let mut parser = Parser { value, at: 0, error: None };
        let pieces = parser.pieces(0);
        Template { pieces, error: parser.error }
    }

    /// Puts the values of variables in.
    pub fn expand(&self, lookup: impl Fn(&str) -> Option<String>) -> Expansion<'v> {
        let mut expansion = Expansion::default();
        expand(&self.pieces, &lookup, &mut expansion);
        expansion
    }

    /// Every variable, those in the text of others after them.
    pub fn variables(&self) -> Vec<&Variable<'v>> {
        let mut found = Vec::new();
        collect(&self.pieces, &mut found);
        found
    }
}

fn collect<'t, 'v>(pieces: &'t [Piece<'v>], found: &mut Vec<&'t Variable<'v>>) {
    for piece in pieces {
        if let Piece::Variable(variable) = piece {
            found.push(variable);
            collect(&variable.text, found);
        }
    }
}

fn expand<'v>(pieces: &[Piece<'v>], lookup: &impl Fn(&str) -> Option<String>, into: &mut Expansion<'v>) {
    for piece in pieces {
        match piece {
            Piece::Literal(text) => into.value.push_str(text),
            Piece::Escape => into.value.push('$'),
            Piece::Variable(variable) => {
                let value = lookup(variable.name);
                let Some(operator) = variable.operator else {
                    if value.is_none() {
                        into.unset.push(variable.name);
                    }
                    into.value.push_str(&value.unwrap_or_default());
                    continue;
                };
                let value = value.filter(|value| !(operator.empty_is_unset && value.is_empty()));
                match (operator.kind, value) {
                    (OperatorKind::Default, None) | (OperatorKind::Replacement, Some(_)) => {
                        expand(&variable.text, lookup, into);
                    }
                    (OperatorKind::Required, None) => into.missing.push(variable.name),
                    (OperatorKind::Replacement, None) => {}
                    (_, Some(value)) => into.value.push_str(&value),
                }
            }
        }
    }
}

struct Parser<'v> {
    value: &'v str,
    at: usize,
    error: Option<TemplateError>,
}

impl<'v> Parser<'v> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.value.as_bytes().get(self.at + ahead).copied()
    }

    fn slice(&self, from: usize, to: usize) -> &'v str {
        self.value.get(from..to).unwrap_or_default()
    }

    /// Pieces up to the end, or, in the text of a variable, up to the `}` that closes it.
    fn pieces(&mut self, depth: usize) -> Vec<Piece<'v>> {
        let mut pieces = Vec::new();
        let mut from = self.at;
        while let Some(byte) = self.peek(0) {
            let start = self.at;
            let piece = match byte {
                b'}' if depth > 0 => break,
                b'$' => self.dollar(depth),
                _ => {
                    self.at += 1;
                    continue;
                }
            };
            let Some(piece) = piece else { continue };
            if start > from {
                pieces.push(Piece::Literal(self.slice(from, start)));
            }
            pieces.push(piece);
            from = self.at;
        }
        if self.at > from {
            pieces.push(Piece::Literal(self.slice(from, self.at)));
        }
        pieces
    }

    /// What starts with `$`; `None` when it is a mere dollar sign.
    fn dollar(&mut self, depth: usize) -> Option<Piece<'v>> {
        let start = self.at;
        self.at += 1;
        match self.peek(0) {
            Some(b'$') => {
                self.at += 1;
                Some(Piece::Escape)
            }
            Some(b'{') => {
                self.at += 1;
                let braced = if depth < MAX_DEPTH {
                    self.braced(start, depth)
                } else {
                    Err("variables are nested too deeply")
                };
                match braced {
                    Ok(variable) => Some(Piece::Variable(variable)),
                    Err(message) => {
                        self.give_up(start, message);
                        None
                    }
                }
            }
            _ => {
                let name = self.name()?;
                let range = start..self.at;
                Some(Piece::Variable(Variable { name, operator: None, text: Vec::new(), range }))
            }
        }
    }

    fn braced(&mut self, start: usize, depth: usize) -> Result<Variable<'v>, &'static str> {
        let name = self.name().ok_or(match self.peek(0) {
            None => "`${` is not closed",
            Some(b'}') => "the variable name is missing",
            _ => "a variable name must start with a letter or `_`",
        })?;
        let operator = self.operator();
        let text = if operator.is_some() { self.pieces(depth + 1) } else { Vec::new() };
        match self.peek(0) {
            Some(b'}') => self.at += 1,
            Some(_) if self.slice(self.at, self.value.len()).contains('}') => {
                return Err("only `-`, `?`, `+`, `:-`, `:?`, `:+` or `}` can follow a variable name");
            }
            _ => return Err("`${` is not closed"),
        }
        Ok(Variable { name, operator, text, range: start..self.at })
    }

    fn name(&mut self) -> Option<&'v str> {
        let start = self.at;
        while let Some(byte) = self.peek(0) {
            let fits =
                byte == b'_' || byte.is_ascii_alphabetic() || (self.at > start && byte.is_ascii_digit());
            if !fits {
                break;
            }
            self.at += 1;
        }
        (self.at > start).then(|| self.slice(start, self.at))
    }

    fn operator(&mut self) -> Option<Operator> {
        let empty_is_unset = self.peek(0) == Some(b':');
        let kind = match self.peek(usize::from(empty_is_unset))? {
            b'-' => OperatorKind::Default,
            b'?' => OperatorKind::Required,
            b'+' => OperatorKind::Replacement,
            _ => return None,
        };
        self.at += 1 + usize::from(empty_is_unset);
        Some(Operator { kind, empty_is_unset })
    }

    /// Takes the rest as text. One error for a value is enough, and keeps the cost linear.
    fn give_up(&mut self, start: usize, message: &'static str) {
        if self.error.is_none() {
            let rest = self.slice(start, self.value.len());
            let end = rest.find('}').map_or(self.value.len(), |at| start + at + 1);
            self.error = Some(TemplateError { range: start..end, message });
        }
        self.at = self.value.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(value: &str) -> String {
        let lookup = |name: &str| match name {
            "SET" => Some("set".to_owned()),
            "EMPTY" => Some(String::new()),
            _ => None,
        };
        Template::parse(value).expand(lookup).value
    }

    #[test]
    fn every_operator() {
        for (value, expected) in [
            ("a$SET-b", "aset-b"),
            ("${SET}", "set"),
            ("$$SET $1 $(cmd) a$", "$SET $1 $(cmd) a$"),
            ("${EMPTY:-d}${EMPTY-d}", "d"),
            ("${SET:+x}${EMPTY:+x}${EMPTY+y}${NONE+z}", "xy"),
            ("${NONE:-${SET:-q}/${NONE-é}}", "set/é"),
            ("${SET:?needed}${NONE?needed}", "set"),
        ] {
            assert_eq!(expanded(value), expected, "{value}");
        }
    }

    #[test]
    fn what_is_no_variable_is_said_once_and_stays_text() {
        for value in ["${", "${}", "${A", "${ A }", "${A:b}", "${A!}", "${A.b}", "${1}", "${A:=b}", "${A#b}"]
        {
            let template = Template::parse(value);
            assert_eq!(template.pieces, [Piece::Literal(value)], "{value}");
            assert!(template.error.is_some() && has_variable(value), "{value}");
        }
        let deep = "${A:-".repeat(100_000);
        assert!(Template::parse(&deep).error.is_some());
        assert!(!has_variable("a$ $$A $1"));
    }
}
