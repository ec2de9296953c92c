//! A dash that no program knows.

use commands::{Mistake, Verb};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct TypographicCharacter;

impl Rule for TypographicCharacter {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        let Some(Mistake::Dash { word, span, .. }) = &line.command.flags.mistake else { return };
        let name = word.trim_start_matches(|c: char| !c.is_ascii());
        // Only flags of one letter have a single dash.
        let dashes = if name.chars().count() == 1 { "-" } else { "--" };
        let finding = cx.report(*span, format!("`{word}` starts with a typographic dash"));
        let parsed_as = match line.command.verb {
            verb if verb.makes_container() && verb != Verb::ServiceCreate => "the image",
            Verb::ServiceCreate => "the image",
            Verb::Build => "the build context",
            verb if verb.words().starts_with("compose") => "a service",
            _ => "an argument",
        };
        finding
            .here(format!("the client parses this word as {parsed_as}"))
            .help(format!("write `{dashes}{name}`"));
        if let Some(meant) = &line.command.flags.meant {
            finding.fix(Fix::risky(format!("write `{}`", meant.flag)).replace(meant.span, &*meant.text));
        }
    }
}
