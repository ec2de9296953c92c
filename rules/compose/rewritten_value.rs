//! A value without quotes that YAML reads as a number or a date, and writes otherwise.

use compose::yaml::{Kind, Scalar};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RewrittenValue;

impl Rule for RewrittenValue {
    fn check_app(&self, app: &App, cx: &mut Context) {
        for service in app.files().iter().flat_map(|file| &file.services) {
            let commands = service.command.iter().chain(&service.entrypoint);
            for word in commands.flat_map(|command| &command.words) {
                date(word, cx);
            }
            let args = service.build.iter().flat_map(|build| &build.args);
            for pair in service.environment.iter().chain(&service.labels).chain(args) {
                let Some(value) = pair.value.as_ref().filter(|value| !value.is_quoted()) else { continue };
                // An item of a list is one string.
                let is_item = pair.span == value.span || pair.name.span.end + 1 == value.span.start;
                if !is_item && value.kind == Kind::Timestamp {
                    date(value, cx);
                    continue;
                }
                let Some(read) = compose::yaml::rewritten(value).filter(|_| !is_item) else { continue };
                let message = format!("`{}` becomes `{read}`", value.value);
                cx.report(value.span, message)
                    .here("parsed as a number without quotes")
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

/// A date or time: Compose up to 2.40 refuses it, later versions write it in another way.
fn date(value: &Scalar, cx: &mut Context) {
    if value.kind != Kind::Timestamp || value.is_quoted() {
        return;
    }
    let finding = cx.report(
        value.span,
        match compose::yaml::rewritten(value) {
            Some(read) => format!("`{}` becomes `{read}`", value.value),
            None => format!("`{}` is read as a date", value.value),
        },
    );
    finding
        .here("parsed as a date without quotes")
        .note("Docker Compose up to 2.40 rejects the whole file: `invalid jsonType time.Time`")
        .help("put it in quotes")
        .at(Level::Error)
        .fix(Fix::risky("add quotes").insert_before(value.span, "\"").insert_after(value.span, "\""));
}
