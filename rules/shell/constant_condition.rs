//! A condition that nothing can change.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ConstantCondition;

impl Rule for ConstantCondition {
    fn check_command(&self, command: &shell::Command, cx: &mut Context) {
        let words = match (command.name(), command.arguments()) {
            ("[", [words @ .., end]) if end.is("]") => words,
            ("[[", [words @ .., end]) if end.is("]]") => words,
            ("test", words) => words,
            _ => return,
        };
        let is_joint = |word: &shell::Word| word.is("-a") || word.is("-o");
        let alone = words.split(is_joint).find_map(|part| match part {
            [word] => Some((word, operator(&word.raw)?)),
            [not, word] if not.is("!") => Some((word, operator(&word.raw)?)),
            _ => None,
        });
        let Some((tested, operator)) = alone else { return };
        cx.report(tested.span, "this condition is always true")
            .here("this is a single non-empty word, so nothing is compared")
            .help(format!("add spaces around `{operator}`"))
            .answers_to(["shellcheck:SC2077"]);
    }

    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        // What Compose puts in differs from one environment to the next.
        if cx.stage().is_none() && holds_compose_variable(line_of(finding.span, cx)) {
            return;
        }
        // `while [ 1 ]` is meant to have no end.
        let line = line_of(finding.span, cx);
        if matches!(finding.alias, "shellcheck:SC2078" | "shellcheck:SC2161")
            && ["while ", "until "].iter().any(|word| line.contains(word))
        {
            return;
        }
        let tested = cx.text(finding.span);
        let (message, here, help) = match finding.alias {
            "shellcheck:SC2050" => (
                "this condition compares two constants",
                "the result is always the same",
                "add the missing `$` if a variable is intended",
            ),
            "shellcheck:SC2078" => (
                "this condition is always true",
                "a non-empty string is true",
                "add spaces around the operator, or remove the brackets to run a command",
            ),
            "shellcheck:SC2157" => (
                "the result of this test is always the same",
                "this string is never empty",
                "add the missing `$` if a variable is intended",
            ),
            "shellcheck:SC2194" => (
                "`case` tests a constant",
                "the same branch always runs",
                "add the missing `$` if a variable is intended",
            ),
            _ => (
                "one of the two conditions is always true",
                "the whole condition is therefore always true",
                "use `&&` if neither value is allowed",
            ),
        };
        // What ShellCheck's rewriting keeps is the mistake.
        let reported = finding.retell(message, cx);
        reported.fixes.clear();
        reported.here(here).help(help);
        if let Some(alias) = fixed(finding.alias, tested) {
            reported.answers_to([alias]);
        }
    }
}

/// The code of a text that looks like a truth value.
fn fixed(alias: &str, tested: &str) -> Option<&'static str> {
    match tested.trim_matches(['"', '\'']) {
        _ if alias != "shellcheck:SC2078" => None,
        "false" => Some("shellcheck:SC2158"),
        "0" => Some("shellcheck:SC2159"),
        "true" => Some("shellcheck:SC2160"),
        "1" => Some("shellcheck:SC2161"),
        _ => None,
    }
}

/// The lines that a place is on: a finding may point at the operator alone.
fn line_of<'a>(span: Span, cx: &Context<'a>) -> &'a str {
    let all = cx.project().sources.text(span.file).raw;
    let start = all.get(..span.start as usize).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = span.end as usize;
    let end = all.get(end..).and_then(|rest| rest.find('\n')).map_or(all.len(), |at| end + at);
    all.get(start..end).unwrap_or_default()
}

/// `${NAME}` or `$NAME`, and not `$$NAME`.
fn holds_compose_variable(text: &str) -> bool {
    let template = compose::interpolate::Template::parse(text);
    template.error.is_some() || !template.variables().is_empty()
}

/// The `=` or `!=` that stands between two parts of one word, at least one of which holds a variable or quotes.
fn operator(word: &str) -> Option<&'static str> {
    let mut quote = None;
    let mut depth = 0_u32;
    let mut before = '\0';
    for (at, character) in word.char_indices() {
        match character {
            '"' | '\'' if quote == Some(character) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(character),
            '{' | '(' if before == '$' || depth > 0 => depth += 1,
            '}' | ')' => depth = depth.saturating_sub(1),
            '=' if quote.is_none() && depth == 0 && at > 0 => {
                let is_compared = word.contains(['$', '`']) && !word.starts_with('-');
                let rest = word.get(at..).unwrap_or_default();
                return is_compared.then_some(match before {
                    '!' => "!=",
                    _ if rest.starts_with("==") => "==",
                    _ => "=",
                });
            }
            _ => {}
        }
        before = character;
    }
    None
}
