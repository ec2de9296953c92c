//! Published ports of services that are on internal networks only.

use std::collections::HashMap;

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnreachablePort;

impl Rule for UnreachablePort {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // To open the networks mends all of the services on them.
        let mut groups: Vec<(Vec<Span>, Vec<&compose::Service>)> = Vec::new();
        let mut known: HashMap<Vec<Span>, usize> = HashMap::new();
        for service in app.services() {
            let flags = app.internal_networks(service);
            if flags.is_empty() {
                continue;
            }
            let at = *known.entry(flags.clone()).or_insert(groups.len());
            match groups.get_mut(at) {
                Some((_, services)) => services.push(service),
                None => groups.push((flags, vec![service])),
            }
        }
        for (flags, services) in groups {
            report(&flags, &services, cx);
        }
    }
}

fn report(flags: &[Span], services: &[&compose::Service], cx: &mut Context) {
    let [first, others @ ..] = services else { return };
    let name = &first.name.value;
    let whose = match others {
        [] => format!("service `{name}`"),
        [other] => format!("services `{name}` and `{}`", other.name.value),
        _ => format!("service `{name}` and {} others", others.len()),
    };
    let message = format!("published ports of {whose} cannot be reached from outside");
    let finding = cx.report(first.key_span("ports"), message);
    finding.here("published ports are not forwarded to an internal network");
    for other in others {
        finding.label(other.key_span("ports"), "these ports are not forwarded either");
    }
    for flag in flags {
        finding.label(*flag, "this network has no outside access");
    }
    finding.help(match others {
        [] => "add a second network that is not internal, or remove `ports`",
        _ => "remove `internal: true`, or add a second network that is not internal",
    });
}
