//! `--rm false`: the value is taken for the image.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct BooleanFlagValue;

impl Rule for BooleanFlagValue {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        let line = &line.command;
        let Some(image) = line.image() else { return };
        let Some(word @ ("true" | "false")) = image.text() else { return };
        let Some(flag) = line.flags.flags.last().filter(|flag| flag.value.is_none()) else { return };
        let name = flag.name();
        cx.report(image.span, format!("`{word}` is parsed as the image, not as the value of `{name}`"))
            .here("the client looks for an image with this name")
            .label(flag.span, "this flag accepts a value only after `=`")
            .help(if word == "true" { format!("remove `{word}`") } else { format!("write `{name}={word}`") });
    }
}
