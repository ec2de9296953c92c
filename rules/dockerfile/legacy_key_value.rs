//! `ENV NAME value` and `LABEL name value`.

use dockerfile::{Env, Label, Pair};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct LegacyKeyValue;

impl Rule for LegacyKeyValue {
    fn check_env(&self, env: &Env, cx: &mut Context) {
        if env.is_legacy {
            check(&env.pairs, "ENV", cx);
        }
    }

    fn check_label(&self, label: &Label, cx: &mut Context) {
        if label.is_legacy {
            check(&label.pairs, "LABEL", cx);
        }
    }
}

fn check(pairs: &[Pair], instruction: &str, cx: &mut Context) {
    let [Pair { name, value: Some(value), .. }] = pairs else { return };
    let is_trigger = cx.is_trigger();
    let finding = cx
        .report(
            name.text.span,
            format!("`{instruction} {} …` is the old form, which is going away", name.value),
        )
        .here("takes the rest of the line for its value")
        .help(format!("write `{instruction} {}=…`", name.value));
    if let Some(written) = as_word(value) {
        let between = name.text.span.after().to(value.text.span);
        finding.fix(Fix::safe("write a `=`").replace(between, format!("={written}")));
    }
    if is_trigger {
        finding.answers_to([]);
    }
}

/// The value as one word that expands to the same.
fn as_word(value: &dockerfile::Word) -> Option<String> {
    let text = &*value.value;
    if value.text.raw != text || text.is_empty() {
        return None;
    }
    let is_quoted = ['"', '\''].into_iter().any(|quote| {
        let inner = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        inner.is_some_and(|inner| !inner.contains([quote, '\\', '`']))
    });
    if is_quoted || !text.contains(char::is_whitespace) {
        return Some(text.to_owned());
    }
    // `#` and quotes inside of quotes would be read otherwise than in the bare value.
    (!text.contains(['"', '\'', '\\', '`'])).then(|| format!("\"{text}\""))
}
