//! A variable in a command that only the container knows, and that Compose replaces before.

use compose::interpolate::{Piece, Template};
use compose::yaml::Scalar;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnescapedVariable;

/// How many variables of a script are looked at, as for each the script is searched.
const MOST_VARIABLES: usize = 50;

impl Rule for UnescapedVariable {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let commands = service.command.iter().chain(&service.entrypoint);
        let words = commands.flat_map(|command| match &command.text {
            Some(text) => std::slice::from_ref(text),
            None => &*command.words,
        });
        let tests = service.healthcheck.iter().filter_map(|check| check.test.as_ref());
        for scalar in words.chain(tests.flat_map(|test| &test.words)) {
            check(container, scalar, cx);
        }
    }
}

fn check(container: &Container, scalar: &Scalar, cx: &mut Context) {
    if !scalar.value.contains('$') {
        return;
    }
    for piece in Template::parse(&scalar.value).pieces.into_iter().take(MOST_VARIABLES) {
        let Piece::Variable(variable) = piece else { continue };
        let Some((place, what)) = set_at(container, scalar, variable.name, variable.range.start) else {
            continue;
        };
        if variable.operator.is_some() {
            continue;
        }
        let span = scalar.place(variable.range.clone());
        cx.report(span, format!("`{}` is empty here", variable.name))
            .here("Compose replaces it before the container starts")
            .label(place, what)
            .help("write `$$`, and the shell in the container replaces it")
            .fix(Fix::risky("write `$$`").insert_before(span, "$"));
    }
}

/// Where a variable gets the value that only the container knows: in `environment`, or by the script itself.
fn set_at(
    container: &Container,
    script: &Scalar,
    name: &str,
    used_at: usize,
) -> Option<(Span, &'static str)> {
    if let Some(own) = container.service.environment.iter().rev().find(|pair| pair.name.value == name) {
        // A value that takes over this variable of the caller says that the caller has it.
        let value = own.value.as_ref().filter(|value| !takes_over(value, name))?;
        return Some((value.span, "only the container knows this value"));
    }
    let before = script.value.get(..used_at)?;
    let Some(at) = assignment(before, name) else {
        let given = container.given_env(name).set_at()?;
        return Some((given, "only the container gets what this file says"));
    };
    Some((script.place(at..at + name.len()), "only the script knows this value"))
}

fn takes_over(value: &Scalar, name: &str) -> bool {
    let is_it = |piece: &Piece| matches!(piece, Piece::Variable(variable) if variable.name == name);
    value.is_interpolated() && Template::parse(&value.value).pieces.iter().any(is_it)
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
