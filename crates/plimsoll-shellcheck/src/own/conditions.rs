//! Tests: `[ … ]`, `[[ … ]]`, `test …`, and what should be one.

use plimsoll_shell::{Command, Dialect, Word};

use super::{Findings, View};

const UNARY: &str = "abcdefghknoprstuvwxzGLNORSE";
const BINARY: &str = "-eq -ne -lt -le -gt -ge -nt -ot -ef -a -o";
const NUMERIC: [&str; 6] = ["-eq", "-ne", "-lt", "-le", "-gt", "-ge"];

/// Programs that are called in brackets by mistake: `[ grep -q a b ]`.
const PROGRAMS: [&str; 8] = ["command", "diff", "egrep", "fgrep", "grep", "test", "type", "which"];

pub(super) fn check(view: &View<'_>, at: usize, command: &Command, to: &mut Findings<'_>) {
    let Some(name) = command.name_word().filter(|_| command.wrappers.is_empty()) else { return };
    let words = command.arguments();
    match &*name.raw {
        "[" => {
            match words {
                [first, ..] if matches!(&*first.raw, "[" | "[[") => to.add(1026, first.span),
                [.., end] if end.is("]]") => to.add(1034, end.span),
                [inner @ .., end] if end.is("]") && !inner.iter().any(|word| word.is("]")) => {
                    single(view, command, inner, to);
                }
                all => {
                    let joint = all.windows(2).find(|pair| pair.first().is_some_and(|end| end.is("]")));
                    let glued = all.last().filter(|last| {
                        last.raw.len() > 1 && last.raw.ends_with(']') && !last.raw.contains('[')
                    });
                    if let (Some(glued), true) = (glued, all.len() > 1) {
                        to.add(1020, glued.span);
                        return;
                    }
                    match joint.and_then(|pair| pair.get(1)).filter(|word| word.is("and") || word.is("or")) {
                        Some(joint) => to.add(1139, joint.span),
                        None => torn(view, at, command, to),
                    }
                }
            }
            joined(view, at, command, to);
        }
        "test" => {
            single(view, command, words, to);
            for redirect in &command.redirects {
                let is_comparison = redirect.descriptor.is_none() && matches!(&*redirect.operator, ">" | "<");
                if is_comparison && !words.is_empty() {
                    to.add(2065, redirect.span);
                }
            }
        }
        "[[" => {
            double(words, to);
            joined(view, at, command, to);
        }
        _ => {
            let before = at.checked_sub(1).and_then(|at| view.read.commands.get(at));
            let is_rest =
                before.is_some_and(|it| it.name() == "[" && it.words.last().is_none_or(|last| !last.is("]")));
            outside(is_rest, command, name, words, to);
        }
    }
}

/// `! command` under `set -e`: a failure of it stops nothing.
pub(super) fn check_negations(view: &View<'_>, to: &mut Findings<'_>) {
    let is_errexit = |it: &Command| {
        let is_letter = |word: &Word| !word.raw.starts_with("--") && word.raw.contains('e');
        it.name() == "set"
            && (it.options().any(is_letter) || it.arguments().iter().any(|word| word.is("errexit")))
    };
    for pipeline in &view.read.pipelines {
        let position = pipeline.position;
        if !position.is_negated || position.in_substitution || !to.want(&[2251]) {
            continue;
        }
        let mut before = view.read.commands.iter().take_while(|it| it.span.start < pipeline.span.start);
        let stops = view.errexit || before.any(is_errexit);
        // The status of the last command is that of the script, or of the function.
        let follows = view.read.commands.iter().any(|it| {
            it.position.script == position.script
                && !it.position.in_substitution
                && it.span.start >= pipeline.span.end
                && (!position.in_function || it.position.in_function)
        });
        let start = view.offset(pipeline.span.start);
        if stops && follows && view.text().get(start..).is_some_and(|it| it.starts_with('!')) {
            to.add(2251, view.script.span(start..start + 1));
        }
    }
}

