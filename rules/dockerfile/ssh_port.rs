//! EXPOSE of the port of SSH.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct SshPort;

impl Rule for SshPort {
    fn check_expose(&self, expose: &dockerfile::Expose, cx: &mut Context) {
        for port in &expose.ports {
            let Some(text) = cx.expand(port) else { continue };
            if text.split_whitespace().any(holds_22) {
                cx.report(port.text.span, "the SSH port is exposed")
                    .here("port 22 is the SSH port")
                    .help("use `docker exec` instead of an SSH server");
            }
        }
    }
}

/// Whether `22`, or a range that holds it, is what the container exposes.
fn holds_22(spec: &str) -> bool {
    let (ports, protocol) = spec.split_once('/').unwrap_or((spec, "tcp"));
    let container = ports.rsplit(':').next().unwrap_or_default();
    let (start, end) = container.split_once('-').unwrap_or((container, container));
    let range = start.parse::<u16>().ok().zip(end.parse::<u16>().ok());
    !protocol.eq_ignore_ascii_case("sctp") && range.is_some_and(|(start, end)| (start..=end).contains(&22))
}
