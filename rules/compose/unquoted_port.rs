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
                .here(if is_base_60(&text.value) {
                    "a base-60 number in YAML 1.1"
                } else if text.value.bytes().all(|byte| byte.is_ascii_digit()) {
                    "parsed as a number, not a string"
                } else {
                    "YAML 1.1 reads some ports, such as `22:22`, as base-60 numbers"
                })
                .help("quote the port")
                .fix(Fix::safe("add quotes").insert_before(text.span, quote).insert_after(text.span, quote));
        }
    }
}

/// `22:22`, but not `8080:8080`: each part after the first is a digit in base 60.
fn is_base_60(text: &str) -> bool {
    let mut parts = text.split(':');
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_first = parts.next().is_some_and(|first| is_number(first) && !first.starts_with('0'));
    let mut rest = parts.peekable();
    is_first
        && rest.peek().is_some()
        && rest.all(|part| is_number(part) && part.len() <= 2 && part.parse::<u8>().is_ok_and(|it| it < 60))
}
