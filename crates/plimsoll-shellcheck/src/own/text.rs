//! What is found in the text of a script: arithmetic, quotes of other alphabets, braces.

use plimsoll_shell::{Command, Dialect, Word};

use super::{Findings, View, is_name, part};

pub(super) fn check(view: &View<'_>, to: &mut Findings<'_>) {
    let is_small = !matches!(view.dialect, Dialect::Bash | Dialect::Ksh | Dialect::Zsh);
    if to.want(&[1102, 1106, 2017, 2056, 2079, 2322, 2323, 2334, 3019]) {
        arithmetic(view, to);
    }
    let wants_quotes = to.want(&[1077, 1100, 1110, 1111]);
    let wants_braces = to.want(&[1083, 1135]);
    for command in &view.read.commands {
        let values = command.assignments.iter().filter_map(|it| it.value.as_ref());
        for word in values.chain(&command.words) {
            if wants_quotes {
                quotes(word, to);
            }
            if word.is_plain() {
                continue;
            }
            expansions(word, to);
            if !is_small {
                translated(view, word, to);
            }
        }
        for word in command.arguments().iter().filter(|_| wants_braces) {
            braces(command, word, to);
        }
    }
    if is_small && to.want(&[3029]) {
        pipes(view, to);
    }
    if to.want(&[1132]) {
        backgrounds(view, to);
    }
    functions(view, to);
    negations(view, to);
    if to.want(&[1101]) {
        for (at, _) in view.text().match_indices("\\ \n") {
            to.add(1101, view.script.span(at..at + 2));
        }
    }
}

/// `a |& b`
fn pipes(view: &View<'_>, to: &mut Findings<'_>) {
    for (at, _) in view.text().match_indices("|&") {
        if !is_quoted(view.text().get(..at).unwrap_or_default()) {
            to.add(3029, view.script.span(at..at + 2));
        }
    }
}

/// `a &b`
fn backgrounds(view: &View<'_>, to: &mut Findings<'_>) {
    for (at, _) in view.text().match_indices(" &") {
        let behind = view.text().get(at + 2..).unwrap_or_default();
        let is_word = behind.starts_with(|it: char| it.is_ascii_alphabetic());
        if is_word && !is_quoted(view.text().get(..at).unwrap_or_default()) {
            to.add(1132, view.script.span(at + 1..at + 2));
        }
    }
}

fn is_quoted(before: &str) -> bool {
    in_single_quotes(before) || before.matches('"').count() % 2 == 1
}

/// Each `(( … ))` and `$(( … ))`, and each `$((` that is none.
fn arithmetic(view: &View<'_>, to: &mut Findings<'_>) {
    let text = view.text();
    for (at, _) in text.match_indices("((") {
        let before = text.get(..at).unwrap_or_default();
        if before.ends_with('(') || before.ends_with('\\') || in_single_quotes(before) {
            continue;
        }
        let inside = text.get(at + 2..).unwrap_or_default();
        let is_expansion = before.ends_with('$');
        match inner_end(inside) {
            Some(end) if inside.get(end..end + 2) == Some("))") => {
                expression(view, inside.get(..end).unwrap_or_default(), at + 2, to);
            }
            Some(_) if is_expansion => to.add(1102, view.script.span(at - 1..at + 2)),
            _ => {}
        }
    }
}

fn in_single_quotes(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.matches('\'').count() % 2 == 1 || line.trim_start().starts_with('#')
}

