//! What the client refuses before it asks any engine.

use commands::{Mistake, Tool, Verb, Word, refusals};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RefusedRunLine;

impl Rule for RefusedRunLine {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        for refusal in refusals(&line.command) {
            let finding = cx.report(refusal.span, refusal.message);
            finding.here(refusal.label).help(refusal.help);
            if let Some((span, what)) = refusal.other {
                finding.label(span, what);
            }
        }
        let flags = &line.command.flags;
        if let Some(Mistake::NoValue { name, span }) = flags.mistake.as_ref().filter(|_| !flags.is_open) {
            cx.report(*span, format!("`{name}` has no value"))
                .here("the client rejects this command")
                .help(format!("add a value: `{name} …`"));
        }
        image(line, cx);
        if line.command.tool == Tool::Docker && line.command.verb == Verb::Build && !flags.is_open {
            for tag in flags.all("--tag").filter_map(|flag| flag.value.as_ref()) {
                name(tag, "tag", cx);
            }
        }
    }
}

/// A name that can be no image's.
fn image(line: &Line, cx: &mut Context) {
    let is_run = matches!(line.command.verb, Verb::Run | Verb::Create);
    let image = line.image.as_ref().or_else(|| line.command.image());
    let Some(image) = image.filter(|_| is_run && line.command.broken.is_none()) else {
        return;
    };
    name(image, "image name", cx);
}

/// A name that is written as the name of an image.
fn name(image: &Word, what: &str, cx: &mut Context) {
    let Some(name) = image.text().filter(|name| !project::is_reference(name)) else { return };
    // What only prose has is said by others.
    if !name.is_ascii() || name.starts_with('-') || name.contains([' ', '[', '<']) || name.is_empty() {
        return;
    }
    let finding = cx.report(image.span, format!("`{name}` is not a valid {what}"));
    finding.here("the client rejects this command");
    let small = name.to_ascii_lowercase();
    finding.help(if project::is_reference(&small) {
        format!("write the name in lowercase: `{small}`")
    } else {
        "write `NAME:TAG`, with one tag and `/` between the parts of the name".to_owned()
    });
}
