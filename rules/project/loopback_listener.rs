//! A server that listens on the container's loopback address, behind a published port.

use plimsoll_linter::prelude::*;
use project::Program;

#[derive(Default)]
pub(crate) struct LoopbackListener;

/// Options of servers that take the address to listen on.
const OPTIONS: [&str; 9] =
    ["--bind", "--bind_ip", "--bind-address", "--host", "--address", "--listen", "--addr", "-b", "-S"];

impl Rule for LoopbackListener {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let is_server = service.network_mode.is_none() && !container.is_client();
        let Some(port) = service.ports.first().filter(|_| is_server) else { return };
        for program in [container.entrypoint(), container.cmd()] {
            let Value::Known { value, .. } = program else { continue };
            let span = match value {
                Program::Instruction(line) => line.span,
                Program::Service(command) => command.span,
            };
            let Some(address) = listened(cx.text(span)) else { continue };
            let inside =
                port.target.as_ref().map_or_else(String::new, |target| target.text.value.to_string());
            let place =
                Span::new(span.file, span.start as usize + address.start, span.start as usize + address.end);
            cx.report(place, format!("{}'s published port {inside} cannot be reached", container.title()))
                .here("this is the container's own loopback address")
                .label(port.span, "this port forwards to the container's network address")
                .help("listen on `0.0.0.0` and limit access in `ports`: `127.0.0.1:HOST:CONTAINER`");
            return;
        }
    }
}

/// Where a command tells a server to listen on `127.0.0.1` or `localhost`.
fn listened(text: &str) -> Option<std::ops::Range<usize>> {
    let is_between = |c: char| c.is_whitespace() || "\"',[]".contains(c);
    let mut before = "";
    let mut at = 0;
    for token in text.split_inclusive(is_between) {
        let start = at;
        at += token.len();
        let token = token.trim_end_matches(is_between);
        if token.is_empty() {
            continue;
        }
        let option = std::mem::replace(&mut before, token);
        let (name, value) = token.split_once('=').unwrap_or((option, token));
        let host = ["127.0.0.1", "localhost"].into_iter().find(|host| {
            value.strip_prefix(host).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        });
        // `manage.py runserver 127.0.0.1:8000`
        if let Some(host) = host.filter(|_| OPTIONS.contains(&name) || name == "runserver") {
            let from = start + token.len() - value.len();
            return Some(from..from + host.len());
        }
    }
    None
}
