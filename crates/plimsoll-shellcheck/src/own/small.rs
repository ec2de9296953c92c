//! What only Bash knows, in scripts for `sh`, where the shell linter says nothing.

use plimsoll_diagnostics::Span;
use plimsoll_shell::{Command, Word};

use super::{Findings, View, part};

/// Variables that Bash sets, and no other shell; not those that a build sets too.
const VARIABLES: [&str; 16] = [
    "BASHPID",
    "BASH_VERSION",
    "DIRSTACK",
    "EPOCHREALTIME",
    "EPOCHSECONDS",
    "EUID",
    "FUNCNAME",
    "GROUPS",
    "HOSTTYPE",
    "MACHTYPE",
    "OSTYPE",
    "PIPESTATUS",
    "RANDOM",
    "SECONDS",
    "SHELLOPTS",
    "UID",
];

/// Unary operators of `[` with the code of each.
const TESTS: [(&str, u32); 8] = [
    ("-a", 3017),
    ("-R", 3063),
    ("-o", 3062),
    ("-v", 3016),
    ("-N", 3064),
    ("-k", 3065),
    ("-G", 3066),
    ("-O", 3067),
];

pub(super) fn check(view: &View<'_>, command: &Command, to: &mut Findings<'_>) {
    if command.position.nested {
        return;
    }
    for redirect in &command.redirects {
        if redirect.descriptor.is_some_and(|descriptor| descriptor > 9) {
            to.add(3023, redirect.span);
        }
        if &*redirect.operator == "&>>" {
            to.add(3020, redirect.span);
        }
        let Some(target) = redirect.target.as_ref().filter(|_| !redirect.operator.starts_with("<<")) else {
            continue;
        };
        if !target.raw.contains(['"', '\'', '\\', '$', '`', '(']) && target.raw.contains(['*', '?', '[']) {
            to.add(3031, redirect.span);
        }
        let text = target.unquoted();
        if text.starts_with("/dev/tcp/") || text.starts_with("/dev/udp/") {
            to.add(3025, redirect.span);
        }
    }
    for word in command.assignments.iter().filter_map(|it| it.value.as_ref()).chain(&command.words) {
        in_word(view, word, to);
    }
    let options = || command.options().filter(|word| word.literal().is_some());
    match command.name() {
        "[" | "test" => {
            let words = command.arguments();
            let mut at = 0;
            if words.first().is_some_and(|word| word.is("!")) {
                at = 1;
            }
            let operands = words.len() - at - usize::from(words.last().is_some_and(|word| word.is("]")));
            if let Some(operator) = words.get(at).filter(|_| operands == 2)
                && let Some((_, code)) = TESTS.iter().find(|(name, _)| *name == &*operator.raw)
            {
                to.add(*code, operator.span);
            }
        }
        "let" => to.add(3039, command.span),
        "set"
            if command
                .arguments()
                .first()
                .is_some_and(|word| word.raw.len() > 2 && word.raw.starts_with("--")) =>
        {
            to.add(3042, command.arguments().first().map_or(command.span, |word| word.span));
        }
        "set" => {
            let is_bash =
                |word: &&Word| word.raw.trim_start_matches('-').contains(['B', 'E', 'H', 'P', 'T', 'k', 't']);
            for word in options().filter(|word| !word.raw.starts_with("--") && !word.is("-o")) {
                if is_bash(&word) {
                    to.add(3041, word.span);
                }
            }
        }
        _ => {}
    }
    let mut flags = command.wrapper("exec").into_iter().flat_map(|it| it.words.iter().skip(1));
    if let Some(flag) = flags.find(|word| ["-a", "-c", "-l"].iter().any(|flag| word.is(flag))) {
        to.add(3038, flag.span);
    }
}

fn in_word(view: &View<'_>, word: &Word, to: &mut Findings<'_>) {
    if word.is_plain() && !word.raw.contains('(') {
        return;
    }
    for sign in ["!(", "@(", "+(", "?("] {
        let is_bare = !word.raw.contains(['"', '\'', '\\', '$']);
        if let Some(at) = word.raw.find(sign).filter(|_| is_bare && word.raw.ends_with(')')) {
            to.add(3002, part(word, at, word.raw.len()));
        }
    }
    for reference in word.references() {
        let is_set = || {
            let given = view.variables.iter().map(String::as_str);
            given.chain(view.read.set_variables()).any(|name| name == reference.name)
        };
        if VARIABLES.contains(&reference.name) && !is_set() {
            to.add(3028, reference.span);
        }
    }
    let raw = &*word.raw;
    if let Some(at) = raw.find("${!") {
        let inside = raw.get(at + 3..).unwrap_or_default();
        let name = inside.split('}').next().unwrap_or_default();
        if name.ends_with(['@', '*']) && super::is_name(name.trim_end_matches(['@', '*'])) {
            to.add(3056, part(word, at, at + 4 + name.len()));
        }
    }
    let is_read = raw
        .trim_matches('"')
        .strip_prefix('`')
        .is_some_and(|it| it.trim_start().starts_with('<') && !it.trim_start().starts_with("<<"));
    if is_read && raw.trim_matches('"').ends_with('`') && !raw.contains([';', '|']) {
        let start = usize::from(raw.starts_with('"'));
        let place: Span = part(word, start, raw.len() - start);
        to.add(3035, place);
    }
}
