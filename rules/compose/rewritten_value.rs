//! A value without quotes that YAML reads as a number, and writes otherwise.

use compose::Pair;
use compose::yaml::{Kind, Scalar};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RewrittenValue;

impl Rule for RewrittenValue {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for service in app.files().iter().flat_map(|file| &file.services) {
            for (name, value) in plain_values(service).filter(|(_, value)| value.kind != Kind::Timestamp) {
                let Some(read) = compose::yaml::rewritten(value) else { continue };
                // A mask is octal either way: `002` and `2` are the same, `022` and `18` are not.
                if name.to_ascii_uppercase().contains("UMASK") && value.value.trim_start_matches('0') == read
                {
                    continue;
                }
                cx.report(value.span, format!("`{}` becomes `{read}`", value.value))
                    .here("without quotes, YAML parses this as a number")
                    .help("quote the value")
                    .fix(quotes(value))
                    .is_minor = is_amount(name, &value.value);
            }
        }
    }
}

/// Whether a number is no name of anything, so that its last zeros say nothing: `SAMPLING_RATE: 1.0`.
fn is_amount(name: &str, value: &str) -> bool {
    const NAMES: [&str; 6] = ["VERSION", "TAG", "RELEASE", "IMAGE", "API", "PHP"];
    let name = name.to_ascii_uppercase();
    let is_named = NAMES.iter().any(|word| name.contains(word)) || name.ends_with("_VER");
    !is_named && value.ends_with(".0")
}

/// The values without quotes that a service gives to variables, labels and build arguments, with their names. An item of a list is one
/// string, and none of them.
pub(super) fn plain_values<'a>(
    service: &'a compose::Service<'a>,
) -> impl Iterator<Item = (&'a str, &'a Scalar<'a>)> {
    let is_item =
        |pair: &Pair, value: &Scalar| pair.span == value.span || pair.name.span.end + 1 == value.span.start;
    service.pairs().filter_map(move |pair| {
        let value = pair.value.as_ref().filter(|value| !value.is_quoted() && !is_item(pair, value))?;
        Some((&*pair.name.value, value))
    })
}

/// The fix that puts a value in quotes.
pub(super) fn quotes(value: &Scalar) -> Fix {
    Fix::risky("add quotes").insert_before(value.span, "\"").insert_after(value.span, "\"")
}
