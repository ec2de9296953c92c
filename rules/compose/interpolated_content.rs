//! Variables in the text of a config or a Dockerfile, which Compose replaces before anyone else reads them.

use compose::interpolate::Template;
use compose::yaml::Scalar;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InterpolatedContent;

impl Rule for InterpolatedContent {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for config in &app.compose.configs {
            if let Some(content) = &config.content {
                check(content, &[], "by the time the program reads this file", cx);
            }
        }
        for service in app.services() {
            let inline = service.build.as_ref().and_then(|build| build.dockerfile_inline.as_ref());
            if let Some(text) = inline {
                check(text, &declared(&text.value), "by the time BuildKit reads the Dockerfile", cx);
            }
        }
    }
}

/// Reports the first variable in a text that is probably not meant for Compose.
fn check(text: &Scalar, declared: &[&str], why: &str, cx: &mut Context) {
    let template = Template::parse(&text.value);
    let is_other = |name: &str, written: &str| {
        // Compose's own variables are usually in capitals and in braces.
        let is_bare = !written.starts_with("${") && name.contains(|c: char| c.is_ascii_lowercase());
        is_bare || declared.contains(&name)
    };
    let variables = template.variables();
    let mut found = variables.iter().filter(|variable| {
        let written = text.value.get(variable.range.clone()).unwrap_or_default();
        variable.operator.is_none() && is_other(variable.name, written)
    });
    let Some(first) = found.next() else { return };
    let more = found.count();
    let message = match more {
        0 => format!("Compose interpolates `${}` in this text", first.name),
        1 => format!("Compose interpolates `${}` and 1 more variable in this text", first.name),
        more => format!("Compose interpolates `${}` and {more} more variables in this text", first.name),
    };
    cx.report(text.place(first.range.clone()), message)
        .here(format!("this variable is empty {why}"))
        .help(format!("write `$${}`", first.name));
}

/// The variables that ARG and ENV of a Dockerfile declare.
fn declared(text: &str) -> Vec<&str> {
    let lines = text.lines().filter_map(|line| line.trim().split_once(char::is_whitespace));
    let names = lines.filter(|(word, _)| ["arg", "env"].iter().any(|known| word.eq_ignore_ascii_case(known)));
    names.filter_map(|(_, rest)| rest.trim().split(['=', ' ']).next()).collect()
}
