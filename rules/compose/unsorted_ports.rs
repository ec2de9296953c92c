//! Ports that are not in the order of their numbers.

use std::collections::HashSet;

use plimsoll_linter::prelude::*;

use super::public_port::place;
use super::unsorted_services::{first_unsorted, sort};

#[derive(Default)]
pub(crate) struct UnsortedPorts;

impl Rule for UnsortedPorts {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // What several services take over from one place is told once.
        let mut told = HashSet::new();
        for file in app.files() {
            for service in &file.services {
                let known: Vec<(u16, &compose::Port)> =
                    service.ports.iter().filter_map(|port| Some((number(port)?, port))).collect();
                let keys: Vec<u16> = known.iter().map(|(number, _)| *number).collect();
                let Some(at) = first_unsorted(&keys) else { continue };
                let (Some((number, port)), Some((greater, other))) = (known.get(at), known.get(at - 1))
                else {
                    continue;
                };
                if !told.insert(service.key_span("ports")) {
                    continue;
                }
                let message = format!("ports in service `{}` are not sorted", service.name.value);
                let finding = cx.report(service.key_span("ports"), message);
                finding
                    .label(place(other), format!("this should come after {number}"))
                    .label(place(port), format!("{number} is listed after {greater}"));
                finding.help("sort by host port");
                if known.len() == service.ports.len() {
                    let spans: Vec<Span> = service.ports.iter().map(|port| port.span).collect();
                    finding.fixes.extend(sort("list", file, &spans, &keys));
                }
            }
        }
    }
}

/// The first port of the host, else of the container; `None` when a variable decides.
fn number(port: &compose::Port) -> Option<u16> {
    port.published.as_ref().or(port.target.as_ref())?.ports.map(|(first, _)| first)
}
