//! What stands where a command's name should: assignments with blanks or a `$`, ends of lines, folders.

use plimsoll_diagnostics::Span;
use plimsoll_shell::{Command, Word};

use super::{Findings, is_name, part};

const DECLARING: [&str; 5] = ["declare", "typeset", "local", "export", "readonly"];

/// Builtins that `sudo` cannot run: there is no program of that name.
const BUILTINS: [&str; 16] = [
    "cd", "export", "source", ".", "read", "ulimit", "alias", "unset", "set", "eval", "exec", "local",
    "declare", "shift", "umask", "unalias",
];

pub(super) fn check(at: usize, command: &Command, to: &mut Findings<'_>) {
    let Some(name) = command.name_word().filter(|_| command.wrappers.is_empty()) else {
        return;
    };
    spaced(command, to);
    written_as_name(command, name, to);
    declared(command, to);
    if at == 0 && command.assignments.is_empty() {
        first_line(name, to);
    }
}

/// `x = 1`, `x == 1`, `x += 1`.
fn spaced(command: &Command, to: &mut Findings<'_>) {
    let [name, operator, ..] = &*command.words else { return };
    let is_test = matches!(command.name(), "[" | "[[" | "test" | "expr" | "let")
        || command.words.last().is_some_and(|last| last.is("]"));
    if is_test || command.position.in_subshell && command.words.len() == 3 && name.raw.starts_with('"') {
        return;
    }
    match &*operator.raw {
        "=" => to.add(2283, operator.span),
        "==" if command.words.len() > 2 => to.add(2284, command.span),
        "+=" if is_name(&name.raw) => to.add(2285, operator.span),
        _ => {}
    }
}

fn written_as_name(command: &Command, name: &Word, to: &mut Findings<'_>) {
    let raw = &*name.raw;
    if let Some(length) = assigned_reference(raw) {
        let behind = raw.get(length..).unwrap_or_default();
        match behind.trim_start_matches('+') {
            equal if equal.starts_with("==") => to.add(2272, name.span),
            _ if raw.starts_with("$0") => to.add(2277, name.span),
            _ if raw.starts_with('$') && raw.as_bytes().get(1).is_some_and(u8::is_ascii_digit) => {}
            _ => to.add(2281, part(name, 0, length)),
        }
        return;
    }
    let equal = raw.find('=').filter(|_| !raw.contains(['"', '\'', '`', '(', '/', '\\']));
    if let Some((before, _)) = equal.and_then(|equal| raw.split_at_checked(equal)) {
        let plain = before.replace("${", "").replace(['$', '}'], "");
        if before.contains('$') && is_name(&plain) {
            to.add(2271, name.span);
        }
    }
    if raw.len() > 3 && raw.bytes().all(|byte| byte == b'=') {
        to.add(2273, name.span);
    } else if raw.starts_with("===") {
        to.add(2274, name.span);
    } else if raw.starts_with('=') && !raw.starts_with("=(") {
        to.add(2275, name.span);
    }
    if raw == "//" {
        to.add(1127, name.span);
    }
    let quoted = raw.strip_prefix("\"$").and_then(|rest| rest.split_once("\"="));
    if quoted.is_some_and(|(variable, _)| is_name(variable)) {
        to.add(2276, name.span);
    }
    if raw == "tempfile" {
        to.add(2186, name.span);
    }
    if raw.starts_with("$((") {
        to.add(2084, name.span);
    }
    let Some(literal) = name.literal() else { return };
    if literal.is_empty() && command.words.len() > 1 {
        to.add(2286, name.span);
    }
    if literal.contains(['\n', '\t']) {
        to.add(2289, name.span);
    } else if literal.trim_matches('/').len() > 1 && literal.ends_with('/') && command.assignments.is_empty()
    {
        to.add(2287, name.span);
    }
}

/// How much of `$x=1`, `${x}=1` or `${x[0]}+=1` is the reference.
fn assigned_reference(raw: &str) -> Option<usize> {
    let inside = raw.strip_prefix('$')?;
    let length = match inside.strip_prefix('{') {
        Some(inside) => {
            inside.find('}').filter(|end| !inside.get(..*end).is_some_and(|it| it.contains(['$', ':'])))? + 2
        }
        None => inside.find(|c: char| c != '_' && !c.is_ascii_alphanumeric())?,
    };
    let behind = inside.get(length..)?;
    (length > 0 && (behind.starts_with('=') || behind.starts_with("+="))).then_some(length + 1)
}

/// `export x = 1`, `local readonly x`.
fn declared(command: &Command, to: &mut Findings<'_>) {
    if !DECLARING.contains(&command.name()) {
        return;
    }
    for word in command.arguments() {
        if &*word.raw == "=" {
            to.add(2290, word.span);
        }
        if word.literal().is_some_and(|text| DECLARING.contains(&text)) {
            to.add(2316, word.span);
        }
    }
}

fn first_line(name: &Word, to: &mut Findings<'_>) {
    let until = |length: usize| -> Span { part(name, 0, length) };
    if name.raw.starts_with("!#") {
        to.add(1084, until(2));
    } else if name.raw.starts_with("!/") {
        to.add(1104, until(1));
    }
}

/// `sudo cd`: no program has this name.
pub(super) fn under_sudo(command: &Command, to: &mut Findings<'_>) {
    if command.is_wrapped_by("sudo") && BUILTINS.contains(&command.name()) {
        to.add(2232, command.span);
    }
}
