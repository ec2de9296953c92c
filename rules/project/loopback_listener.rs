//! A server that listens on the container's loopback address, behind a published port.

use std::ops::Range;

use compose::Port;
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
        let Some(port) = service.ports.first().filter(|_| service.network_mode.is_none()) else { return };
        if container.is_client() {
            return;
        }
        for program in [container.entrypoint(), container.cmd()] {
            let Value::Known { value, .. } = program else { continue };
            let span = match value {
                Program::Instruction(line) => line.span,
                Program::Service(command) => command.span,
            };
            let text = cx.text(span);
            let inside = |at: Range<usize>| {
                Span::new(span.file, span.start as usize + at.start, span.start as usize + at.end)
            };
            if let Some(address) = listened(text) {
                report(container, port, inside(address), "this is the container's own loopback address", cx)
                    .help("listen on `0.0.0.0` and limit access in `ports`: `127.0.0.1:HOST:CONTAINER`");
                return;
            }
            let Some((server, number)) = django_default(text) else { continue };
            if let Some(port) = service.ports.iter().find(|port| forwards_to(port, number)) {
                let here = "without an address, Django listens on `127.0.0.1` in the container";
                report(container, port, inside(server), here, cx)
                    .help(format!("write `runserver 0.0.0.0:{number}`"));
                return;
            }
        }
    }
}

fn report<'c>(
    container: &Container,
    port: &Port,
    place: Span,
    here: &str,
    cx: &'c mut Context,
) -> &'c mut Diagnostic {
    let inside = port.target.as_ref().map_or_else(String::new, |target| target.text.value.to_string());
    cx.report(place, format!("published port {inside} of {} cannot be reached", container.title()))
        .here(here.to_owned())
        .label(port.span, "this port forwards to the container's network address")
}

fn forwards_to(port: &Port, number: u16) -> bool {
    port.target.as_ref().is_some_and(|target| target.ports == Some((number, number)))
}

/// Where a command starts Django's server without an address, and the port that it then listens on. A word that is
/// neither a flag nor a port may be an address.
fn django_default(text: &str) -> Option<(Range<usize>, u16)> {
    let at = text.find("runserver")?;
    let name = at..at + "runserver".len();
    let is_between = |c: char| c.is_whitespace() || "\"',[]".contains(c);
    let mut before = text.get(..at)?.split(is_between).filter(|word| !matches!(*word, "" | "-"));
    let program = before.next_back()?;
    let is_django = program.ends_with("manage.py") || program == "django-admin";
    let rest = text.get(name.end..)?;
    if !is_django || before.any(|word| word.starts_with('#')) || !rest.chars().next().is_none_or(is_between) {
        return None;
    }
    let mut number = 8000;
    for word in rest.split(is_between).filter(|word| !matches!(*word, "" | "-")) {
        match word {
            "&&" | "||" | ";" => break,
            "--noreload" | "--nothreading" | "--insecure" | "--nostatic" | "--force-color" | "--no-color" => {
            }
            word => number = word.parse().ok()?,
        }
    }
    Some((name, number))
}

/// Where a command tells a server to listen on `127.0.0.1` or `localhost`.
fn listened(text: &str) -> Option<Range<usize>> {
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
