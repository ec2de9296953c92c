//! A value without quotes that YAML reads as a number or a date, and writes otherwise.

use compose::yaml::Kind;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RewrittenValue;

impl Rule for RewrittenValue {
    fn check_app(&self, app: &App, cx: &mut Context) {
        for service in app.files().iter().flat_map(|file| &file.services) {
            let args = service.build.iter().flat_map(|build| &build.args);
            for pair in service.environment.iter().chain(&service.labels).chain(args) {
                let Some(value) = pair.value.as_ref().filter(|value| !value.is_quoted()) else { continue };
                // An item of a list is one string.
                let is_item = pair.span == value.span || pair.name.span.end + 1 == value.span.start;
                let Some(read) = compose::yaml::rewritten(value).filter(|_| !is_item) else { continue };
                let what = if value.kind == Kind::Timestamp { "a date" } else { "a number" };
                let message = format!("`{}` becomes `{read}`", value.value);
                cx.report(value.span, message)
                    .here(format!("without quotes, YAML reads {what}"))
                    .help("put it in quotes")
                    .fix(
                        Fix::risky("add quotes")
                            .insert_before(value.span, "\"")
                            .insert_after(value.span, "\""),
                    );
            }
        }
    }
}
