//! JSON: the graph as it is, its numbers replaced by names.

use std::io;

use plimsoll_project::Graph;
use serde::Serialize;

use crate::write_json;

#[derive(Serialize)]
struct Document<'g> {
    path: &'g str,
    services: Vec<Service<'g>>,
    networks: Vec<Network<'g>>,
    stages: Vec<Stage<'g>>,
}

#[derive(Serialize)]
struct Service<'g> {
    name: &'g str,
    image: Option<&'g str>,
    /// The place of the stage in `stages`.
    stage: Option<usize>,
    data_store: bool,
    user: Option<&'g str>,
    root: bool,
    ports: &'g [String],
    networks: Vec<&'g str>,
    depends_on: Vec<Dependency<'g>>,
    reach: Option<Reach<'g>>,
    /// Whether nobody knows if the outside gets there: over an external network.
    may_be_reached: bool,
}

#[derive(Serialize)]
struct Dependency<'g> {
    service: &'g str,
    condition: &'g str,
}

/// How the outside gets there; `null` when it does not.
#[derive(Serialize)]
struct Reach<'g> {
    /// `outside`, or `host` for what is published on the host's loopback address.
    from: &'static str,
    hops: usize,
    through: Option<&'g str>,
    network: Option<&'g str>,
}

#[derive(Serialize)]
struct Network<'g> {
    name: &'g str,
    internal: bool,
    external: bool,
}

#[derive(Serialize)]
struct Stage<'g> {
    file: &'g str,
    name: Option<&'g str>,
    number: usize,
    parent: Option<usize>,
    image: Option<&'g str>,
    takes_from: &'g [usize],
}

pub(super) fn write(graph: &Graph, out: &mut dyn io::Write) -> io::Result<()> {
    let service = |index: usize| graph.services.get(index).map_or("", |service| &service.name);
    let network = |index: usize| graph.networks.get(index).map_or("", |network| &network.name);
    let services = graph.services.iter().map(|own| Service {
        name: &own.name,
        image: own.image.as_deref(),
        stage: own.stage,
        data_store: own.is_store,
        user: own.user.as_deref(),
        root: own.is_root,
        ports: &own.ports,
        networks: own.networks.iter().map(|index| network(*index)).collect(),
        depends_on: own
            .depends_on
            .iter()
            .map(|(index, condition)| Dependency { service: service(*index), condition })
            .collect(),
        reach: own.hops.map(|hops| Reach {
            from: super::origin(own.is_local),
            hops,
            through: own.through.map(|(index, _)| service(index)),
            network: own.through.map(|(_, index)| network(index)),
        }),
        may_be_reached: own.may_be_reached,
    });
    let networks = graph.networks.iter().map(|own| Network {
        name: &own.name,
        internal: own.is_internal,
        external: own.is_external,
    });
    let stages = graph.stages.iter().map(|own| Stage {
        file: &own.file,
        name: own.name.as_deref(),
        number: own.number,
        parent: own.parent,
        image: own.image.as_deref(),
        takes_from: &own.takes_from,
    });
    let document = Document {
        path: &graph.path,
        services: services.collect(),
        networks: networks.collect(),
        stages: stages.collect(),
    };
    write_json(&document, out)
}
