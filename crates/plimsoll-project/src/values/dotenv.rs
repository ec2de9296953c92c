//! `.env` files: names and values, read as Compose reads them (compose-go, package `dotenv`).

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;

use plimsoll_compose::interpolate::{Template, Variable};
use plimsoll_diagnostics::{Diagnostic, TEMPLATE_MARKS, Text, template_property};

/// How many bytes of values the values of one file may take over from each other.
const MAX_TAKEN: usize = 1 << 20;

/// What a `.env` file says.
#[derive(Clone, Debug, Default)]
pub struct DotEnv<'s> {
    /// Its variables, in order. Of two with one name the later counts.
    pub variables: Vec<EnvVariable<'s>>,
    /// What cannot be read.
    pub problems: Vec<Diagnostic>,
    /// Variables in values that this file does not set: a shell that calls Compose may, else they are empty.
    pub open: Vec<OpenVariable<'s>>,
}

/// A variable in the value of another that the file does not set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenVariable<'s> {
    /// The variable that has the value.
    pub owner: Text<'s>,
    /// The name after the `$`.
    pub name: String,
    /// The text before it in the value.
    pub before: String,
    /// Whether it is written with braces.
    pub is_braced: bool,
}

/// A line `NAME=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvVariable<'s> {
    /// The name.
    pub name: Text<'s>,
    /// The value as it is written, quotes included; `None` when only the name is there.
    pub text: Option<Text<'s>>,
    /// The value; `None` when it is taken from outside, or from a variable that this file does not give.
    pub value: Option<Cow<'s, str>>,
}

impl EnvVariable<'_> {
    /// Whether the line only passes on what is set outside: `NAME`, `NAME=$NAME`, `NAME=${NAME:-default}`.
    pub(crate) fn is_passed_on(&self) -> bool {
        let Some(text) = self.text else { return true };
        let value = text.raw.trim_matches('"');
        let is_whole =
            |variable: &Variable<'_>| variable.name == self.name.raw && variable.range == (0..value.len());
        value.starts_with('$') && Template::parse(value).variables().into_iter().next().is_some_and(is_whole)
    }
}

impl<'s> DotEnv<'s> {
    /// Reads a file. A line that cannot be read is a problem, and the others are there.
    pub fn parse(source: Text<'s>) -> DotEnv<'s> {
        let mut reader = Reader {
            source,
            at: 0,
            known: HashMap::new(),
            left: Cell::new(MAX_TAKEN),
            found: DotEnv::default(),
        };
        if source.raw.starts_with('\u{feff}') {
            reader.at = '\u{feff}'.len_utf8();
        }
        while reader.at < source.raw.len() {
            reader.line();
        }
        if !reader.found.problems.is_empty() && is_template(source.raw) {
            reader.found.problems.clear();
        }
        reader.found
    }

    /// The variable with this name.
    pub fn get(&self, name: &str) -> Option<&EnvVariable<'s>> {
        self.variables.iter().rev().find(|variable| variable.name.raw == name)
    }
}

struct Reader<'s> {
    source: Text<'s>,
    at: usize,
    /// The values so far: later ones may use them.
    known: HashMap<&'s str, String>,
    left: Cell<usize>,
    found: DotEnv<'s>,
}

impl<'s> Reader<'s> {
    /// Reads what starts at the current line.
    fn line(&mut self) {
        let rest = self.source.slice(self.at, self.source.raw.len());
        let end = rest.raw.find('\n').unwrap_or(rest.raw.len());
        let line = rest.slice(0, end).trim();
        self.at += end + 1;
        let line = match line.raw.strip_prefix("export") {
            Some(after) if after.starts_with([' ', '\t']) => {
                line.slice("export".len(), line.raw.len()).trim()
            }
            _ => line,
        };
        if line.raw.is_empty() || line.raw.starts_with('#') {
            return;
        }
        let Some(at) = line.raw.find(['=', ':']) else {
            self.add(line, None, None);
            return;
        };
        let name = line.slice(0, at).trim();
        let text = line.slice(at + 1, line.raw.len()).trim();
        if let Some(quote) = text.raw.chars().next().filter(|first| matches!(first, '"' | '\'')) {
            let from = text.span.start.saturating_sub(self.source.span.start) as usize;
            self.quoted(name, from, quote);
            return;
        }
        let comment = text.raw.find(" #").or_else(|| text.raw.find("\t#"));
        let text = text.slice(0, comment.unwrap_or(text.raw.len())).trim();
        let text = if text.raw.starts_with('#') { text.slice(0, 0) } else { text };
        self.add(name, Some(text), Some(Cow::Borrowed(text.raw)));
    }

    /// A value in quotes, which may go over several lines.
    fn quoted(&mut self, name: Text<'s>, from: usize, quote: char) {
        let text = self.source.slice(from, self.source.raw.len());
        let mut escaped = false;
        let close = text.raw.char_indices().skip(1).find(|(_, next)| {
            let closes = *next == quote && !escaped;
            escaped = *next == '\\' && !escaped;
            closes
        });
        let Some((end, _)) = close else {
            let line = text.raw.lines().next().map_or(0, str::len);
            let mut problem = Diagnostic::new(
                "compose-files",
                text.slice(0, line).span,
                format!("unclosed quote in the value of `{}`", name.raw),
            );
            problem.help(format!("close it with `{quote}`"));
            self.found.problems.push(problem);
            return;
        };
        let whole = text.slice(0, end + 1);
        let inside = text.slice(1, end);
        let rest = self.source.slice(from + end, self.source.raw.len());
        self.at = from + end + rest.raw.find('\n').map_or(rest.raw.len(), |at| at + 1);
        if quote == '\'' {
            // Nothing is replaced between these.
            self.push(name, Some(whole), Some(Cow::Borrowed(inside.raw)));
        } else {
            self.add(name, Some(whole), Some(unescape(inside.raw)));
        }
    }