/// Where the bracket that is open at the start is closed.
fn inner_end(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// An arithmetic expression that stands at `from` of the text.
fn expression(view: &View<'_>, text: &str, from: usize, to: &mut Findings<'_>) {
    let mut at =
        |code: u32, start: usize, end: usize| to.add(code, view.script.span(from + start..from + end));
    let bytes = text.as_bytes();
    for (dot, _) in text.match_indices('.') {
        let digits = |it: &[u8]| it.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let before = text.get(..dot).map_or(0, |it| it.bytes().rev().take_while(u8::is_ascii_digit).count());
        let behind = bytes.get(dot + 1..).map_or(0, digits);
        if before > 0 && behind > 0 {
            at(2079, dot - before, dot + 1 + behind);
        }
    }
    if let Some(slash) = text.find('/') {
        let rest = text.get(slash + 1..).unwrap_or_default();
        let operand =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_$ {}".contains(c))).unwrap_or(rest.len());
        let before = text.get(..slash).unwrap_or_default();
        let is_closed = before.contains('(');
        if rest.get(operand..).is_some_and(|it| it.starts_with('*') && !it.starts_with("**")) && !is_closed {
            at(2017, slash, slash + 1);
        }
    }
    for operator in ["-eq", "-ne", "-lt", "-le", "-gt", "-ge"] {
        if let Some(place) =
            text.find(operator).filter(|place| text.get(..*place).is_some_and(|it| it.ends_with(' ')))
        {
            at(1106, place, place + 3);
        }
    }
    for (joint, code, comparison) in [("&&", 2334, "=="), ("||", 2056, "!=")] {
        let Some(place) = text.find(joint) else { continue };
        let (Some(left), Some(right)) = (text.get(..place), text.get(place + 2..)) else { continue };
        let sides = |side: &str| {
            let (name, value) = side.split_once(comparison)?;
            let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
            (is_name(name.trim_start_matches('$')) && value.bytes().all(|it| it.is_ascii_digit()))
                .then_some((name, value))
        };
        if let (Some((first, one)), Some((second, other))) = (sides(left), sides(right))
            && first == second
            && one != other
        {
            at(code, place, place + 2);
        }
    }
    let is_small = !matches!(view.dialect, Dialect::Bash | Dialect::Ksh | Dialect::Zsh);
    if let Some(power) = text.find("**").filter(|_| is_small) {
        at(3019, power, power + 2);
    }
    let trimmed = text.trim();
    let start = text.len() - text.trim_start().len();
    if trimmed.strip_prefix('(').as_ref().is_some_and(|it| inner_end(it) == it.len().checked_sub(1)) {
        at(2323, start, start + trimmed.len());
    }
    if let Some(double) = text.find("((") {
        let inside = text.get(double + 2..).unwrap_or_default();
        if let Some(end) = inner_end(inside).filter(|end| inside.get(end + 1..end + 2) == Some(")")) {
            at(2322, double + 1, double + 2 + end + 1);
        }
    }
}

/// Quotes that a word processor has made.
fn quotes(word: &Word, to: &mut Findings<'_>) {
    if word.raw.is_ascii() || word.raw.contains('\'') {
        return;
    }
    let is_quoted = word.raw.starts_with('"');
    for (at, character) in word.raw.char_indices() {
        let place = part(word, at, at + character.len_utf8());
        match character {
            '“' | '”' if is_quoted => to.add(1111, place),
            '“' | '”' | '‘' | '’' if !is_quoted => to.add(1110, place),
            '´' if !is_quoted => to.add(1077, place),
            '–' | '—' if !is_quoted && at == 0 => to.add(1100, place),
            _ => {}
        }
    }
}

/// `${{x}}`, `${"x"}`, `${${x#a}%b}`, `${$(ls)%a}`: what stands where the name of a variable should.
fn expansions(word: &Word, to: &mut Findings<'_>) {
    if word.is_plain() || word.raw.contains('\'') {
        return;
    }
    for (at, _) in word.raw.match_indices("${") {
        let before = word.raw.get(..at).unwrap_or_default();
        let inside = word.raw.get(at + 2..).unwrap_or_default();
        let code = match inside.as_bytes() {
            _ if before.ends_with('\\') => continue,
            [b'"', ..] => 2297,
            [b'$', b'{', ..] => 2299,
            [b'$', b'(', ..] => 2300,
            [b'$', first, ..] if first.is_ascii_alphabetic() => 2082,
            [b'$', first, ..] if first.is_ascii_digit() => 2298,
            [b'{' | b'(' | b'~', ..] => 2296,
            _ => continue,
        };
        to.add(code, part(word, at, word.raw.len()));
    }
}

/// `$"name"` asks for a translation.
fn translated(view: &View<'_>, word: &Word, to: &mut Findings<'_>) {
    let Some(inside) = word.raw.strip_prefix("$\"").and_then(|it| it.strip_suffix('"')) else { return };
    if inside.starts_with(['(', '{']) {
        to.add(2247, word.span);
    } else if is_name(inside) && view.read.set_variables().any(|name| name == inside) {
        to.add(2256, word.span);
    }
}

/// A `{` or `}` that stands for itself, and a `$` at the end of quotes.
fn braces(command: &Command, word: &Word, to: &mut Findings<'_>) {
    let raw = &*word.raw;
    if !word.is_plain()
        && let Some(at) =
            raw.find("$\"").filter(|at| raw.get(..*at).is_some_and(|it| it.matches('"').count() % 2 == 1))
    {
        let behind = raw.get(at + 2..).unwrap_or_default();
        if behind.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            to.add(1135, part(word, at, at + 1));
        }
    }
    let is_bare = !raw.contains(['"', '\'', '\\', '$', '`']) && !matches!(command.name(), "[[" | "xargs");
    if !is_bare || raw.contains("{}") || !raw.contains(['{', '}']) {
        return;
    }
    let is_expanded = raw.contains('{') && raw.contains('}') && (raw.contains(',') || raw.contains(".."));
    for (at, character) in raw.char_indices().filter(|_| !is_expanded) {
        if matches!(character, '{' | '}') {
            to.add(1083, part(word, at, at + 1));
        }
    }
}

