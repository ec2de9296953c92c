//! A port below 1024, inside or outside of the container.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct PrivilegedPort;

impl Rule for PrivilegedPort {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        if service
            .cap_drop
            .iter()
            .any(|dropped| dropped.value.to_ascii_uppercase().ends_with("NET_BIND_SERVICE"))
        {
            return;
        }
        let mut low: Vec<(u16, Span)> = Vec::new();
        let mut is_of_host = false;
        for port in &service.ports {
            let mut ranges = [&port.published, &port.target].into_iter().flatten();
            let privileged = |range: &compose::PortRange| range.ports.filter(|(first, _)| *first < 1024);
            let found = ranges.find_map(|range| Some((privileged(range)?.0, range)));
            is_of_host |= port.published.as_ref().is_some_and(|range| privileged(range).is_some());
            low.extend(found.map(|(number, range)| {
                (number, if range.text.span.is_empty() { port.span } else { range.text.span })
            }));
        }
        let Some((first, _)) = low.first() else { return };
        let title = container.title();
        let message = match low.len() {
            1 => format!("{title} uses the privileged port {first}"),
            count => format!("{title} uses {count} privileged ports"),
        };
        let finding = cx.report(service.key_span("ports"), message);
        let why = if is_of_host {
            finding.help("publish on port 1024 or higher");
            "host ports below 1024 are privileged"
        } else {
            // CIS speaks of the host's ports only.
            finding.help("use port 1024 or higher in the container").answers_to(["kics:bc2908f3"]);
            "before Docker 20.10, only root or a process with `NET_BIND_SERVICE` could bind to this port"
        };
        for (at, (_, span)) in low.iter().enumerate() {
            finding.label(*span, if at == 0 { why } else { "also privileged" });
        }
    }
}
