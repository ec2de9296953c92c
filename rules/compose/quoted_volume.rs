//! A mount in quotes that YAML does not need.

use compose::yaml::{Kind, Scalar};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct QuotedVolume;

impl Rule for QuotedVolume {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // What is written, not what it means.
        for file in app.files() {
            let lists = file.services.iter().filter_map(|service| service.get("volumes")?.as_sequence());
            let quoted = lists.flatten().filter_map(|item| item.as_scalar()).filter(|text| text.is_quoted());
            for text in quoted.filter(|text| reads_the_same(text, file.source)) {
                let template = text.template();
                cx.report(text.span, format!("unnecessary quotes around mount `{template}`"))
                    .here("the value is the same without quotes")
                    .help("remove the quotes")
                    .fix(Fix::safe("remove the quotes").replace(text.span, template));
            }
        }
    }
}

/// Whether a text means itself without quotes, where it stands.
fn reads_the_same(scalar: &Scalar, file: Text) -> bool {
    let text = scalar.template();
    let before = file.raw.get(..scalar.span.start as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    // Between brackets, more is a sign of YAML.
    let is_block = line.contains('-') && line.chars().all(|letter| matches!(letter, ' ' | '-'));
    let is_plain = |letter: char| {
        letter.is_alphanumeric()
            || "/._-:$~@+=%\\".contains(letter)
            || is_block && matches!(letter, '{' | '}' | ',')
    };
    text.starts_with(|first: char| first.is_alphanumeric() || "/._$~".contains(first))
        && text.chars().all(is_plain)
        && text.contains('/')
        && !text.ends_with(':')
        && Kind::of_plain(text) == Kind::String
}
