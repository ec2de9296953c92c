//! Programs and builtins that are called with what they cannot use.

use plimsoll_shell::{Command, Word};

use super::{Findings, View, names, operands, part};

/// Directories without which a system does not work, or which programs count on.
const SYSTEM: &str =
    "/ /bin /boot /dev /etc /home /lib /lib64 /media /mnt /sbin /usr /usr/bin /usr/local /usr/share /var";

pub(super) fn check(view: &View<'_>, at: usize, command: &Command, to: &mut Findings<'_>) {
    names::under_sudo(command, to);
    let arguments = command.arguments();
    match command.name() {
        "mv" => one_operand(command, 2224, to),
        "cp" => one_operand(command, 2225, to),
        "ln" => one_operand(command, 2226, to),
        "rm" => removal(command, to),
        "mkdir" => directories(command, to),
        "find" => find(command, to),
        "tr" => translation(command, to),
        "chmod" => {
            if let Some(word) = arguments.iter().find(|word| word.is("-r")) {
                to.add(2253, word.span);
            }
        }
        "expr" => expression(command, to),
        "printf" => format(command, to),
        "set" => positional(command, to),
        "trap" => signals(view, command, to),
        "break" | "continue" if command.position.in_function && !command.position.in_loop => {
            to.add(2104, command.span);
        }
        "exit" => {
            if let [status, _, ..] = arguments {
                to.add(2241, status.span);
            }
        }
        "return" => {
            if let [status, _, ..] = arguments {
                to.add(2151, status.span);
            }
            let is_number = |text: &str| text.parse().is_ok_and(|number: u32| number < 256);
            if let [status] = arguments
                && status.literal().is_some_and(|text| !is_number(text))
            {
                to.add(2152, status.span);
            }
        }
        "." => {
            if let (Some(extra), true) = (arguments.get(1), view.dialect != plimsoll_shell::Dialect::Bash) {
                to.add(2240, extra.span);
            }
        }
        "wc" => characters(view, at, command, to),
        _ => {}
    }
    replaced(view, at, command, to);
    status(view, at, command, to);
    hungry(view, command, to);
    for word in arguments.iter().filter(|word| !word.is_plain() && word.raw.contains("[:")) {
        let start = word.raw.find("[:").unwrap_or(0);
        let is_class =
            word.raw.ends_with(":]") && !word.raw.starts_with(['"', '\'']) && command.name() != "tr";
        if is_class && !word.raw.get(..start).is_some_and(|before| before.ends_with('[')) {
            to.add(2101, part(word, start, word.raw.len()));
        }
    }
    if let Some(word) = command.name_word().filter(|word| word.is("./") && !arguments.is_empty()) {
        to.add(2083, word.span);
    }
}

/// Whether a word may stand for any number of words.
fn may_be_many(word: &Word) -> bool {
    word.raw.contains(['*', '?', '{', '@', '['])
        || !word.raw.starts_with('"') && word.raw.contains(['$', '`'])
}

fn one_operand(command: &Command, code: u32, to: &mut Findings<'_>) {
    let takes_target = command.has_option('t', &["--target-directory", "--help", "--version"]);
    let [one] = &*command.operands_but(&["-S", "--suffix"]).collect::<Vec<_>>() else { return };
    if !takes_target && !may_be_many(one) && !command.is_wrapped_by("xargs") && !command.is_wrapped_by("find")
    {
        to.add(code, command.span);
    }
}

fn removal(command: &Command, to: &mut Findings<'_>) {
    let is_deep = command.has_option('r', &["--recursive"]) || command.has_option('R', &[]);
    if !is_deep {
        return;
    }
    for word in command.operands() {
        let path = word.literal().map(|path| path.trim_end_matches('/')).filter(|_| word.unquoted() != "");
        let path = path.map(|path| if path.is_empty() { "/" } else { path });
        if path.is_some_and(|path| SYSTEM.split(' ').any(|known| known == path)) {
            to.add(2114, word.span);
        }
    }
}

fn directories(command: &Command, to: &mut Findings<'_>) {
    let Some(mode) = command.option('m', &["--mode"]) else { return };
    let is_deep = |word: &&Word| word.unquoted().trim_matches('/').contains('/') || word.raw.starts_with('/');
    let has_parents = command.has_option('p', &["--parents"]);
    if has_parents && command.operands_but(&["-m", "--mode"]).any(|word| is_deep(&word)) {
        to.add(2174, mode.span);
    }
}

