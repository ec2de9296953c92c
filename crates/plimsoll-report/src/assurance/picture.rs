//! What can be reached from outside: a picture of a project, and the same in words.

use plimsoll_project::Graph;

use crate::graph::{Nearness, drawing, svg};

/// The most services that a picture shows; those of more are listed only.
const MOST_SERVICES: usize = 60;

/// A project as a picture, and its services in words.
#[derive(Debug)]
pub struct Picture {
    /// The file that the project starts from.
    pub path: String,
    /// Its services, each with what reaches it and what it publishes.
    pub services: Vec<ReachedService>,
    pub(crate) svg: Option<String>,
}

/// A service, and what reaches it.
#[derive(Debug)]
pub struct ReachedService {
    /// Its name.
    pub name: String,
    /// Whether it is reached from outside, and how.
    pub reached: String,
    /// The service and the network between it and the outside.
    pub through: String,
    /// What it publishes.
    pub ports: Vec<String>,
}

impl Picture {
    /// The picture of a project; `None` when it has no services. `conceal` replaces what must not be shown.
    pub fn new(graph: &Graph, conceal: impl Fn(&str) -> String) -> Option<Picture> {
        let services = graph.services.iter().map(|service| {
            let through = service.through.and_then(|(service, network)| {
                Some((graph.services.get(service)?, graph.networks.get(network)?))
            });
            ReachedService {
                name: conceal(&service.name),
                reached: Nearness::of(service).meaning().to_owned(),
                through: through.map_or_else(String::new, |(service, network)| {
                    conceal(&format!("{} on {}", service.name, network.name))
                }),
                ports: service.ports.iter().map(|port| conceal(port)).collect(),
            }
        });
        let services: Vec<ReachedService> = services.collect();
        let is_drawn = services.len() <= MOST_SERVICES;
        // Inside a page, a picture needs no namespace; without one, no address is in the page.
        let draw = || {
            conceal(&svg::draw(&drawing::of(graph))).replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1)
        };
        let svg = is_drawn.then(draw);
        (!services.is_empty()).then(|| Picture { path: graph.path.clone(), services, svg })
    }
}
