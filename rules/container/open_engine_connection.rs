//! A client that talks to an engine over TCP without TLS, or an engine that is started to listen so.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct OpenEngineConnection;

impl Rule for OpenEngineConnection {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        let globals = &line.command.globals;
        let Some(host) = globals.get("--host").and_then(|flag| flag.value.as_ref()) else { return };
        let is_safe = ["--tlsverify", "--tls"].iter().any(|flag| globals.has(flag));
        if let Some(address) = host.text().filter(|_| !is_safe).filter(|address| is_open(address)) {
            cx.report(host.span, format!("connection to `{address}` without TLS"))
                .here("anyone who can connect to this port can become root on that host")
                .help("connect with `-H ssh://HOST`, or with `--tlsverify` to a port that requires client certificates");
        }
    }

    fn check_host_command(&self, command: &shell::Command, cx: &mut Context) {
        let alone = command.assignments.iter().filter(|assignment| &*assignment.name == "DOCKER_HOST");
        let alone =
            alone.filter_map(|assignment| Some((assignment.span, assignment.value.as_ref()?.unquoted())));
        let in_words = command.assignments_in_words();
        let in_words =
            in_words.filter_map(|(word, _)| Some((word.span, word.unquoted().strip_prefix("DOCKER_HOST=")?)));
        let open: Vec<Span> =
            alone.chain(in_words).filter(|(_, address)| is_open(address)).map(|(span, _)| span).collect();
        for span in open {
            cx.report(span, "engine connection over TCP without TLS")
                .here("anyone who can connect to this port can become root on that host")
                .help("connect with `ssh://HOST`, or set `DOCKER_TLS_VERIFY=1` for a port that requires client certificates");
        }
        if command.name() != "dockerd" || command.arguments().iter().any(|word| word.is("--tlsverify")) {
            return;
        }
        let listens = |word: &&shell::Word| {
            let text = word.unquoted();
            is_open(text.strip_prefix("--host=").or_else(|| text.strip_prefix("-H=")).unwrap_or(text))
        };
        if let Some(host) = command.arguments().iter().find(listens) {
            cx.report(host.span, "`dockerd` listens on TCP without TLS")
                .here("anyone who can connect to this port can become root on this host")
                .help("add `--tlsverify` with certificates, or listen only on a socket");
        }
    }
}

/// Whether an address is one of TCP, and not of the machine itself.
fn is_open(address: &str) -> bool {
    let Some(host) = address.strip_prefix("tcp://") else { return false };
    let is_local = ["127.", "localhost", "[::1]", "docker:", "dind:"].iter().any(|own| host.starts_with(own));
    !is_local && host != "docker" && !host.starts_with('$')
}