/// What `[` and `test` are given, without the closing bracket.
fn single(view: &View<'_>, command: &Command, words: &[Word], to: &mut Findings<'_>) {
    let [first, rest @ ..] = words else { return };
    if let ([_, ..], Some(program)) = (rest, first.literal()) {
        let is_operator =
            rest.first().is_some_and(|word| is_binary(&word.raw) || word.raw.starts_with(['=', '!']));
        if PROGRAMS.contains(&program) && !is_operator && command.name() == "[" {
            to.add(1014, first.span);
            return;
        }
    }
    for redirect in command.redirects.iter().filter(|it| it.descriptor.is_none()) {
        let target = redirect.target.as_ref().map_or("", |it| &it.raw);
        let is_inside = command.words.last().is_some_and(|last| redirect.span.start < last.span.start);
        let place = plimsoll_diagnostics::Span {
            end: redirect.span.start + redirect.operator.len() as u32,
            ..redirect.span
        };
        if target == "=" {
            to.add(2122, redirect.span);
        } else if is_inside
            && !target.starts_with(|it: char| it.is_ascii_digit())
            && view.dialect == Dialect::Bash
            && command.name() == "["
        {
            to.add(2073, place);
        }
    }
    operators(words, to);
    alternatives(words, to);
    if let ([], true) = (rest, is_unary(&first.raw)) {
        to.add(1019, first.span);
    }
    if let [_, sign, _, _, _] = words
        && matches!(&*sign.raw, "+" | "-" | "/")
    {
        to.add(1076, sign.span);
    }
    let is_small = !matches!(view.dialect, Dialect::Bash | Dialect::Ksh | Dialect::Zsh);
    for (at, word) in words.iter().enumerate() {
        let is_start =
            at == 0 || words.get(at - 1).is_some_and(|it| matches!(&*it.raw, "!" | "-a" | "-o" | "("));
        match &*word.raw {
            raw if raw.starts_with('{') && raw.ends_with('}') && raw.contains(',') => to.add(2200, word.span),
            "=~" if at > 0 && is_small => to.add(3015, word.span),
            "\\<" | "\\>" if at > 0 && is_small => to.add(3012, word.span),
            raw if raw.contains('*')
                && !raw.starts_with(|it: char| it.is_ascii_digit())
                && !raw.contains(['"', '\'', '\\', '$', '`'])
                && at == 0
                && words.len() == 3 =>
            {
                to.add(2202, word.span);
            }
            "=~" if at > 0 && view.dialect == Dialect::Bash => to.add(2074, word.span),
            "-a" if is_start && words.len() > at + 1 && words.len() - at <= 2 => to.add(2331, word.span),
            "!" if at == 0 && words.get(1).is_some_and(|it| it.is("-o")) && words.len() == 3 => {
                to.add(2332, word.span);
            }
            operator if NUMERIC.contains(&operator) && at > 0 => {
                for side in [words.get(at - 1), words.get(at + 1)].into_iter().flatten() {
                    number(side, to);
                }
            }
            _ => {}
        }
    }
    impossible(words, to);
}

/// A side of `-eq` that is a fixed text.
fn number(side: &Word, to: &mut Findings<'_>) {
    let Some(text) = Some(side.unquoted()).filter(|_| !side.raw.contains(['$', '`'])) else { return };
    let is_number = text.trim_start_matches(['-', '+']).bytes().all(|byte| byte.is_ascii_digit());
    let is_sum = text.contains(['*', '+', '/']) && text.bytes().any(|byte| byte.is_ascii_digit());
    if is_number || text.is_empty() {
        return;
    }
    if is_fraction(text) {
        to.add(2072, side.span);
        return;
    }
    if is_sum && !side.raw.contains('"') {
        to.add(2255, side.span);
    } else {
        to.add(2170, side.span);
    }
}

/// `1.5`
fn is_fraction(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('.').is_some_and(|(whole, rest)| is_digits(whole) && is_digits(rest))
}

/// Operators that no shell has: `-xz`, `-foo`.
fn operators(words: &[Word], to: &mut Findings<'_>) {
    let looks = |word: &Word| {
        word.raw.len() > 1
            && word.raw.starts_with('-')
            && word.raw.bytes().skip(1).all(|byte| byte.is_ascii_alphabetic())
    };
    let words = match words {
        [not, rest @ ..] if not.is("!") => rest,
        all => all,
    };
    match words {
        [_, operator, _] if looks(operator) && !is_binary(&operator.raw) && !is_first_unary(words) => {
            to.add(2057, operator.span);
        }
        [operator, _] if looks(operator) && !is_unary(&operator.raw) => to.add(2058, operator.span),
        _ => {}
    }
}

fn is_binary(text: &str) -> bool {
    BINARY.split(' ').any(|operator| operator == text)
}

fn is_unary(text: &str) -> bool {
    text.len() == 2 && text.starts_with('-') && text.get(1..).is_some_and(|letter| UNARY.contains(letter))
}

/// `[ a && b ]`: the shell ends the first command at `&&`, and `]` is missing.
fn torn(view: &View<'_>, at: usize, command: &Command, to: &mut Findings<'_>) {
    let Some(next) = view.read.commands.get(at + 1) else { return };
    let is_closed = next.words.last().is_some_and(|last| last.is("]")) && !next.name().starts_with('[');
    let between = view.between(command.span, next.span).trim();
    let place = |length: u32| plimsoll_diagnostics::Span {
        start: next.span.start.saturating_sub(length + 1),
        end: next.span.start.saturating_sub(1),
        ..next.span
    };
    match between {
        "" if is_closed => to.add(1080, command.span),
        "&&" if is_closed => to.add(2107, place(2)),
        "||" if is_closed => to.add(2109, place(2)),
        _ => {}
    }
}

