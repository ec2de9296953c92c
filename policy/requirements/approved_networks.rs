//! Every network of a service is known, and is as it was declared.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};
use project::NetworkUse;
use serde::Deserialize;

use crate::evidence::{all_is_here, container, declared, either, known};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Networks {
    data_stores: Option<String>,
    #[serde(deserialize_with = "plimsoll_linter::flag")]
    default: bool,
    driver: Option<WordList>,
    external: Option<WordList>,
}

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    either(judge(subject, evidence))
}

fn judge(subject: &Subject, evidence: &Evidence) -> Result<Proof, Proof> {
    let container = container(subject)?;
    let all = declared::<Networks>(subject, evidence, "networks")?;
    all_is_here(&container)?;
    let service = container.service;
    if let Some(mode) = &service.network_mode {
        let why = "the service does not use a network of this application";
        return Err(Proof::Unknown(mode.span, why.to_owned()));
    }
    let mut shown = service.name.span;
    for network in container.networks() {
        shown = network.span;
        for declared in all {
            judge_network(&container, &network, declared)?;
        }
    }
    Ok(Proof::Proved(shown, "the networks of this service are approved".to_owned()))
}

fn judge_network(container: &Container, network: &NetworkUse, declared: &Networks) -> Result<(), Proof> {
    let unknown = |place: Span, why: &str| Err(Proof::Unknown(place, why.to_owned()));
    let own = network.declared;
    if container.line().is_some() || own.is_none() && network.name != "default" {
        return unknown(network.span, "this network is not declared in these files");
    }
    if declared.default && network.name == "default" {
        return unknown(network.span, "the service uses the default network");
    }
    let external = own.filter(|own| is_external(own));
    if let Some(own) = external {
        let old = own.external.as_ref().and_then(|external| external.name.as_ref());
        let name = known(old.or(own.name.as_ref()).unwrap_or(&own.key))?;
        if declared.external.as_ref().is_some_and(|allowed| !allowed.has(&name)) {
            return unknown(own.key.span, "this external network is not approved");
        }
    }
    if let Some(allowed) = &declared.driver {
        let driver = match (own.and_then(|own| own.driver.as_ref()), external) {
            (Some(driver), None) => known(driver)?,
            (None, None) if !container.app.is_stack() => "bridge".to_owned(),
            _ => return unknown(network.span, "the driver of this network is unknown"),
        };
        if !allowed.has(&driver) {
            return unknown(network.span, "the driver of this network is not approved");
        }
    }
    if declared.data_stores.is_some() {
        return store(container, network);
    }
    Ok(())
}

/// A data store is on internal networks alone.
fn store(container: &Container, network: &NetworkUse) -> Result<(), Proof> {
    if container.known_image().is_none() {
        let place = container.service.image.as_ref().map_or(network.span, |image| image.span);
        return Err(Proof::Unknown(place, "it is unknown whether this service stores data".to_owned()));
    }
    let own = network.declared.filter(|own| !is_external(own));
    let is_internal = own.and_then(|own| own.internal.as_ref()).is_some_and(|flag| flag.is(true));
    if container.is_data_store() && !is_internal {
        return Err(Proof::Unknown(
            network.span,
            "it is unknown whether this network is internal".to_owned(),
        ));
    }
    Ok(())
}

/// Whether a network exists already, or may do.
fn is_external(network: &compose::Network) -> bool {
    network.external.as_ref().is_some_and(|external| external.value != Some(false))
}
