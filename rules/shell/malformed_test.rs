//! A test that `[` cannot read: a word of ShellCheck, or a space that is missing.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MalformedTest;

impl Rule for MalformedTest {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        finding.report(cx);
    }

    fn check_command(&self, command: &shell::Command, cx: &mut Context) {
        let Some(failure) = failure(command) else { return };
        cx.report(failure.place, "this condition is always false")
            .here(failure.why)
            .help(failure.help)
            .answers_to([failure.code]);
    }
}

/// What is wrong with a test that the shell cannot read as one.
struct Failure {
    place: Span,
    why: &'static str,
    help: &'static str,
    code: &'static str,
}

/// A space that is missing in a test, so that `[` fails.
fn failure(command: &shell::Command) -> Option<Failure> {
    let name = command.name_word().filter(|_| command.wrappers.is_empty())?;
    let words = command.arguments();
    let last = words.last()?;
    if name.raw.starts_with("[\"") || name.raw.starts_with("[$") || name.raw.starts_with("[-") {
        return last.is("]").then_some(Failure {
            place: name.span,
            why: "the shell looks for a program with this name",
            help: "add a space after `[`",
            code: "shellcheck:SC1035",
        });
    }
    let inner = match (&*name.raw, words.split_last()) {
        ("[", Some((end, _))) if !end.is("]") => {
            let is_glued = end.raw.len() > 1 && end.raw.ends_with(']') && !end.raw.contains('[');
            return (is_glued && words.len() > 1).then_some(Failure {
                place: end.span,
                why: "`]` is part of this word, so `[` reports a missing `]`",
                help: "add a space before `]`",
                code: "shellcheck:SC1020",
            });
        }
        ("[", Some((_, inner))) => inner,
        ("test", _) => words,
        _ => return None,
    };
    let [left, right] = inner else { return None };
    let is_sign = |sign: &str| ["=", "==", "!="].contains(&sign);
    let is_left = left.raw.starts_with(['"', '$']) && left.raw.ends_with('=');
    let is_right = right.raw.starts_with(['=', '!']) && !right.raw.trim_start_matches(['=', '!']).is_empty();
    let is_unary = left.raw.starts_with('-') || left.is("!") || is_sign(&left.raw) || is_sign(&right.raw);
    (!is_unary && (is_left || is_right)).then_some(Failure {
        place: if is_left { left.span } else { right.span },
        why: "the operator is part of this word, so `[` reports a syntax error",
        help: "add spaces around the operator",
        code: "shellcheck:SC1108",
    })
}
