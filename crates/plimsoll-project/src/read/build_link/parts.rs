//! What tells that a file is a part of an application, which Compose reads together with other files.

use plimsoll_compose as compose;

/// Whether the file has a single service, which uses networks or volumes, and declares nothing. One that lacks services as
/// well is a part of an application, which Compose is given together with others. Where there are several services, or
/// some declarations, Compose reads the file alone, and each missing name is a mistake of its own.
pub(super) fn is_lone_part(app: &compose::Compose<'_>) -> bool {
    let declares = !app.networks.is_empty() || !app.volumes.is_empty();
    app.services.len() == 1 && !declares && !undeclared(app).is_empty()
}

/// The networks and volumes that services use and that the file does not declare, with the key for each.
pub(super) fn undeclared<'c>(app: &'c compose::Compose<'_>) -> Vec<(&'static str, &'c str)> {
    let is_network = |name: &str| app.networks.iter().any(|network| network.key.value == name);
    let is_volume = |name: &str| app.volumes.iter().any(|volume| volume.key.value == name);
    let of_service = |service: &'c compose::Service<'_>| {
        let networks = service.networks.iter().map(|network| &*network.name.value);
        let networks = networks.filter(|name| *name != "default" && !is_network(name));
        let mounts = service.volumes.iter().filter(|mount| mount.kind == compose::MountKind::Volume);
        let volumes = mounts.filter_map(|mount| mount.source.as_ref()).map(|source| &*source.value);
        let volumes = volumes.filter(|name| !is_volume(name)).map(|name| ("volumes", name));
        networks.map(|name| ("networks", name)).chain(volumes).collect::<Vec<_>>()
    };
    app.services.iter().flat_map(of_service).collect()
}
