//! A date without quotes, for which Compose rejected the file.

use super::rewritten_value::{plain_values, quotes};
use compose::yaml::{Kind, Scalar};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnquotedDate;

impl Rule for UnquotedDate {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for service in app.files().iter().flat_map(|file| &file.services) {
            let words = service.command.iter().chain(&service.entrypoint).flat_map(|command| &command.words);
            for value in
                words.chain(plain_values(service).map(|(_, value)| value)).filter(|value| is_date(value))
            {
                let message = match compose::yaml::rewritten(value) {
                    Some(read) => format!("`{}` becomes `{read}`", value.value),
                    None => format!("`{}` is read as a date", value.value),
                };
                cx.report(value.span, message)
                    .here("without quotes, YAML parses this as a date")
                    .note("Docker Compose up to 2.40 rejects the whole file: `invalid jsonType time.Time`")
                    .help("quote the value")
                    .fix(quotes(value));
            }
        }
    }
}

fn is_date(value: &Scalar) -> bool {
    value.kind == Kind::Timestamp && !value.is_quoted()
}
