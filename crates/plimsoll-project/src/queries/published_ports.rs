//! Ports of the host that services publish: from where they can be reached, and which two services ask for the same one.

use std::collections::{BTreeSet, HashSet};

use plimsoll_compose::{NetworkMode, Port, Service, is_any_address};

use crate::{ComposeApp, resolve};

/// How many overlapping ports before it each port is compared with, to keep the cost linear.
const LOOK_BACK: usize = 32;

/// From where a published port can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listens {
    /// From everywhere.
    Everywhere,
    /// From where the address that is given can be reached; or it is not known.
    Somewhere,
}

/// A port of the host that a service publishes.
#[derive(Clone, Copy, Debug)]
pub struct PublishedPort<'p> {
    /// The service.
    pub service: &'p Service<'p>,
    /// The port.
    pub port: &'p Port<'p>,
    first: u16,
    last: u16,
    order: usize,
}

/// A port of the host that is published twice.
#[derive(Clone, Copy, Debug)]
pub struct SharedPort<'p> {
    /// Who publishes it first in the file.
    pub earlier: PublishedPort<'p>,
    /// Who publishes it again.
    pub later: PublishedPort<'p>,
    /// The port, the first of a range.
    pub number: u16,
}

/// From where a published port can be reached.
pub fn listens(port: &Port<'_>) -> Listens {
    // `${PORT:-127.0.0.1:8080}` is both.
    let within = |text: &str| text.rsplit_once(':').is_none_or(|(address, _)| is_any_address(address));
    let Some(address) = &port.host_ip else {
        let published = port.published.as_ref().map(|published| resolve(&published.text));
        let is_elsewhere = published.is_some_and(|text| text.is_known_and(|text| !within(&text)));
        return if is_elsewhere { Listens::Somewhere } else { Listens::Everywhere };
    };
    if resolve(address).is_known_and(|address| is_any_address(&address)) {
        Listens::Everywhere
    } else {
        Listens::Somewhere
    }
}

/// Whether the service has a network of its own, to publish ports of.
pub fn takes_ports(service: &Service<'_>) -> bool {
    service.network_mode.as_ref().is_none_or(|mode| match NetworkMode::of(mode) {
        NetworkMode::Bridge => true,
        NetworkMode::Other(name) => !name.contains(':') && !mode.is_interpolated(),
        _ => false,
    })
}

impl ComposeApp<'_> {
    /// Whether two services are only ever started without each other: scripts and texts start each by its name, none starts
    /// all services, and none starts both.
    fn are_alternatives(&self, one: &Service<'_>, other: &Service<'_>) -> bool {
        let (one, other) = (&*one.name.value, &*other.name.value);
        let starts = |name: &str| self.started_together.iter().any(|names| names.contains(name));
        let are_apart = |names: &BTreeSet<String>| {
            // What is no service is a word of a sentence: who reads it starts all of them.
            let is_named = !names.is_empty() && names.iter().all(|name| self.index_of(name).is_some());
            let started = self.with_dependencies(names);
            is_named && !(started.contains(one) && started.contains(other))
        };
        starts(one) && starts(other) && self.started_together.iter().all(are_apart)
    }

    /// These services with all that they depend on.
    fn with_dependencies<'n>(&'n self, names: &'n BTreeSet<String>) -> HashSet<&'n str> {
        let mut found = HashSet::new();
        let mut open: Vec<&str> = names.iter().map(String::as_str).collect();
        while let Some(name) = open.pop() {
            if found.insert(name)
                && let Some(service) = self.index_of(name).and_then(|at| self.compose.services.get(at))
            {
                open.extend(service.depends_on.iter().map(|needed| &*needed.service.value));
            }
        }
        found
    }

    /// The ports that two services, or one service twice, publish on the same address, by number.
    pub fn shared_ports(&self) -> Vec<SharedPort<'_>> {
        let mut all: Vec<PublishedPort<'_>> = Vec::new();
        for service in self.services().filter(|service| takes_ports(service) && is_started(service)) {
            for port in &service.ports {
                let Some((first, last)) = range_of(port) else { continue };
                all.push(PublishedPort { service, port, first, last, order: all.len() });
            }
        }
        all.sort_by_key(|published| (published.first, published.order));
        let shared = all.iter().enumerate().filter_map(|(at, one)| {
            let mut before = all.iter().take(at).rev().take(LOOK_BACK);
            let other = before.find(|other| {
                other.last >= one.first
                    && conflict(one, other)
                    && !self.are_alternatives(one.service, other.service)
            })?;
            let (earlier, later) = if one.order < other.order { (*one, *other) } else { (*other, *one) };
            Some(SharedPort { earlier, later, number: one.first })
        });
        shared.collect()
    }
}

