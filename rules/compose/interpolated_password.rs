//! A dollar sign in a value that starts a variable by accident.

use compose::interpolate::Template;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InterpolatedPassword;

impl Rule for InterpolatedPassword {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for service in app.files().iter().flat_map(|file| &file.services) {
            let args = service.build.iter().flat_map(|build| &build.args);
            for pair in service.environment.iter().chain(args) {
                let Some(value) = &pair.value else { continue };
                let template = Template::parse(&value.value);
                let hit = template.variables().into_iter().find(|variable| {
                    let (before, rest) =
                        value.value.split_at_checked(variable.range.start).unwrap_or_default();
                    let is_plain = variable.operator.is_none() && !rest.starts_with("${");
                    is_plain && is_accident(before, variable.name)
                });
                // Hashes have a rule of their own.
                let Some(hit) = hit.filter(|_| !value.value.starts_with('$')) else { continue };
                report(
                    value.place(hit.range.clone()),
                    &pair.name.value,
                    hit.name,
                    "escape the dollar sign as `$$`",
                    cx,
                );
            }
        }
        let mut seen = None;
        for open in app.open_variables() {
            if seen == Some(open.owner.span) || open.is_braced || !is_accident(&open.before, &open.name) {
                continue;
            }
            seen = Some(open.owner.span);
            // What follows the `$` is a part of a password: it is not repeated.
            report(open.owner.span, open.owner.raw, "", "use single quotes", cx);
        }
    }
}

/// Whether a `$` stands in the middle of a word, before a name that is not written as variables of the environment are.
fn is_accident(before: &str, name: &str) -> bool {
    let is_inside = before.ends_with(|c: char| c.is_ascii_alphanumeric() || "@!#%^&*".contains(c));
    is_inside && name.contains(|c: char| c.is_ascii_lowercase())
}

fn report(span: Span, owner: &str, name: &str, help: &str, cx: &mut Context) {
    let what = if name.is_empty() { "the variable after `$`".to_owned() } else { format!("`${name}`") };
    cx.report(span, format!("part of `{owner}` is interpolated as a variable"))
        .here(format!("{what} is not set, so it becomes empty"))
        .help(help.to_owned());
}
