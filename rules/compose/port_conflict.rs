//! Two services publish the same port of the host.

use plimsoll_linter::prelude::*;

use super::public_port::{Listens, listens, place, takes_ports};

#[derive(Default)]
pub(crate) struct PortConflict;

/// How many overlapping ports before it each port is compared with, to keep the cost linear.
const LOOK_BACK: usize = 32;

struct Published<'c> {
    service: &'c compose::Service<'c>,
    port: &'c compose::Port<'c>,
    first: u16,
    last: u16,
    order: usize,
}

impl Rule for PortConflict {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        let mut all: Vec<Published> = Vec::new();
        for service in app.services().filter(|service| takes_ports(service) && is_started(service)) {
            for port in &service.ports {
                let Some(published) = &port.published else { continue };
                let Some((first, last)) = published.ports else { continue };
                // Of a range for one port of the container, the engine takes whichever is free.
                let len =
                    port.target.as_ref().and_then(|target| target.ports).map(|(from, to)| to.abs_diff(from));
                // Port 0 stands for any that is free.
                if first == 0 {
                    continue;
                }
                if first == last || len == Some(last.abs_diff(first)) {
                    all.push(Published { service, port, first, last, order: all.len() });
                }
            }
        }
        all.sort_by_key(|published| (published.first, published.order));
        for (at, one) in all.iter().enumerate() {
            let before = all.iter().take(at).rev().take(LOOK_BACK);
            let Some(other) =
                before.filter(|other| other.last >= one.first).find(|other| conflict(one, other))
            else {
                continue;
            };
            let (earlier, later) = if one.order < other.order { (one, other) } else { (other, one) };
            let is_same = earlier.service.name.value == later.service.name.value;
            let message = if is_same {
                format!("service `{}` publishes port {} twice", later.service.name.value, one.first)
            } else {
                let (later, earlier) = (&later.service.name.value, &earlier.service.name.value);
                format!("services `{earlier}` and `{later}` both publish port {}", one.first)
            };
            cx.report(later.service.key_span("ports"), message)
                .label(
                    place(later.port),
                    if is_same { "published again here" } else { "already published by another service" },
                )
                .label(place(earlier.port), "first published here")
                .help(if is_appended(earlier, later) {
                    "mark `ports` with `!override`: by default, Compose appends to the base file's list"
                } else if is_same {
                    "change one of the host ports (the part before the container port)"
                } else {
                    "change one of the ports, or add a profile to each service if only one should run"
                });
        }
    }
}

/// Whether it has a container at all: `scale: 0` and `replicas: 0` leave it to whoever scales it.
fn is_started(service: &compose::Service) -> bool {
    let of_deploy = service.deploy.as_ref().and_then(|deploy| deploy.replicas.as_ref());
    ![service.scale.as_ref(), of_deploy].into_iter().flatten().any(|count| count.value == Some(0))
}

/// Whether one service gets both from different files.
fn is_appended(one: &Published, other: &Published) -> bool {
    one.service.name.value == other.service.name.value && one.port.span.file != other.port.span.file
}

/// Whether two services are variants of one that both extend or merge, of which people start the one that they want.
fn are_variants(one: &Published, other: &Published) -> bool {
    let image = |published: &Published| published.service.image.as_ref().map(|image| image.span);
    let is_one = one.service.name.value == other.service.name.value;
    !is_one && (one.port.span == other.port.span || image(one).is_some() && image(one) == image(other))
}

/// Whether both ports are variables, of files that are included to choose from: who starts the services chooses others.
fn are_settings(one: &Published, other: &Published) -> bool {
    let is_setting = |published: &Published| {
        published.port.published.as_ref().is_some_and(|port| port.text.is_interpolated())
    };
    one.port.span.file != other.port.span.file && is_setting(one) && is_setting(other)
}

fn conflict(one: &Published, other: &Published) -> bool {
    let protocol = |published: &Published| published.port.protocol_name();
    let address = |published: &Published| published.port.host_ip.as_ref().map(|ip| ip.value.to_string());
    let (here, there) = (address(one), address(other));
    let is_hidden = |address: &Option<String>| address.as_ref().is_some_and(|address| address.contains('$'));
    // `0.0.0.0` is every address of IPv4 alone, `[::]` every one of IPv6.
    let is_v6 = |address: &Option<String>| address.as_ref().map(|address| address.contains(':'));
    let may_meet = is_v6(&here).zip(is_v6(&there)).is_none_or(|(here, there)| here == there);
    let is_any = listens(one.port) == Listens::Everywhere || listens(other.port) == Listens::Everywhere;
    let may_be_same = |one: &compose::Service, other: &compose::Service| {
        // A profile that both have from the service that they extend is of that service, which nobody starts.
        let is_shared = |own: &compose::yaml::Scalar, profile: &compose::yaml::Scalar| {
            own.value == profile.value && own.span != profile.span
        };
        let shares =
            one.profiles.iter().any(|profile| other.profiles.iter().any(|own| is_shared(own, profile)));
        one.profiles.is_empty() || other.profiles.is_empty() || shares
    };
    // An overlay adds ports to services of which another file may say the profiles.
    let is_known = |service: &compose::Service| {
        ["image", "build", "extends", "profiles"].iter().any(|key| service.has(key))
    };
    let is_one = one.service.name.value == other.service.name.value;
    let are_known = is_one || is_known(one.service) && is_known(other.service);
    let is_repeated = is_one && one.port.is_one_with(other.port);
    protocol(one) == protocol(other)
        && !are_settings(one, other)
        && !are_variants(one, other)
        && !is_hidden(&here)
        && !is_hidden(&there)
        && (is_any || here == there)
        && may_meet
        && may_be_same(one.service, other.service)
        && are_known
        && !is_repeated
}
