//! Ports that are not in the order of their numbers.

use plimsoll_linter::prelude::*;

use super::public_port::place;

#[derive(Default)]
pub(crate) struct UnsortedPorts;

impl Rule for UnsortedPorts {
    fn check_app(&self, app: &App, cx: &mut Context) {
        for service in app.files().iter().flat_map(|file| &file.services) {
            check(service, cx);
        }
    }
}

fn check(service: &compose::Service, cx: &mut Context) {
    let mut before: Option<(u16, Span)> = None;
    for port in &service.ports {
        let range = port.published.as_ref().or(port.target.as_ref());
        let Some((number, _)) = range.and_then(|range| range.ports) else { continue };
        match before {
            Some((greater, other)) if number < greater => {
                cx.report(place(port), format!("port {number} stands behind {greater}"))
                    .here("is not in the order of numbers")
                    .label(other, "comes after it")
                    .help("sort by the port of the host");
                return;
            }
            _ => before = Some((number, place(port))),
        }
    }
}
