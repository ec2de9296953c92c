//! A mount in quotes that YAML does not need.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct QuotedVolume;

impl Rule for QuotedVolume {
    fn check_app(&self, app: &App, cx: &mut Context) {
        // What is written, not what it means.
        let services = app.files().iter().flat_map(|file| &file.services);
        let lists = services.filter_map(|service| service.get("volumes")?.as_sequence());
        let quoted = lists.flatten().filter_map(|item| item.as_scalar()).filter(|text| text.is_quoted());
        for text in quoted.filter(|text| reads_the_same(&text.value)) {
            cx.report(text.span, format!("mount `{}` needs no quotes", text.value))
                .here("reads the same without")
                .help("remove the quotes")
                .fix(Fix::safe("remove the quotes").replace(text.span, &*text.value));
        }
    }
}

/// Whether a text means itself without quotes, in every context of YAML.
fn reads_the_same(text: &str) -> bool {
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ':' | '$' | '~');
    (text.starts_with(['/', '.']) || text.starts_with("~/"))
        && text.chars().all(is_plain)
        && text.contains(':')
        && !text.ends_with(':')
}
