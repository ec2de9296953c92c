//! A data store is on networks of its own, or on internal ones.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use crate::evidence::{all_is_here, container, either, known};

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(container(subject).and_then(|container| judge(&container)))
}

fn judge(container: &Container) -> Result<Proof, Proof> {
    let service = container.service;
    if let Some(image) = &service.image {
        known(image)?;
    }
    match container.known_image() {
        None => {
            let place = service.image.as_ref().map_or(service.name.span, |image| image.span);
            return Err(Proof::Unknown(place, "it is unknown whether this service stores data".to_owned()));
        }
        Some(image) if !image.is_data_store() => {
            return Err(Proof::NotApplicable("the service is not a data store".to_owned()));
        }
        Some(_) => {}
    }
    all_is_here(container)?;
    // Services that are elsewhere may be on the same network, and published.
    if container.line().is_none() && !container.app.is_complete() {
        let why = "another file can add services to the same networks";
        return Err(Proof::Unknown(service.name.span, why.to_owned()));
    }
    // What shares the network of another service is where that one is, and published as it is.
    let owner = container.app.network_owner(service).filter(|owner| owner.network_mode.is_none());
    if let Some(mode) = service.network_mode.as_ref().filter(|_| owner.is_none()) {
        return Err(Proof::Unknown(mode.span, "the service uses another container's network".to_owned()));
    }
    if let Some(owner) = owner.filter(|owner| owner.extends.is_some() || !container.app.says_all_of(owner)) {
        return Err(Proof::Unknown(owner.name.span, "another file can change this service".to_owned()));
    }
    let host = owner.unwrap_or(service);
    let networks = container.app.networks_of(host);
    let mut shown = networks.first().map_or(service.name.span, |network| network.span);
    let mut why = "the data store is separated from published services";
    for network in &networks {
        let declared = network.declared;
        // `docker network create` makes a network that any container can join.
        if container.line().is_some() {
            return Err(Proof::Unknown(network.span, "other containers might be on this network".to_owned()));
        }
        if let Some(external) = declared.filter(|network| network.external.is_some()) {
            return Err(Proof::Unknown(
                external.key.span,
                "other containers might be on this network".to_owned(),
            ));
        }
        if declared.is_none() && network.name != "default" {
            let why = format!("network `{}` is not declared in these files", network.name);
            return Err(Proof::Unknown(network.span, why));
        }
        let internal = declared.and_then(|network| network.internal.as_ref()).filter(|flag| flag.is(true));
        let published = container
            .app
            .services_on(network.name)
            .find(|other| !other.ports.is_empty() && other.name.value != host.name.value);
        match (published, internal) {
            (Some(_), Some(flag)) => {
                shown = flag.span();
                why = "the data store shares only internal networks with published services";
            }
            (Some(other), None) => {
                let why =
                    format!("the service shares the network `{}` with a published service", network.name);
                return Err(Proof::Unknown(other.name.span, why));
            }
            (None, _) => {}
        }
    }
    if !host.ports.is_empty() {
        return Err(Proof::Unknown(host.key_span("ports"), "the data store itself is published".to_owned()));
    }
    Ok(Proof::Proved(shown, why.to_owned()))
}
