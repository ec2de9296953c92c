//! Services that run an image which another file of the repository builds: what its Dockerfile says of them.

use std::collections::HashSet;

use plimsoll_compose::{Compose, Service};
use plimsoll_diagnostics::Sources;
use plimsoll_dockerfile::Dockerfile;

use crate::model::engine_libraries::{mounts_socket, needs_library};
use crate::model::evaluation::BuildInputs;
use crate::{DockerfileModel, ImageBuild, Loaded, Loader};

/// The names of the services that mount the socket of an engine, and whose image is built elsewhere with a client of the engine.
pub(crate) fn engine_clients<'s>(
    sources: &'s Sources,
    compose: &Compose<'_>,
    path: &str,
    loader: &dyn Loader<'s>,
) -> HashSet<String> {
    let is_client = |service: &&Service<'_>| {
        let Some(image) = service.image.as_ref().filter(|_| service.build.is_none()) else { return false };
        let builds = || loader.builds_of(&service.name.value, &image.value, path);
        mounts_socket(service) && builds().iter().any(|build| has_client(build, sources, loader))
    };
    let clients = compose.services.iter().filter(is_client);
    clients.map(|service| service.name.value.clone().into_owned()).collect()
}

fn has_client<'s>(build: &ImageBuild, sources: &'s Sources, loader: &dyn Loader<'s>) -> bool {
    let Loaded::File(id) = loader.load(&build.dockerfile) else { return false };
    let tree = Dockerfile::parse(sources.text(id));
    let inputs = BuildInputs { images: loader.images(), ..BuildInputs::default() };
    let file = DockerfileModel::under(sources, tree, &inputs);
    let stage = match &build.target {
        Some(target) => file.stage_named(target),
        None => file.last_stage(),
    };
    stage.is_some_and(|stage| stage.installs_engine_client())
        || needs_library(&build.context, sources, loader)
}