impl SharedPort<'_> {
    /// Whether one service publishes it twice.
    pub fn is_of_one_service(&self) -> bool {
        self.earlier.service.name.value == self.later.service.name.value
    }

    /// Whether one service gets both from different files.
    pub fn is_appended(&self) -> bool {
        self.is_of_one_service() && self.earlier.port.span.file != self.later.port.span.file
    }
}

/// The ports of the host that are certainly bound, the first and the last.
fn range_of(port: &Port<'_>) -> Option<(u16, u16)> {
    let (first, last) = port.published.as_ref()?.ports?;
    // Of a range for one port of the container, the engine takes whichever is free.
    let len = port.target.as_ref().and_then(|target| target.ports).map(|(from, to)| to.abs_diff(from));
    // Port 0 stands for any that is free.
    (first != 0 && (first == last || len == Some(last.abs_diff(first)))).then_some((first, last))
}

/// Whether it has a container at all: `scale: 0` and `replicas: 0` leave it to whoever scales it.
fn is_started(service: &Service<'_>) -> bool {
    let of_deploy = service.deploy.as_ref().and_then(|deploy| deploy.replicas.as_ref());
    ![service.scale.as_ref(), of_deploy].into_iter().flatten().any(|count| count.value == Some(0))
}

/// Whether two services are variants of one that both extend or merge, of which people start the one that they want.
fn are_variants(one: &PublishedPort<'_>, other: &PublishedPort<'_>) -> bool {
    let image = |published: &PublishedPort<'_>| published.service.image.as_ref().map(|image| image.span);
    let is_one = one.service.name.value == other.service.name.value;
    !is_one && (one.port.span == other.port.span || image(one).is_some() && image(one) == image(other))
}

/// Whether both ports are variables, of files that are included to choose from: who starts the services chooses others.
fn are_settings(one: &PublishedPort<'_>, other: &PublishedPort<'_>) -> bool {
    let is_setting = |published: &PublishedPort<'_>| {
        published.port.published.as_ref().is_some_and(|port| port.text.is_interpolated())
    };
    one.port.span.file != other.port.span.file && is_setting(one) && is_setting(other)
}

/// Whether two services may run together.
fn may_meet(one: &Service<'_>, other: &Service<'_>) -> bool {
    // A profile that both have from the service that they extend is of that service, which nobody starts.
    let shares = one.profiles.iter().any(|profile| {
        other.profiles.iter().any(|own| own.value == profile.value && own.span != profile.span)
    });
    one.profiles.is_empty() || other.profiles.is_empty() || shares
}

fn conflict(one: &PublishedPort<'_>, other: &PublishedPort<'_>) -> bool {
    let address =
        |published: &PublishedPort<'_>| published.port.host_ip.as_ref().map(|ip| ip.value.to_string());
    let (here, there) = (address(one), address(other));
    let is_hidden = |address: &Option<String>| address.as_ref().is_some_and(|address| address.contains('$'));
    // `0.0.0.0` is every address of IPv4 alone, `[::]` every one of IPv6.
    let is_v6 = |address: &Option<String>| address.as_ref().map(|address| address.contains(':'));
    let is_one_family = is_v6(&here).zip(is_v6(&there)).is_none_or(|(here, there)| here == there);
    let is_any = listens(one.port) == Listens::Everywhere || listens(other.port) == Listens::Everywhere;
    // An overlay adds ports to services of which another file may say the profiles.
    let is_known =
        |service: &Service<'_>| ["image", "build", "extends", "profiles"].iter().any(|key| service.has(key));
    let is_one = one.service.name.value == other.service.name.value;
    let are_known = is_one || is_known(one.service) && is_known(other.service);
    let is_repeated = is_one && one.port.is_one_with(other.port);
    one.port.protocol_name() == other.port.protocol_name()
        && !are_settings(one, other)
        && !are_variants(one, other)
        && !is_hidden(&here)
        && !is_hidden(&there)
        && (is_any || here == there)
        && is_one_family
        && may_meet(one.service, other.service)
        && are_known
        && !is_repeated
}
