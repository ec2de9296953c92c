//! A published port on which nothing listens: not the image, nor the server that the command starts.

use plimsoll_linter::prelude::*;
use project::Listener;

#[derive(Default)]
pub(crate) struct UnservedPort;

impl Rule for UnservedPort {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let (span, label, own) = if let Some((image, known)) = container.small_server() {
            let own: Vec<u16> = known.ports().collect();
            (image.span, format!("this image listens on port {}", in_words(&own)), own)
        } else if let Some(Listener { program, ports, .. }) = container.listener() {
            let own: Vec<u16> = ports.iter().map(|(port, _)| *port).collect();
            let Some((_, span)) = ports.first() else { return };
            (*span, format!("`{program}` listens on port {}", in_words(&own)), own)
        } else {
            return;
        };
        let Some(first) = own.first() else { return };
        for port in container.published() {
            let is_tcp = port.protocol.as_ref().is_none_or(|protocol| protocol.value == "tcp");
            let Some(target) = port.target.as_ref().filter(|_| is_tcp) else { continue };
            let is_unserved = |number: &u16| !own.contains(number) && !container.may_serve(*number);
            let Some(number) = target.single().filter(is_unserved) else { continue };
            let finding = cx
                .report(target.text.span, format!("{} does not listen on port {number}", container.title()));
            let is_pair = port.text.as_ref().is_some_and(|text| text.value.contains(':'));
            let is_served = container.published().iter().any(|port| {
                port.target.as_ref().and_then(compose::PortRange::single).is_some_and(|it| own.contains(&it))
            });
            let hint = if is_pair { ": the part after the last `:` is the container port" } else { "" };
            finding.here("connections to the published port fail").label(span, label.clone()).help(
                if is_served {
                    "remove this port".to_owned()
                } else {
                    format!("publish container port {first}{hint}")
                },
            );
        }
    }
}

fn in_words(ports: &[u16]) -> String {
    ports.iter().map(u16::to_string).collect::<Vec<_>>().join(" and ")
}
