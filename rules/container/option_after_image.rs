//! A flag of `docker run` behind the image, where the container gets it.

use commands::{Flag, Flags, Verb};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct OptionAfterImage;

impl Rule for OptionAfterImage {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        // A unit of Quadlet says apart what the container gets.
        if line.image.is_some() {
            return;
        }
        let line = &line.command;
        let (Some(image), Verb::Run | Verb::Create) = (line.image(), line.verb) else { return };
        let arguments = line.arguments();
        let Some(first) = arguments.first().filter(|first| first.as_template().starts_with('-')) else {
            return;
        };
        // A flag that docker does not have is one of the program, and so are those beside it.
        let read = Flags::read(&["run"], arguments, false);
        if read.mistake.is_some() || read.is_open || !read.operands.is_empty() || first.text() == Some("--") {
            return;
        }
        let Some(flag) = read.flags.iter().find(|flag| is_meant_for_docker(flag, read.flags.len())) else {
            return;
        };
        let name = cx.text(flag.span).to_owned();
        cx.report(flag.whole(), format!("`{name}` comes after the image"))
            .here("passed to the container as part of its command")
            .label(image.span, "flags after the image are not parsed")
            .help(format!("move this flag before `{}`", image.as_template()));
    }
}

/// Whether the value is one that only docker makes sense of.
fn is_meant_for_docker(flag: &Flag, count: usize) -> bool {
    let Some(value) = &flag.value else {
        return matches!(flag.name(), "--detach" | "--rm" | "--privileged") && count == 1;
    };
    let text = value.as_template();
    let is_port = |text: &str| text.parse::<u16>().is_ok();
    match flag.name() {
        "--volume" => {
            let (from, to) = text.split_once(':').unwrap_or_default();
            !from.is_empty() && to.starts_with('/')
        }
        "--publish" => {
            let (host, inside) = text.rsplit_once(':').unwrap_or_default();
            is_port(inside) && host.rsplit(':').next().is_some_and(is_port)
        }
        "--restart" => matches!(text, "always" | "unless-stopped" | "on-failure" | "no"),
        "--network" | "--net" => matches!(text, "host" | "bridge" | "none"),
        "--name" => true,
        _ => false,
    }
}
