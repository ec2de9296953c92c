//! Conditions that may have one outcome only.

use plimsoll_shell::{Command, Script, Word};

/// Whether a test may hold nothing that can change.
pub(super) fn has_test_of_literals(script: &Script) -> bool {
    script.commands.iter().any(|command| match command.name() {
        "[[" => true,
        "[" | "test" => is_of_literals(command),
        _ => false,
    })
}

/// Whether a part of a test may hold nothing that can change: `a = b`, `-n a`, or a word alone.
fn is_of_literals(test: &Command) -> bool {
    let words = test.arguments();
    let is_literal = |at: usize| words.get(at).is_some_and(may_be_literal);
    let is = |at: usize, all: &[&str]| words.get(at).is_some_and(|word| all.contains(&word.unquoted()));
    (0..words.len()).any(|at| {
        let compares = is(at + 1, &["=", "==", "!=", "<", ">", "=~"]) && is_literal(at) && is_literal(at + 2);
        let measures = is(at, &["-n", "-z"]) && words.get(at + 1).is_some_and(|word| !is_value_alone(word));
        let starts = at == 0 || is(at - 1, &["!", "(", "-a", "-o"]);
        let ends = at + 1 == words.len() || is(at + 1, &["]", ")", "-a", "-o"]);
        compares || measures || starts && ends && is_literal(at) && !is(at, &["!", "(", "]"])
    })
}

/// Whether a word may be the same each time.
fn may_be_literal(word: &Word) -> bool {
    word.literal().is_some()
        || !word.raw.contains(['$', '`'])
        || word.raw.contains(['\'', '\\'])
        || word.raw.contains("$\"")
}

/// `$name`, `"${name}"`, `"$(…)"`: nothing but what can change.
fn is_value_alone(word: &Word) -> bool {
    let quoted = word.raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
    let value = quoted.unwrap_or(&word.raw);
    let is_name = |name: &str| name.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric());
    let in_braces = || value.strip_prefix("${").and_then(|value| value.strip_suffix('}'));
    let in_brackets = || value.strip_prefix("$(").and_then(|value| value.strip_suffix(')'));
    value.strip_prefix('$').is_some_and(is_name)
        || in_braces().is_some_and(|inner| !inner.contains(['{', '}']))
        || in_brackets().is_some_and(|inner| !inner.contains(['(', ')']))
}

/// Whether a `case` may look at what never changes.
pub(super) fn has_case_of_literal(text: &str) -> bool {
    text.split("case").skip(1).any(|behind| {
        let subject = behind.trim_start_matches([' ', '\t', '\n', '"']);
        let is_value =
            subject.starts_with(['$', '`']) && !["$'", "$\""].iter().any(|quote| subject.starts_with(quote));
        behind.starts_with([' ', '\t', '\n']) && !is_value
    })
}