/// `{1..$x}`: braces are expanded before variables are.
pub(super) fn variable_range(word: &Word, to: &mut Findings<'_>) {
    let raw = &*word.raw;
    if raw.contains(['"', '\'', '\\']) {
        return;
    }
    let start = raw.match_indices('{').find(|(at, _)| !raw.get(..*at).is_some_and(|it| it.ends_with('$')));
    let Some((start, _)) = start else { return };
    let inside = raw.get(start..).unwrap_or_default();
    if inside.contains('$') && inside.contains("..") && inside.ends_with('}') {
        to.add(2051, part(word, start, raw.len()));
    }
}

/// `name() { name …; }`, when the program of that name is meant.
fn functions(view: &View<'_>, to: &mut Findings<'_>) {
    if !to.want(&[2264]) {
        return;
    }
    for command in view.read.commands.iter().filter(|it| it.position.in_function && it.position.depth == 1) {
        let name = command.name();
        let Some(word) = command.name_word().filter(|word| &*word.raw == name && !name.is_empty()) else {
            continue;
        };
        let before = view.text().get(..view.offset(word.span.start)).unwrap_or_default().trim_end();
        let head = before.strip_suffix('{').map(str::trim_end).and_then(|it| it.strip_suffix("()"));
        let is_own =
            head.is_some_and(|it| it.rsplit(|c: char| c.is_whitespace() || c == ';').next() == Some(name));
        if is_own && command.wrappers.is_empty() {
            to.add(2264, word.span);
        }
    }
}

/// `! ! a`, and `a | ! b`.
fn negations(view: &View<'_>, to: &mut Findings<'_>) {
    let marks = view.read.commands.iter().filter_map(|it| it.name_word().filter(|word| &*word.raw == "!"));
    for mark in marks {
        let before = view.text().get(..view.offset(mark.span.start)).unwrap_or_default().trim_end();
        if before.ends_with('!') {
            to.add(2325, mark.span);
        } else if before.ends_with('|') && !before.ends_with("||") {
            to.add(2326, mark.span);
        }
    }
}
