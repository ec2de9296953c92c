//! Two keys of a service that exclude each other.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ContradictoryService;

/// A key, and the one in `deploy.resources` that says the same.
const SAME: &[(&str, &[&str])] = &[
    ("cpus", &["deploy", "resources", "limits", "cpus"]),
    ("mem_limit", &["deploy", "resources", "limits", "memory"]),
    ("mem_reservation", &["deploy", "resources", "reservations", "memory"]),
    ("pids_limit", &["deploy", "resources", "limits", "pids"]),
];

impl Rule for ContradictoryService {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let name = &service.name.value;
        // As it is with the values of `.env` and with defaults.
        let app = cx.project().app.as_ref();
        let service = app.and_then(|app| app.resolved_service(name)).unwrap_or(service);
        // Swarm ignores the mode.
        let mode = service.network_mode.as_ref().filter(|_| app.is_none_or(|app| !app.is_stack()));
        if let (Some(mode), Some(_)) = (mode, service.networks.first()) {
            cx.report(mode.span, format!("service `{name}` sets both `network_mode` and `networks`"))
                .here("with `network_mode`, the service cannot join other networks")
                .label(service.key_span("networks"), "`networks` is set here")
                .help("remove one of the two");
        }
        for (key, path) in SAME {
            let own = service.get(key).and_then(|own| own.as_scalar());
            let deployed = service.fields.at(path).and_then(|entry| entry.value.as_scalar());
            let (Some(own), Some(deployed)) = (own, deployed) else { continue };
            let is_known = !own.is_interpolated() && !deployed.is_interpolated();
            if is_known && amount(&own.value) != amount(&deployed.value) {
                cx.report(own.span, format!("service `{name}` has two different values for `{key}`"))
                    .here("first value")
                    .label(deployed.span, "second value")
                    .help("remove one of the two");
            }
        }
        let replicas =
            service.scale.as_ref().or(service.deploy.as_ref().and_then(|deploy| deploy.replicas.as_ref()));
        let several = replicas.filter(|replicas| replicas.value.is_some_and(|count| count > 1));
        // Swarm ignores the name.
        let several = several.filter(|_| app.is_none_or(|app| !app.is_for_swarm()));
        if let (Some(own), Some(several)) = (&service.container_name, several) {
            cx.report(own.span, format!("several replicas of service `{name}` share one `container_name`"))
                .here("container names must be unique on a host")
                .label(several.span(), "more than one replica is requested here")
                .help("remove `container_name` and let Compose generate the names");
        }
    }
}

/// A size or a number, so that `512m` and `512MB` are the same.
fn amount(text: &str) -> Option<(u64, String)> {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let number: f64 = text.get(..digits)?.parse().ok()?;
    let unit = text.get(digits..)?.trim().to_ascii_lowercase();
    Some((number.to_bits(), unit.trim_end_matches('b').trim_end_matches('i').to_owned()))
}