fn find(command: &Command, to: &mut Findings<'_>) {
    let mut words = command.arguments().iter();
    let is_exec = |word: &Word| ["-exec", "-execdir", "-ok", "-okdir"].iter().any(|option| word.is(option));
    while let Some(word) = words.next() {
        if !is_exec(word) {
            continue;
        }
        let mut run = Vec::new();
        // Places do not tell whether a word follows: in a quoted script, all words have the place of the script.
        let is_terminated = words.by_ref().any(|word| {
            run.push(word);
            word.is(";") || word.is("+")
        });
        if let Some(last) = run.last().filter(|_| !is_terminated) {
            to.add(2067, last.span);
        }
        let program = run.first().and_then(|word| word.literal());
        if program.is_some_and(|program| program.contains(' ')) {
            to.add(2150, word.span);
        }
    }
}

fn translation(command: &Command, to: &mut Findings<'_>) {
    for word in operands(command) {
        let text = word.unquoted();
        if word.raw.starts_with('[') && word.raw.ends_with(']') {
            to.add(2060, word.span);
            continue;
        }
        let mut seen = std::collections::HashSet::new();
        let is_word = text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
        if is_word && word.literal().is_some() && text.bytes().any(|byte| !seen.insert(byte)) {
            to.add(2020, word.span);
        }
    }
}

fn expression(command: &Command, to: &mut Findings<'_>) {
    let words = command.arguments();
    let is_operand = |word: &Word| {
        word.raw.starts_with('"')
            || word.literal().is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    match words {
        // `expr 1+2` prints it as it is.
        [one] if one.literal().is_some() || !one.raw.starts_with('"') && one.raw.contains('+') => {
            to.add(2307, one.span);
        }
        [first, _] if ["length", "substr", "index", "match"].iter().any(|name| first.is(name)) => {}
        [_, second] if is_operand(second) || second.raw.starts_with(['+', '-']) => to.add(2307, command.span),
        _ => {}
    }
    for (at, word) in words.iter().enumerate() {
        if &*word.raw == "*" {
            to.add(2304, word.span);
        } else if at > 0
            && words.get(at - 1).is_some_and(|it| it.is(":"))
            && word.raw.contains(['*', '[', '?'])
        {
            let is_bare = !word.raw.contains(['"', '\'']);
            if is_bare {
                to.add(2305, word.span);
            }
        }
    }
}

/// `printf FORMAT ARGUMENT…`: how many arguments a format takes at a time.
fn format(command: &Command, to: &mut Findings<'_>) {
    let mut words = command.arguments();
    while let [first, rest @ ..] = words {
        match (&*first.raw, rest) {
            ("-v", [_, behind @ ..]) | ("--", behind) => words = behind,
            _ => break,
        }
    }
    let [format, given @ ..] = words else { return };
    let Some(text) = format.literal() else { return };
    let Some(taken) = taken(text) else { return };
    let is_open = given.iter().any(may_be_many);
    match given.len() {
        0 if taken == 0 => {}
        count if taken == 0 && count > 0 => to.add(2182, format.span),
        count if taken > 0 && count % taken != 0 && !is_open => to.add(2183, format.span),
        0 if taken > 0 => to.add(2183, format.span),
        _ => {}
    }
}

/// How many arguments a format takes; `None` where that is not certain.
fn taken(format: &str) -> Option<usize> {
    let mut taken = 0;
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        rest = rest.get(at + 1..)?;
        if let Some(behind) = rest.strip_prefix('%') {
            rest = behind;
            continue;
        }
        let end = rest.find(|c: char| !(c.is_ascii_digit() || " #+-.'*".contains(c)))?;
        let (flags, behind) = rest.split_at_checked(end)?;
        if behind.starts_with('(') {
            return None;
        }
        taken += 1 + flags.matches('*').count();
        rest = behind;
    }
    Some(taken)
}

/// `set x=1` sets no variable, but `$1`.
fn positional(command: &Command, to: &mut Findings<'_>) {
    let [first, rest @ ..] = command.arguments() else { return };
    if first.raw.starts_with(['-', '+', '"', '\'']) {
        return;
    }
    let is_assignment = |word: &Word| {
        word.raw.split('=').next().is_some_and(|name| super::is_name(name.trim_start_matches('$')))
            && word.raw.contains('=')
    };
    if is_assignment(first) || rest.first().is_some_and(|word| &*word.raw == "=") {
        to.add(2121, first.span);
    }
}

