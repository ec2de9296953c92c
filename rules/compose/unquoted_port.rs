//! A port that is not written in quotes.

use compose::yaml::Style;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnquotedPort;

impl Rule for UnquotedPort {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let ports = service.ports.iter().filter_map(|port| port.text.as_ref());
        let all: Vec<_> = ports.chain(&service.expose).collect();
        // As its neighbours have them.
        let quote = if all.iter().any(|text| text.style == Style::DoubleQuoted) { "\"" } else { "'" };
        for text in all.into_iter().filter(|text| text.style == Style::Plain) {
            cx.report(text.span, format!("port `{}` is not quoted", text.value))
                .here(if text.value.contains(':') {
                    "a base-60 number in YAML 1.1"
                } else {
                    "parsed as a number, not a string"
                })
                .help("put the port in quotes")
                .fix(Fix::safe("add quotes").insert_before(text.span, quote).insert_after(text.span, quote));
        }
    }
}
