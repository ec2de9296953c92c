//! What is looked up by name in an application: services, networks, volumes, configs and secrets.

use std::collections::{HashMap, HashSet};

use plimsoll_compose as compose;
use plimsoll_compose::yaml::Scalar;

use crate::Loader;
use crate::model::built_images::BuiltImages;
use crate::model::evaluation::Evaluation;
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

/// The images that services build; and those that scripts build, where an image is not known by its name or a service starts
/// from one that another service builds. `evaluations` are those of the Dockerfiles.
pub(super) fn built_images<'e, 's: 'e>(
    compose: &compose::Compose<'_>,
    facts: &[ServiceFacts<'_>],
    evaluations: impl Iterator<Item = &'e Evaluation<'s>>,
    (path, loader): (&str, &dyn Loader<'s>),
) -> BuiltImages {
    let mut images = BuiltImages::default();
    let services = compose.services.iter().zip(facts);
    let named = services.filter_map(|(service, facts)| Some((service, facts, facts.image.as_ref().get()?)));
    let bases: HashSet<String> = evaluations.flat_map(Evaluation::bases).map(ToString::to_string).collect();
    for (service, facts, image) in named {
        let is_asked = if service.build.is_some() {
            images.of_services.insert(image.repository.text.to_string());
            bases.contains(&image.to_string())
        } else {
            facts.known.is_none() && image.digest.is_none()
        };
        if is_asked && loader.is_built_by_script(&image.to_string()) {
            images.of_scripts.insert(image.to_string());
        }
        if is_asked && service.build.is_some() && images.together.is_empty() {
            images.together = loader.built_together(path);
        }
    }
    images
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