fn signals(view: &View<'_>, command: &Command, to: &mut Findings<'_>) {
    let is_small = view.dialect != plimsoll_shell::Dialect::Bash;
    for word in command.operands().skip(1) {
        let Some(text) = word.literal() else { continue };
        let upper = text.to_ascii_uppercase();
        let name = upper.strip_prefix("SIG").unwrap_or(&upper);
        if matches!(name, "KILL" | "STOP" | "9") {
            to.add(2173, word.span);
        }
        if is_small
            && text.bytes().any(|byte| byte.is_ascii_lowercase())
            && name.bytes().all(|it| it.is_ascii_alphabetic())
        {
            to.add(3049, word.span);
        }
    }
}

/// `echo "$x" | wc -c`
fn characters(view: &View<'_>, at: usize, command: &Command, to: &mut Findings<'_>) {
    let counts = matches!(command.arguments(), [one] if one.is("-c") || one.is("-m"));
    let before = at.checked_sub(1).and_then(|at| view.read.commands.get(at));
    let Some(echo) =
        before.filter(|it| it.name() == "echo" && it.position.pipeline == command.position.pipeline)
    else {
        return;
    };
    if let ([one], true) = (echo.arguments(), counts) {
        let name =
            one.raw.trim_matches('"').trim_start_matches('$').trim_start_matches('{').trim_end_matches('}');
        let is_argument = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
        if one.raw.contains('$') && (is_argument || super::is_name(name)) {
            to.add(2000, echo.span.to(command.span));
        }
    }
}

/// `exec program` where something comes behind it: nothing of that runs.
fn replaced(view: &View<'_>, at: usize, command: &Command, to: &mut Findings<'_>) {
    let position = command.position;
    if !command.is_wrapped_by("exec")
        || position.in_condition
        || position.stages > 1
        || position.in_substitution
    {
        return;
    }
    let behind = view.read.commands.get(at + 1..).unwrap_or_default();
    let next = behind.iter().find(|it| it.position.script == position.script && !it.position.in_substitution);
    let is_message = |it: &Command| matches!(it.name(), "echo" | "printf" | "exit" | "return");
    let is_plain = position.depth == 0 && !position.in_subshell;
    let follows = next.is_some_and(|it| {
        !is_message(it) && it.position.depth == 0 && !view.between(command.span, it.span).contains("||")
    });
    if position.in_loop && !position.in_function && !position.in_subshell || is_plain && follows {
        to.add(2093, command.span);
    }
}

/// `$?` behind `echo` is the status of `echo`.
fn status(view: &View<'_>, at: usize, command: &Command, to: &mut Findings<'_>) {
    let Some(word) = command.words.iter().find(|word| !word.is_plain() && word.raw.trim_matches('"') == "$?")
    else {
        return;
    };
    let before = at.checked_sub(1).and_then(|at| view.read.commands.get(at));
    let prints = before.is_some_and(|it| {
        matches!(it.name(), "echo" | "printf")
            && it.position.depth == command.position.depth
            && !it.position.in_condition
    });
    if prints {
        to.add(2320, word.span);
    }
}

/// Programs that read all of the standard input, and so what the loop around them would read next.
fn hungry(view: &View<'_>, command: &Command, to: &mut Findings<'_>) {
    let is_hungry = matches!(command.name(), "ssh" | "ffmpeg" | "mplayer");
    if !is_hungry || !command.position.in_loop || command.position.stage > 0 {
        return;
    }
    let is_kept_off = command.redirects.iter().any(|it| it.operator.starts_with('<'))
        || command.name() == "ssh" && command.has_option('n', &[])
        || command.name() == "ffmpeg" && command.arguments().iter().any(|word| word.is("-nostdin"));
    let before = view.read.commands.iter().rev().skip_while(|it| it.span.start >= command.span.start);
    let reads =
        before.take_while(|it| it.position.in_loop).any(|it| it.name() == "read" && it.position.in_condition);
    if reads && !is_kept_off {
        to.add(2095, command.span);
    }
}
