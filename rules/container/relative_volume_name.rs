//! `-v data/db:/data`: neither a path nor a name.

use commands::{Tool, Verb};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RelativeVolumeName;

impl Rule for RelativeVolumeName {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        let line = &line.command;
        if line.flags.is_open || line.tool != Tool::Docker || !matches!(line.verb, Verb::Run | Verb::Create) {
            return;
        }
        for flag in line.flags.all("--volume") {
            let Some(text) = flag.value.as_ref().and_then(|value| value.text()) else { continue };
            let Some((source, _)) = text.split_once(':').filter(|(_, target)| target.starts_with('/')) else {
                continue;
            };
            // `%NAME%` is a variable for the shell of Windows, which reads lines of `package.json`.
            let is_path = source.starts_with(['/', '.', '~', '\\']) || source.starts_with('%');
            if !source.contains('/') || is_path {
                continue;
            }
            let Some(value) = &flag.value else { continue };
            let place = value.slice(0..source.len());
            cx.report(place.span, format!("`{source}` is not a valid volume name"))
                .here("a path must start with `/` or `./`")
                .help(format!("write `./{source}` for a path in the working directory"));
        }
    }
}
