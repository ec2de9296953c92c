//! `--name=value` before the arguments: how they are scanned, and what BuildKit refuses in them.
//!
//! Source: BuildKit, `frontend/dockerfile/parser/split_command.go` and `instructions/bflag.go`.

use plimsoll_diagnostics::{Fix, Joined, JoinedBuilder, Span, nearest};

use crate::line_slice::Part;
use crate::problems::Problems;
use crate::{Flag, FlagValue, Keyword};

/// A flag as it was scanned.
#[derive(Debug)]
pub(crate) struct Scanned<'s> {
    /// The flag.
    pub(crate) flag: Flag<'s>,
    /// Its text without quotes and escapes, when it had any.
    pub(crate) decoded: Option<Joined<'s>>,
}

/// Takes the flags off the start of `part`; what is left are the arguments.
pub(crate) fn scan<'l, 's>(part: Part<'l, 's>, escape: char) -> (Vec<Scanned<'s>>, Part<'l, 's>) {
    let mut flags = Vec::new();
    let mut rest = part;
    loop {
        let text = rest.text();
        rest = rest.from(text.len() - text.trim_start().len());
        if !rest.text().starts_with("--") {
            return (flags, rest);
        }
        let end = end_of_flag(rest.text(), escape);
        let word = rest.slice(0, end);
        rest = rest.from(end);
        if word.text() == "--" {
            return (flags, rest.trim());
        }
        flags.push(flag(word, escape));
    }
}

/// Where the flag at the start of `text` ends: at white space outside of quotes.
fn end_of_flag(text: &str, escape: char) -> usize {
    let mut quote = None;
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        if character == escape {
            characters.next();
        } else if quote == Some(character) {
            quote = None;
        } else if quote.is_none() {
            if is_space(character) {
                return at;
            }
            if matches!(character, '"' | '\'') {
                quote = Some(character);
            }
        }
    }
    text.len()
}

/// White space to BuildKit's flag scanner, which takes each byte for a Latin-1 character: so the bytes 85 and A0
/// inside of other characters are white space too.
fn is_space(character: char) -> bool {
    let mut bytes = [0; 4];
    character.is_whitespace()
        || (!character.is_ascii()
            && character.encode_utf8(&mut bytes).bytes().any(|byte| matches!(byte, 0x85 | 0xa0)))
}

fn flag<'s>(word: Part<'_, 's>, escape: char) -> Scanned<'s> {
    let is_plain = |byte: u8| byte.is_ascii() && !matches!(byte, b'"' | b'\'') && char::from(byte) != escape;
    let decoded = (!word.text().bytes().all(is_plain)).then(|| decode(word, escape));
    let whole = decoded.as_ref().map_or(word, |decoded| word.decoded(decoded));
    let (name, value) = whole.split_once('=').map_or((whole, None), |(name, value)| (name, Some(value)));
    let flag = Flag {
        word: crate::Word { text: word.raw(), ..whole.word(Some(escape)) },
        name: name.from(2).raw(),
        value: value.map(|value| value.word(Some(escape))),
    };
    Scanned { flag, decoded }
}

/// Removes quotes and escapes.
fn decode<'s>(word: Part<'_, 's>, escape: char) -> Joined<'s> {
    let mut builder = JoinedBuilder::new(word.span().file);
    let mut quote = None;
    let mut characters = word.text().char_indices();
    builder.push(word.slice(0, 0).raw());
    while let Some((mut at, mut character)) = characters.next() {
        if character == escape {
            let Some(next) = characters.next() else { break };
            (at, character) = next;
        } else if quote == Some(character) {
            quote = None;
            continue;
        } else if quote.is_none() && matches!(character, '"' | '\'') {
            quote = Some(character);
            continue;
        }
        let part = word.slice(at, at + character.len_utf8());
        if character.is_ascii() {
            builder.push(part.raw());
        } else {
            // Each byte for a Latin-1 character.
            let mangled: String = part.text().bytes().map(char::from).collect();
            builder.push_replaced(&mangled, part.span());
        }
    }
    builder.finish()
}

/// Reports the flags that BuildKit refuses.
pub(crate) fn check(keyword: Keyword, flags: &[Scanned<'_>], problems: &mut Problems) {
    if !keyword.checks_flags() {
        return;
    }
    let specs = keyword.flags();
    let mut seen: Vec<Option<Span>> = vec![None; specs.len()];
    for flag in flags.iter().map(|scanned| &scanned.flag) {
        let name = flag.key();
        let Some((spec, seen)) = specs.iter().zip(&mut seen).find(|(spec, _)| spec.name == name) else {
            unknown(keyword, flag, problems);
            continue;
        };
        if let Some(first) = seen.filter(|_| spec.takes != FlagValue::Repeated) {
            let problem = problems.syntax(
                flag.word.text.span,
                format!("`--{name}` is set twice"),
                "set again here",
                "remove one of the two",
            );
            if let Some(problem) = problem {
                problem.label(first, "first set here");
            }
        }
        *seen = Some(flag.word.text.span);
        let value = flag.value.as_ref().map(|value| &*value.value);
        match (spec.takes, value) {
            (FlagValue::Bool, Some("")) => {
                let problem = problems.syntax(
                    flag.word.text.span,
                    format!("`--{name}=` has no value"),
                    "there is no value after `=`",
                    format!("write `--{name}` alone, or `--{name}=true`"),
                );
                if let Some(problem) = problem {
                    problem
                        .fix(Fix::risky("remove the `=`").replace(flag.word.text.span, format!("--{name}")));
                }
            }
            (FlagValue::Bool, Some(value))
                if !value.eq_ignore_ascii_case("true") && !value.eq_ignore_ascii_case("false") =>
            {
                problems.syntax(
                    flag.value.as_ref().map_or(flag.word.text.span, |value| value.text.span),
                    format!("`--{name}` must be `true` or `false`, not `{value}`"),
                    "BuildKit rejects this value",
                    format!("write `--{name}`, `--{name}=true` or `--{name}=false`"),
                );
            }
            (FlagValue::Text | FlagValue::Repeated, None) => {
                problems.syntax(
                    flag.word.text.span,
                    format!("`--{name}` has no value"),
                    "`=` and a value are missing here",
                    format!("write the value after an equals sign, without spaces: `--{name}=…`"),
                );
            }
            _ => {}
        }
    }
}

fn unknown(keyword: Keyword, flag: &Flag<'_>, problems: &mut Problems) {
    let name = flag.key();
    let near = nearest(name, keyword.flags().iter().map(|spec| spec.name));
    let help = match near {
        Some(near) => format!("did you mean `--{near}`?"),
        None if keyword.flags().is_empty() => {
            format!("remove this flag: `{}` does not accept flags", keyword.name())
        }
        None => {
            let known: Vec<_> = keyword.flags().iter().map(|spec| format!("`--{}`", spec.name)).collect();
            format!("use a flag that `{}` accepts: {}", keyword.name(), known.join(", "))
        }
    };
    let message = format!("`{}` has no flag `--{name}`", keyword.name());
    let problem = problems.syntax(flag.word.text.span, message, "unknown flag", help);
    if let (Some(problem), Some(near)) = (problem, near) {
        problem.fix(Fix::risky(format!("write `--{near}`")).replace(flag.name.span, near));
    }
}
