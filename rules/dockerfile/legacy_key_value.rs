//! `ENV NAME value` and `LABEL name value`.

use std::borrow::Cow;

use dockerfile::{Dockerfile, Env, Kind, Label, Pair, Word, expand::expand};
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
    // `NAME = value` is `spaced-assignment`.
    if value.value.starts_with('=') {
        return;
    }
    let key = if instruction == "LABEL" { "key" } else { "name" };
    let is_trigger = cx.is_trigger();
    let finding = cx
        .report(name.text.span, format!("legacy `{instruction} {} …` syntax", name.value))
        .here(format!("in this form, everything after the {key} becomes the value"))
        .help(format!("write `{instruction} {}=…`", name.value));
    if let Some((before, text, after)) = as_word(value) {
        let between = name.text.span.after().to(value.text.span.before());
        let mut fix = Fix::safe("add `=`").replace(between, format!("={before}"));
        if text != value.text.raw {
            fix = fix.replace(value.text.span, text);
        }
        finding.fix(if after.is_empty() { fix } else { fix.insert_after(value.text.span, after) });
    }
    if is_trigger {
        finding.answers_to([]);
    }
}

/// The value as one word that expands to the same: what to put before it, the text, and what to put behind it.
fn as_word<'v>(value: &'v Word<'_>) -> Option<(&'static str, Cow<'v, str>, &'static str)> {
    let escape = value.escape()?;
    let raw = value.text.raw;
    let escaped = || {
        // A blank outside of quotes ends a word, unless it is escaped.
        let mut text = String::with_capacity(raw.len());
        let (mut quote, mut is_escaped) = (None, false);
        for character in raw.chars() {
            if character.is_whitespace() && quote.is_none() && !is_escaped {
                text.push(escape);
            }
            let is_quote = matches!(character, '"' | '\'') && !is_escaped;
            is_escaped = !is_escaped && character == escape && quote != Some('\'');
            match quote {
                Some(open) if is_quote && open == character => quote = None,
                None if is_quote => quote = Some(character),
                _ => {}
            }
            text.push(character);
        }
        text
    };
    let bare = ("", Cow::Borrowed(raw), "");
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/' | b':' | b'_' | b'-');
    if !raw.is_empty() && raw.bytes().all(is_plain) {
        return Some(bare);
    }
    let quoted = (!raw.contains('"')).then_some(("\"", Cow::Borrowed(raw), "\""));
    let candidates = [Some(bare), quoted, (!raw.contains('\n')).then(|| ("", Cow::Owned(escaped()), ""))];
    candidates
        .into_iter()
        .flatten()
        .find(|(before, text, after)| is_same(value, &format!("{before}{text}{after}"), escape))
}

/// Whether `ENV x=word` gives the value that the word of the old form has, whatever its variables stand for.
fn is_same(value: &Word, word: &str, escape: char) -> bool {
    let text = format!("# escape={escape}\nENV x={word}\n");
    let tree = Dockerfile::parse(Text::new(&text, value.text.span.file, 0));
    let [instruction] = &*tree.instructions else { return false };
    let Kind::Env(Env { pairs, is_legacy: false }) = &instruction.kind else { return false };
    let [Pair { value: Some(new), .. }] = &**pairs else { return false };
    let expanded = |word: &Word, is_set: bool| {
        let lookup = |name: &str| is_set.then(|| format!("\u{1}{name}\u{2}"));
        expand(&word.value, escape, lookup).ok().map(|expanded| expanded.value)
    };
    tree.problems.iter().all(|problem| problem.primary.span.start == 0 || !problem.rule.contains("syntax"))
        && [true, false].into_iter().all(|is_set| {
            expanded(value, is_set).is_some() && expanded(value, is_set) == expanded(new, is_set)
        })
}