/// `[ a ] & [ b ]` and `[ a ] | [ b ]`, where `&&` and `||` are meant.
fn joined(view: &View<'_>, at: usize, command: &Command, to: &mut Findings<'_>) {
    if !to.want(&[2265, 2266]) {
        return;
    }
    let Some(next) =
        view.read.commands.get(at + 1).filter(|it| it.position.script == command.position.script)
    else {
        return;
    };
    let between = view.between(command.span, next.span);
    let start = view.offset(command.span.end) + (between.len() - between.trim_start().len());
    match between.trim() {
        "&" => to.add(2265, view.script.span(start..start + 1)),
        "|" => to.add(2266, view.script.span(start..start + 1)),
        _ => {}
    }
}

/// What stands between `[[` and `]]`.
fn double(words: &[Word], to: &mut Findings<'_>) {
    let inner = match words {
        [inner @ .., end] if end.is("]]") => inner,
        all => all,
    };
    operators(inner, to);
    alternatives(inner, to);
    impossible(inner, to);
    for (at, word) in inner.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| inner.get(at)).map_or("", |it| &*it.raw);
        let is_pattern = matches!(before, "=" | "==" | "!=" | "=~");
        let is_bare = !word.raw.contains(['"', '\'', '\\', '$']);
        match &*word.raw {
            "-a" if at == 0 || before == "!" => to.add(2331, word.span),
            raw if before == "=~" && raw.starts_with(['*', '+']) => to.add(2049, word.span),
            raw if raw.starts_with('{') && raw.contains(',') && raw.ends_with('}') => to.add(2201, word.span),
            raw if is_bare && raw.contains('*') && !is_pattern && at + 1 < inner.len() => {
                to.add(2203, word.span);
            }
            _ => {}
        }
    }
}

/// `a = b && a = c` is never true, `a != b || a != c` always.
fn alternatives(words: &[Word], to: &mut Findings<'_>) {
    for (at, first) in words.windows(3).enumerate() {
        let [left, operator, right] = first else { continue };
        let Some([joint, other, second, value]) = words.get(at + 3..at + 7) else { continue };
        let is_fixed = |word: &Word| !word.raw.contains(['$', '`', '*', '?', '[']);
        let is_same =
            left.raw.contains('$') && left.unquoted() == other.unquoted() && operator.raw == second.raw;
        if !is_same || right.unquoted() == value.unquoted() || !is_fixed(right) || !is_fixed(value) {
            continue;
        }
        match (&*operator.raw, &*joint.raw) {
            ("=" | "==" | "-eq", "&&" | "-a") => to.add(2333, joint.span),
            ("!=" | "-ne", "||" | "-o") => to.add(2055, joint.span),
            _ => {}
        }
    }
}

/// `"$x " = a`: the blank alone makes it false.
fn impossible(words: &[Word], to: &mut Findings<'_>) {
    let [left, operator, right] = words else { return };
    if !matches!(&*operator.raw, "=" | "==" | "!=") {
        return;
    }
    for (open, fixed) in [(left, right), (right, left)] {
        let Some(text) = fixed.literal() else { continue };
        let Some((start, end)) = ends(open) else { continue };
        let is_bare_glob = |word: &Word| !word.raw.starts_with('"') && word.raw.contains(['*', '?', '[']);
        let may_match = text.starts_with(start) && text.ends_with(end);
        if !may_match && !is_bare_glob(open) {
            to.add(2193, operator.span);
            return;
        }
    }
}

/// What a word with one variable certainly starts and ends with; `None` for any other.
fn ends(word: &Word) -> Option<(&str, &str)> {
    let text = word.unquoted();
    if word.raw.contains(['\'', '\\', '`', '(']) || text.matches('$').count() != 1 {
        return None;
    }
    let (start, rest) = text.split_once('$')?;
    if !rest.starts_with(|first: char| first == '{' || first == '_' || first.is_ascii_alphanumeric()) {
        return None;
    }
    let end = match rest.strip_prefix('{') {
        Some(inside) => inside.split_once('}').filter(|(name, _)| super::is_name(name))?.1,
        None => rest.trim_start_matches(|c: char| c == '_' || c.is_ascii_alphanumeric()),
    };
    (!start.is_empty() || !end.is_empty()).then_some((start, end))
}

/// What is a test without brackets: `"$x" = a ]`, `(-f file)`, `("$x" = a)`.
fn outside(is_rest: bool, command: &Command, name: &Word, words: &[Word], to: &mut Findings<'_>) {
    if let Some(last) = words.last().filter(|word| &*word.raw == "]")
        && !words.iter().any(|word| matches!(&*word.raw, "[" | "[["))
        && !is_rest
        && !name.raw.starts_with('[')
    {
        to.add(2171, last.span);
    }
    if !command.position.in_subshell {
        return;
    }
    if is_unary(&name.raw) && words.len() == 1 {
        to.add(2204, command.span);
    }
    let is_value = name.raw.starts_with(['"', '$']) || name.literal().is_some();
    match words {
        [operator, _]
            if is_value
                && (NUMERIC.contains(&&*operator.raw) || matches!(&*operator.raw, "=" | "==" | "!=")) =>
        {
            to.add(2205, command.span);
        }
        _ => {}
    }
}

fn is_first_unary(words: &[Word]) -> bool {
    words.first().is_some_and(|word| is_unary(&word.raw))
}
