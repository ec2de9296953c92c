//! `ENV NAME = value` and `ENV NAME: value`.

use dockerfile::{Env, Label, Pair, Word};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct SpacedAssignment;

impl Rule for SpacedAssignment {
    fn check_env(&self, env: &Env, cx: &mut Context) {
        if env.is_legacy {
            check(&env.pairs, false, cx);
        }
    }

    fn check_label(&self, label: &Label, cx: &mut Context) {
        if label.is_legacy {
            check(&label.pairs, true, cx);
        }
    }
}

fn check(pairs: &[Pair], is_label: bool, cx: &mut Context) {
    let [Pair { name, value: Some(value), span }] = pairs else { return };
    if let Some(meant) = name.value.strip_suffix(':').filter(|meant| !meant.is_empty()) {
        check_colon(meant, name, value, *span, cx).is_minor = is_label;
        return;
    }
    let Some(rest) = value.value.strip_prefix('=') else { return };
    let gap = name.text.span.after().to(value.text.span.before());
    let spaces = value.text.raw.get(1..).map_or(0, |rest| rest.len() - rest.trim_start().len());
    let finding = cx
        .report(*span, format!("the value of `{}` starts with `=`", name.value))
        .here(format!("this sets `{}` to `{}`", name.value, value.value))
        .help(format!("remove the spaces: `{}={}`", name.value, rest.trim_start()));
    // Hardly anything reads labels.
    finding.is_minor = is_label;
    // Of several words, the rest would be another assignment.
    if !rest.trim().contains(char::is_whitespace) && !value.text.raw.contains('\n') {
        let equals = value.text.slice(0, 1 + spaces).span;
        finding.fix(Fix::risky("remove the spaces around `=`").delete(gap).replace(equals, "="));
    }
}

/// `ENV NAME: value`, as in YAML.
fn check_colon<'c>(
    meant: &str,
    name: &Word,
    value: &Word,
    span: Span,
    cx: &'c mut Context,
) -> &'c mut Diagnostic {
    let written = value.value.trim();
    let assignment = if written.contains(char::is_whitespace) {
        format!("{meant}=\"{}\"", written.trim_matches('"'))
    } else {
        format!("{meant}={written}")
    };
    let colon = name.text.span.after().to(value.text.span.before());
    let colon = Span { start: colon.start.saturating_sub(1), ..colon };
    let finding = cx
        .report(span, format!("the name `{}` ends with `:`", name.value))
        .here(format!("this sets `{}`, not `{meant}`", name.value))
        .help(format!("write `{assignment}`"));
    if !written.contains(char::is_whitespace) && !value.text.raw.contains('\n') {
        finding.fix(Fix::risky("write `=` instead of `:`").replace(colon, "="));
    }
    finding
}
