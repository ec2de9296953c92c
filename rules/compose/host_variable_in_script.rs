//! A variable of the container that Compose takes from the host.

use compose::interpolate::Template;
use compose::yaml::Scalar;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct HostVariableInScript;

/// How many variables of a script are looked at, as for each the script is searched.
const MOST_VARIABLES: usize = 50;

impl Rule for HostVariableInScript {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let commands = [&service.command, &service.entrypoint].into_iter().flatten();
        let of_commands = commands.flat_map(|command| match &command.text {
            Some(text) => std::slice::from_ref(text),
            None => &*command.words,
        });
        let test = service.healthcheck.as_ref().and_then(|check| check.test.as_ref());
        for script in of_commands.chain(test.iter().flat_map(|test| &test.words)) {
            check(script, service, cx);
        }
    }
}

fn check(script: &Scalar, service: &compose::Service, cx: &mut Context) {
    let template = Template::parse(&script.value);
    let plain = template.variables().into_iter().filter(|variable| variable.operator.is_none());
    for variable in plain.take(MOST_VARIABLES) {
        let name = variable.name;
        let is_own = |pair: &&compose::Pair| {
            pair.name.value == name && pair.value.as_ref().is_some_and(|value| !value.is_interpolated())
        };
        let set =
            service.environment.iter().find(is_own).map(|pair| (pair.span, "is set here, for the container"));
        let before = script.value.get(..variable.range.start).unwrap_or_default();
        let Some((place, what)) = set.or_else(|| {
            let at = assignment(before, name)?;
            Some((script.place(at..at + name.len()), "is set here, by the script"))
        }) else {
            continue;
        };
        let span = script.place(variable.range.clone());
        cx.report(span, format!("`{name}` is taken from the host, not from the container"))
            .here("Compose puts a value in before the container starts: nothing, if the host has none")
            .label(place, what)
            .help(format!("write `$${name}`: one `$` is left for the shell"))
            .fix(Fix::risky("double the `$`").insert_before(span, "$"));
        return;
    }
}

/// Where a script gives a value to a variable: `NAME=`, `for NAME in`, `read NAME`.
fn assignment(script: &str, name: &str) -> Option<usize> {
    script.match_indices(name).map(|(at, _)| at).find(|&at| {
        let before = script.get(..at).unwrap_or_default();
        let behind = script.get(at + name.len()..).unwrap_or_default();
        let starts = before.is_empty() || before.ends_with([' ', '\n', ';', '(', '&', '"', '\'']);
        let is_loop = before.trim_end().ends_with("for") || before.trim_end().ends_with("read");
        starts && (behind.starts_with('=') || is_loop && behind.starts_with([' ', ';', '\n']))
    })
}