    /// A variable whose value may use others.
    fn add(&mut self, name: Text<'s>, text: Option<Text<'s>>, value: Option<Cow<'s, str>>) {
        let value = value.and_then(|value| {
            if !value.contains('$') {
                return Some(value);
            }
            let template = Template::parse(&value);
            if let (Some(error), Some(text)) = (&template.error, text) {
                let message = format!("cannot parse the value of `{}`: {}", name.raw, error.message);
                let mut problem = Diagnostic::new("compose-files", text.span, message);
                problem.help("write `$$` for a dollar sign, or use single quotes");
                self.found.problems.push(problem);
            }
            for variable in template.variables() {
                if !self.known.contains_key(variable.name) && variable.operator.is_none() {
                    let at = variable.range.start;
                    self.found.open.push(OpenVariable {
                        owner: name,
                        name: variable.name.to_owned(),
                        before: value.get(..at).unwrap_or_default().to_owned(),
                        is_braced: value.get(at..).is_some_and(|rest| rest.starts_with("${")),
                    });
                }
            }
            let expansion = template.expand(|name| {
                let value = self.known.get(name)?;
                self.left.set(self.left.get().checked_sub(value.len())?);
                Some(value.clone())
            });
            let is_known =
                template.error.is_none() && expansion.unset.is_empty() && expansion.missing.is_empty();
            is_known.then_some(Cow::Owned(expansion.value))
        });
        self.push(name, text, value);
    }

    fn push(&mut self, name: Text<'s>, text: Option<Text<'s>>, value: Option<Cow<'s, str>>) {
        let is_good = |c: char| c.is_alphanumeric() || "_.-[]".contains(c);
        if name.raw.is_empty() || !name.raw.chars().all(is_good) {
            // The line may be a part of a value, which is not repeated.
            let message = "the line does not start with a variable name".to_owned();
            self.found.problems.push(Diagnostic::new("compose-files", name.span, message));
            return;
        }
        match &value {
            Some(value) => self.known.insert(name.raw, value.clone().into_owned()),
            None => self.known.remove(name.raw),
        };
        self.found.variables.push(EnvVariable { name, text, value });
    }
}

/// Whether another program fills the file in before Compose reads it: `<% … %>`, `{{ … }}`, `${a.b}` of Maven and Gradle.
fn is_template(text: &str) -> bool {
    let is_property = |(at, open): (usize, &str)| {
        text.get(at..).is_some_and(|rest| template_property(rest, open, '}').is_some())
    };
    TEMPLATE_MARKS.iter().any(|open| text.contains(open)) || text.match_indices("${").any(is_property)
}

fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut value = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(next) = characters.next() {
        if next != '\\' {
            value.push(next);
            continue;
        }
        match characters.next() {
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            Some('$') => value.push_str("$$"),
            Some(other) => value.push(other),
            None => value.push('\\'),
        }
    }
    Cow::Owned(value)
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::FileId;

    use super::*;

    fn read(text: &str) -> DotEnv<'_> {
        DotEnv::parse(Text::new(text, FileId::FIRST, 0))
    }

    #[test]
    fn every_way_of_writing_a_value() {
        let text = "\u{feff}# comment\nA=1 # one\nexport B='$A #'\r\nC: \"x\\n$A\"\nD=${A}2${NONE:-d}\nE\nF=$NONE\n\
                    G=\"two\nlines\" # after\nH=a#b\nI=\nJ=#\nK=\"\\$A\"\nA=later\n";
        let env = read(text);
        let value = |name: &str| env.get(name).unwrap().value.as_deref();
        let names = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K"];
        let expected = [
            Some("later"),
            Some("$A #"),
            Some("x\n1"),
            Some("12d"),
            None,
            None,
            Some("two\nlines"),
            Some("a#b"),
            Some(""),
            Some(""),
            Some("$A"),
        ];
        assert_eq!(names.map(value), expected);
        assert!(env.problems.is_empty());
        let b = env.get("B").unwrap();
        assert_eq!(text.get(b.text.unwrap().span.range()), Some("'$A #'"));
    }

    #[test]
    fn a_template_has_no_problems() {
        for text in ["A=${project.version}\n", "<% if (it) { %>\nA=1\n<% } %>\n"] {
            assert!(read(text).problems.is_empty(), "{text}");
        }
        // In a Compose file, too, this is a mistake.
        assert_eq!(read("A=${PROJECT.version}\n").problems.len(), 1);
    }

    #[test]
    fn a_bad_line_costs_that_line() {
        let text = "A B=1\nC=\"open\nD=2\n=3\nE=${D\nF='${D'\nÜ=4\n";
        let env = read(text);
        let names: Vec<&str> = env.variables.iter().map(|variable| variable.name.raw).collect();
        assert_eq!(names, ["D", "E", "F", "Ü"]);
        let said: Vec<_> =
            env.problems.iter().map(|problem| text.get(problem.primary.span.range()).unwrap()).collect();
        assert_eq!(said, ["A B", "\"open", "", "${D"]);
    }
}
