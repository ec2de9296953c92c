//! What is looked up by name in an application: services, networks, volumes, configs and secrets.

use std::collections::{HashMap, HashSet};

use plimsoll_compose as compose;
use plimsoll_compose::yaml::Scalar;

use crate::model::service_facts::ServiceFacts;

/// The places of names in a list.
pub(super) fn numbered<'n>(names: impl Iterator<Item = &'n str>) -> HashMap<String, usize> {
    names.enumerate().map(|(index, name)| (name.to_owned(), index)).collect()
}

/// The services by name, and by the networks that they are on.
pub(super) fn indices(
    compose: &compose::Compose<'_>,
) -> (HashMap<String, usize>, HashMap<String, Vec<usize>>) {
    let mut by_name = HashMap::new();
    let mut by_network: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, service) in compose.services.iter().enumerate() {
        by_name.insert(service.name.value.clone().into_owned(), index);
        if service.network_mode.is_none() {
            let named = service.networks.iter().map(|network| &*network.name.value);
            let is_implied = service.networks.is_empty() && service.extends.is_none();
            let implied = is_implied.then_some("default");
            for network in named.chain(implied) {
                by_network.entry(network.to_owned()).or_default().push(index);
            }
        }
    }
    (by_name, by_network)
}

/// The repositories of the images that services build.
pub(super) fn built_images(compose: &compose::Compose<'_>, facts: &[ServiceFacts<'_>]) -> HashSet<String> {
    let built = compose.services.iter().zip(facts).filter(|(service, _)| service.build.is_some());
    let images = built.filter_map(|(_, facts)| facts.image.as_ref().get());
    images.map(|image| image.repository.text.to_string()).collect()
}

/// The services whose networks others share: `network_mode: service:NAME`.
pub(super) fn network_owners(compose: &compose::Compose<'_>) -> HashSet<String> {
    let modes = compose.services.iter().filter_map(|service| service.network_mode.as_ref());
    let owner = |mode: &Scalar<'_>| mode.value.strip_prefix("service:").map(str::to_owned);
    modes.filter_map(owner).collect()
}

/// For each service those that depend on it, and at which item.
pub(super) fn dependents(
    compose: &compose::Compose<'_>,
    by_name: &HashMap<String, usize>,
) -> Vec<Vec<(usize, usize)>> {
    let mut dependents = vec![Vec::new(); compose.services.len()];
    for (index, service) in compose.services.iter().enumerate() {
        for (at, item) in service.depends_on.iter().enumerate() {
            if let Some(&needed) = by_name.get(&*item.service.value)
                && let Some(all) = dependents.get_mut(needed)
            {
                all.push((index, at));
            }
        }
    }
    dependents
}

/// Secrets or configs by their names.
pub(super) fn by_key(contents: &[compose::Content<'_>]) -> HashMap<String, usize> {
    let all = contents.iter().enumerate();
    all.map(|(index, content)| (content.key.value.clone().into_owned(), index)).collect()
}
