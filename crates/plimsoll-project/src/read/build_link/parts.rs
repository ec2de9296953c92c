//! What tells that a file is a part of an application, which Compose reads together with other files.

use std::collections::{HashMap, HashSet};

use plimsoll_compose as compose;
use plimsoll_diagnostics::nearest;

use crate::Loader;
use crate::values::compose_names::speaks_of_swarm;

/// Whether the file has a single service, which uses networks or volumes, and declares nothing. One that lacks services as
/// well is a part of an application, which Compose is given together with others. Where there are several services, or
/// some declarations, Compose reads the file alone, and each missing name is a mistake of its own.
fn is_lone_part(app: &compose::Compose<'_>) -> bool {
    let declares = !app.networks.is_empty() || !app.volumes.is_empty();
    app.services.len() == 1 && !declares && !undeclared(app).is_empty()
}

/// The networks, volumes, secrets and configs that services use and that the file does not declare, with the key for each.
pub(super) fn undeclared<'c>(app: &'c compose::Compose<'_>) -> Vec<(&'static str, &'c str)> {
    let secrets: HashSet<&str> = app.secrets.iter().map(|secret| &*secret.key.value).collect();
    let configs: HashSet<&str> = app.configs.iter().map(|config| &*config.key.value).collect();
    let networks: HashSet<&str> = app.networks.iter().map(|network| &*network.key.value).collect();
    let volumes: HashSet<&str> = app.volumes.iter().map(|volume| &*volume.key.value).collect();
    let of_service = |service: &'c compose::Service<'_>| {
        let used = service.networks.iter().map(|network| &*network.name.value);
        let used = used.filter(|name| *name != "default" && !networks.contains(name));
        let mounts = service.volumes.iter().filter(|mount| mount.kind == compose::MountKind::Volume);
        let mounted = mounts.filter_map(|mount| mount.source.as_ref()).map(|source| &*source.value);
        let mounted = mounted.filter(|name| !volumes.contains(name)).map(|name| ("volumes", name));
        let granted = |grants: &'c [compose::Grant<'_>], declared: &HashSet<&str>, key| {
            let names = grants.iter().filter_map(|grant| grant.source.as_ref()).map(|source| &*source.value);
            names.filter(|name| !declared.contains(name)).map(|name| (key, name)).collect::<Vec<_>>()
        };
        let mut all: Vec<_> = used.map(|name| ("networks", name)).chain(mounted).collect();
        all.extend(granted(&service.secrets, &secrets, "secrets"));
        all.extend(granted(&service.configs, &configs, "configs"));
        all
    };
    app.services.iter().flat_map(of_service).collect()
}

/// Whether services that this file lacks are in another one, which it is started together with.
pub(super) fn lacks_services_of_others<'s>(
    app: &compose::Compose<'s>,
    by_name: &HashMap<String, usize>,
    borrowed: &[compose::Compose<'s>],
    path: &str,
    loader: &dyn Loader<'s>,
) -> bool {
    let needed = app.services.iter().flat_map(|service| &service.depends_on);
    let lacking: Vec<&str> =
        needed.map(|item| &*item.service.value).filter(|name| !by_name.contains_key(*name)).collect();
    // One that is called nearly like a service here is a slip.
    let is_lone_part = is_lone_part(app);
    let is_part = is_lone_part || !lacking.is_empty() && loader.is_followed(path);
    let is_part = |name: &str| is_part && nearest(name, by_name.keys().map(String::as_str)).is_none();
    // A file that a service is extended from is not merged, so what it has is not here.
    let is_elsewhere =
        |name: &str| borrowed.iter().all(|file| file.service(name).is_none()) && loader.completes(name, path);
    !lacking.is_empty() && loader.is_laid_over(path)
        || lacking.iter().any(|name| is_elsewhere(name) || is_part(name))
}

/// Whether something else brings what a file lacks: a file that is laid over it, or that it is laid over, or that extends
/// its services, or a script.
pub(super) fn is_completed_elsewhere(lacking: &[(&str, &str)], path: &str, loader: &dyn Loader<'_>) -> bool {
    !lacking.is_empty()
        && (loader.has_template_beside(path)
            || loader.is_laid_over(path)
            || loader.is_extended(path)
            || loader.declares_beside(lacking, path)
            || lacking.iter().any(|(_, name)| loader.is_filled_in(name)))
}

/// The names that services answer to in the files that share a network with this one: it has a name of its own.
pub(super) fn neighbours<'s>(app: &compose::Compose<'s>, loader: &dyn Loader<'s>) -> HashSet<String> {
    let shared: Vec<&str> =
        app.networks.iter().filter_map(|network| Some(&*network.name.as_ref()?.value)).collect();
    if shared.is_empty() { HashSet::new() } else { loader.hosts_on(&shared) }
}

/// Whether a file is written for Swarm: by its path, by settings that only Swarm reads, or by replicas beside a text about a
/// swarm.
pub(super) fn is_for_swarm(
    app: &compose::Compose<'_>,
    (path, from_root): (&str, &str),
    loader: &dyn Loader<'_>,
) -> bool {
    let is_overlay = |network: &compose::Network<'_>| {
        network.driver.as_ref().is_some_and(|driver| driver.value == "overlay")
    };
    let is_template = |(at, open): (usize, &str)| {
        let field = app.source.raw.get(at + open.len()..).unwrap_or_default();
        let field = field.strip_prefix(' ').unwrap_or(field);
        [".Task.", ".Node.", ".Service."].iter().any(|own| field.starts_with(own))
    };
    // Swarm builds nothing.
    let has_replicas = || {
        let has =
            |service: &compose::Service| service.get("deploy").is_some_and(|it| it.get("replicas").is_some());
        app.services.iter().any(has) && !app.services.iter().any(|service| service.has("build"))
    };
    speaks_of_swarm(from_root)
        || app.source.raw.match_indices("{{").any(is_template)
        || app.services.iter().any(has_settings_of_swarm)
        || app.networks.iter().any(is_overlay)
        || has_replicas() && loader.speaks_of_swarm(path)
}

/// Whether a service has settings that only Swarm reads: how it is spread over machines, replaced and found.
fn has_settings_of_swarm(service: &compose::Service<'_>) -> bool {
    let deploy = service.get("deploy");
    ["mode", "placement", "endpoint_mode", "update_config", "rollback_config", "labels"]
        .iter()
        .any(|key| deploy.is_some_and(|it| it.get(key).is_some()))
}

/// Whether a file has only comments.
pub(super) fn says_nothing(app: &compose::Compose<'_>) -> bool {
    app.source.raw.lines().all(|line| line.is_empty() || line == "---" || line.starts_with('#'))
}
