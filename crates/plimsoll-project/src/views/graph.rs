//! How a project hangs together, ready to be drawn: services, networks, ports, dependencies, stages.

use std::collections::HashMap;

use plimsoll_diagnostics::FileId;

use super::summary;
use crate::{Base, Container, Project, Stage, is_root};

/// How a project hangs together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// The file it starts from.
    pub path: String,
    /// Its services, in order.
    pub services: Vec<GraphService>,
    /// Its networks, in order.
    pub networks: Vec<GraphNetwork>,
    /// The stages that services need; for a Dockerfile alone all of them.
    pub stages: Vec<GraphStage>,
}

/// A service. Numbers are places in the lists of the [`Graph`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphService {
    /// Its name.
    pub name: String,
    /// The image that is pulled for it, where that is known; none when it is built.
    pub image: Option<String>,
    /// The stage it builds, where that is known.
    pub stage: Option<usize>,
    /// Whether it keeps data: a database, cache, broker or search engine.
    pub is_store: bool,
    /// The user it runs as, where that is known: what its entrypoint makes of root is not.
    pub user: Option<String>,
    /// Whether that is root.
    pub is_root: bool,
    /// What it publishes: `127.0.0.1:8080 → 80`.
    pub ports: Vec<String>,
    /// The networks it is on.
    pub networks: Vec<usize>,
    /// The services it waits for, each with the condition.
    pub depends_on: Vec<(usize, String)>,
    /// How many services lie between it and the outside; none when nobody outside reaches it.
    pub hops: Option<usize>,
    /// Whether that outside is only the host itself: nothing is published beyond its loopback address.
    pub is_local: bool,
    /// Whether nobody knows if the outside reaches it: it is on an external network, or shares one with such a service.
    pub may_be_reached: bool,
    /// The service and the network through which the outside reaches it.
    pub through: Option<(usize, usize)>,
}

/// A network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphNetwork {
    /// Its name in the file.
    pub name: String,
    /// Whether it has no way out.
    pub is_internal: bool,
    /// Whether it exists already.
    pub is_external: bool,
}

/// A build stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphStage {
    /// The path of its Dockerfile.
    pub file: String,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Its number in the file, from 0.
    pub number: usize,
    /// The stage that it starts from.
    pub parent: Option<usize>,
    /// The image that it starts from, where that is known; `scratch` too.
    pub image: Option<String>,
    /// The stages that it takes files from.
    pub takes_from: Vec<usize>,
}

impl GraphStage {
    /// What to call it: by its name, else by its number.
    pub fn title(&self) -> String {
        match &self.name {
            Some(name) => format!("`{name}`"),
            None => format!("stage {}", self.number),
        }
    }
}

impl Project<'_> {
    /// How it hangs together.
    pub fn graph(&self) -> Graph {
        let mut builder = Builder { graph: Graph::default(), stages: HashMap::new() };
        let Some(app) = &self.app else {
            builder.graph.path.push_str(self.dockerfiles.first().map_or("", |file| file.path));
            for stage in self.stages() {
                builder.stage(stage);
            }
            return builder.graph;
        };
        builder.graph.path.push_str(app.path);
        let mut networks = HashMap::new();
        for name in app.networks() {
            let declared = app.network_named(name);
            networks.insert(name.to_owned(), builder.graph.networks.len());
            builder.graph.networks.push(GraphNetwork {
                name: name.to_owned(),
                is_internal: declared
                    .is_some_and(|own| own.internal.as_ref().is_some_and(|flag| flag.is(true))),
                is_external: declared.is_some_and(|own| own.external.is_some()),
            });
        }
        let reaches = app.reaches();
        let may_be_reached = app.may_be_reached(&reaches);
        for ((container, reach), may_be_reached) in self.containers().zip(reaches).zip(may_be_reached) {
            let mut service = service(&container);
            service.stage = container.stage().map(|stage| builder.stage(stage));
            service.hops = reach.map(|reach| reach.hops);
            service.may_be_reached = may_be_reached;
            service.is_local = reach.is_some_and(|reach| reach.is_local);
            let through = reach.and_then(|reach| reach.through);
            service.through =
                through.and_then(|(index, network)| Some((index, networks.get(network).copied()?)));
            let owner = app.network_owner(container.service);
            // What its owner publishes reaches a shared network.
            service.ports.extend(owner.into_iter().flat_map(|owner| &owner.ports).map(summary::published));
            let on = app.networks_of(owner.unwrap_or(container.service));
            service.networks = on.iter().filter_map(|network| networks.get(network.name).copied()).collect();
            builder.graph.services.push(service);
        }
        builder.graph
    }
}

struct Builder {
    graph: Graph,
    /// Where each stage is, by file and number.
    stages: HashMap<(FileId, usize), usize>,
}

impl Builder {
    /// The place of a stage, which is put in with all that it needs.
    fn stage(&mut self, stage: Stage<'_>) -> usize {
        let key = |stage: &Stage<'_>| (stage.file().tree.file, stage.index());
        if let Some(known) = self.stages.get(&key(&stage)) {
            return *known;
        }
        let mut needed = stage.needed();
        // A stage needs earlier ones only.
        needed.sort_unstable_by_key(Stage::index);
        for stage in needed {
            if self.stages.contains_key(&key(&stage)) {
                continue;
            }
            let place = |base: &Base<'_>| match base {
                Base::Stage(other) => self.stages.get(&key(other)).copied(),
                _ => None,
            };
            let base = stage.base();
            let mut takes_from: Vec<usize> =
                stage.copies_from().filter_map(|copied| place(&copied.source)).collect();
            takes_from.sort_unstable();
            takes_from.dedup();
            let found = GraphStage {
                file: stage.file().path.to_owned(),
                name: stage.name().map(|name| name.value.clone().into_owned()),
                number: stage.index(),
                parent: place(&base),
                image: match base {
                    Base::Image(image) => Some(image.to_string()),
                    Base::Scratch => Some("scratch".to_owned()),
                    Base::Stage(_) | Base::Unknown { .. } => None,
                },
                takes_from,
            };
            self.stages.insert(key(&stage), self.graph.stages.len());
            self.graph.stages.push(found);
        }
        self.stages.get(&key(&stage)).copied().unwrap_or_default()
    }
}

fn service(container: &Container<'_>) -> GraphService {
    let user = container.user().get().filter(|_| !container.drops_privileges());
    let depends_on = container
        .depends_on()
        .filter_map(|(item, needed)| Some((needed?.index, item.awaits().name().to_owned())));
    GraphService {
        name: container.name().to_owned(),
        image: container.image().get().filter(|_| !container.is_built()).map(ToString::to_string),
        stage: None,
        is_store: container.is_data_store(),
        user: user.map(str::to_owned),
        is_root: user.is_some_and(is_root),
        ports: container.published().iter().map(summary::published).collect(),
        networks: Vec::new(),
        depends_on: depends_on.collect(),
        hops: None,
        is_local: false,
        may_be_reached: false,
        through: None,
    }
}
