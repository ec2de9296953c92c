//! Two services publish the same port of the host.

use std::collections::BTreeMap;

use plimsoll_linter::prelude::*;
use project::SharedPort;

use super::public_port::place;

#[derive(Default)]
pub(crate) struct PortConflict;

/// How many ports a message names.
const MOST_NAMED: usize = 3;

impl Rule for PortConflict {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // Two services that share several ports are one thing to decide.
        let mut pairs: BTreeMap<_, Vec<SharedPort>> = BTreeMap::new();
        for shared in app.shared_ports() {
            let names = (&*shared.earlier.service.name.value, &*shared.later.service.name.value);
            pairs.entry((names, shared.is_appended())).or_default().push(shared);
        }
        for pair in pairs.values() {
            report(pair, cx);
        }
    }
}

fn report(pair: &[SharedPort], cx: &mut Context) {
    let Some(first) = pair.first() else { return };
    let (earlier, later) = (&first.earlier.service.name.value, &first.later.service.name.value);
    let ports = numbers(pair);
    let is_same = first.is_of_one_service();
    let message = if is_same {
        format!("service `{later}` publishes {ports} twice")
    } else {
        format!("services `{earlier}` and `{later}` both publish {ports}")
    };
    let finding = cx.report(first.later.service.key_span("ports"), message);
    for shared in pair {
        finding
            .label(
                place(shared.later.port),
                if is_same { "published again here" } else { "already published by another service" },
            )
            .label(place(shared.earlier.port), "first published here");
    }
    finding.help(if first.is_appended() {
        "mark `ports` with `!override`: by default, Compose appends to the base file's list"
    } else if is_same {
        "change one of the host ports (the part before the container port)"
    } else {
        "change one of the ports, or add a profile to each service if only one should run"
    });
}

/// `port 80`, `ports 80 and 443`, `4 ports`.
fn numbers(pair: &[SharedPort]) -> String {
    let mut numbers: Vec<String> = pair.iter().map(|shared| shared.number.to_string()).collect();
    numbers.dedup();
    match &*numbers {
        [number] => format!("port {number}"),
        [others @ .., last] if numbers.len() <= MOST_NAMED => {
            format!("ports {} and {last}", others.join(", "))
        }
        _ => format!("the same {} ports", numbers.len()),
    }
}
