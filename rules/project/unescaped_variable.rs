//! A variable in a command that only the container knows, and that Compose replaces before.

use compose::interpolate::{Piece, Template};
use compose::yaml::Scalar;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnescapedVariable;

impl Rule for UnescapedVariable {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let commands = service.command.iter().chain(&service.entrypoint);
        let words = commands.flat_map(|command| match &command.text {
            Some(text) => std::slice::from_ref(text),
            None => &*command.words,
        });
        let tests = service.healthcheck.iter().filter_map(|check| check.test.as_ref());
        for scalar in words.chain(tests.flat_map(|test| &test.words)) {
            check(service, scalar, cx);
        }
    }
}

fn check(service: &compose::Service, scalar: &Scalar, cx: &mut Context) {
    if !scalar.value.contains('$') {
        return;
    }
    for piece in Template::parse(&scalar.value).pieces {
        let Piece::Variable(variable) = piece else { continue };
        let own = service.environment.iter().rev().find(|pair| pair.name.value == variable.name);
        let Some(value) = own.and_then(|pair| pair.value.as_ref()) else { continue };
        // A value that takes over a variable of the caller says that the caller has it.
        if variable.operator.is_some() || value.is_interpolated() {
            continue;
        }
        let span = scalar.place(variable.range.clone());
        let name = variable.name;
        cx.report(span, format!("`{name}` is empty here"))
            .here("Compose replaces it before the container starts")
            .label(value.span, "only the container knows this value")
            .help("write `$$`, and the shell in the container replaces it")
            .fix(Fix::risky("write `$$`").insert_before(span, "$"));
    }
}
