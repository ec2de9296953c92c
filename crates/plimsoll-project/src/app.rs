//! A Compose file as one application: its services and how they are tied together.

use std::collections::HashMap;

use plimsoll_compose::{Compose, DependsOn, Network, Service};
use plimsoll_diagnostics::Span;

use crate::evaluation::Evaluation;
use crate::link::ServiceFacts;

/// A Compose file as one application.
#[derive(Debug)]
pub struct App<'s> {
    /// The file as it is written.
    pub compose: Compose<'s>,
    /// Its path, as its [`Sources`](plimsoll_diagnostics::Sources) have it.
    pub path: &'s str,
    /// One for each service.
    pub(crate) facts: Vec<ServiceFacts<'s>>,
    /// What Dockerfiles mean under the build arguments of services.
    pub(crate) evaluations: Vec<Evaluation<'s>>,
    /// Services by name.
    pub(crate) by_name: HashMap<String, usize>,
    /// Services by network.
    pub(crate) by_network: HashMap<String, Vec<usize>>,
    /// Networks that the file declares, by name.
    pub(crate) declared: HashMap<String, usize>,
    /// For each service, which ones depend on it: the service, and the place in its `depends_on`.
    pub(crate) dependents: Vec<Vec<(usize, usize)>>,
}

/// A network that a service is on.
#[derive(Clone, Copy, Debug)]
pub struct NetworkUse<'p> {
    /// Its name in the file; `default` for the one that Compose makes.
    pub name: &'p str,
    /// Where the service names it; the service's own name for the implied `default`.
    pub span: Span,
    /// Where the file declares it.
    pub declared: Option<&'p Network<'p>>,
}

impl<'s> App<'s> {
    /// All of the file.
    pub fn span(&self) -> Span {
        self.compose.source.span
    }

    /// Its services, in order.
    pub fn services(&self) -> impl ExactSizeIterator<Item = &Service<'s>> {
        self.compose.services.iter()
    }

    /// The service with this name.
    pub fn service_named(&self, name: &str) -> Option<&Service<'s>> {
        self.compose.services.get(self.index_of(name)?)
    }

    /// The network with this name, where the file declares it.
    pub fn network_named(&self, name: &str) -> Option<&Network<'s>> {
        self.compose.networks.get(*self.declared.get(name)?)
    }

    /// The names of its networks: those that it declares, and `default` when a service is on it.
    pub fn networks(&self) -> impl Iterator<Item = &str> {
        let implied = self.network_named("default").is_none() && self.by_network.contains_key("default");
        self.compose.networks.iter().map(|network| &*network.key.value).chain(implied.then_some("default"))
    }

    /// The services that are on a network, in order.
    pub fn services_on(&self, network: &str) -> impl Iterator<Item = &Service<'s>> {
        let indices = self.by_network.get(network).into_iter().flatten();
        indices.filter_map(|&index| self.compose.services.get(index))
    }

    /// The networks that a service is on. None when `network_mode` takes it off all of them, or when only a service
    /// that it extends can tell.
    pub fn networks_of<'p>(&'p self, service: &'p Service<'p>) -> Vec<NetworkUse<'p>> {
        if service.network_mode.is_some() {
            return Vec::new();
        }
        if service.networks.is_empty() {
            if service.extends.is_some() {
                return Vec::new();
            }
            let declared: Option<&'p Network<'p>> = self.network_named("default");
            return vec![NetworkUse { name: "default", span: service.name.span, declared }];
        }
        let named = service.networks.iter().map(|network| {
            let declared: Option<&'p Network<'p>> = self.network_named(&network.name.value);
            NetworkUse { name: &network.name.value, span: network.name.span, declared }
        });
        named.collect()
    }

    /// Which services depend on this one, each with the item of its `depends_on`.
    pub fn dependents_of(&self, name: &str) -> impl Iterator<Item = (&Service<'s>, &DependsOn<'s>)> {
        let all = self.index_of(name).and_then(|index| self.dependents.get(index)).into_iter().flatten();
        all.filter_map(|&(service, at)| {
            let service = self.compose.services.get(service)?;
            Some((service, service.depends_on.get(at)?))
        })
    }

    /// Whether nothing that Compose would read with this file can lie elsewhere, so that a name it does not declare is
    /// declared nowhere.
    ///
    /// A file with more in its name than `compose.yaml` or `docker-compose.yml` has is commonly read on top of another
    /// one, as is one whose services do not say what they run.
    pub fn is_complete(&self) -> bool {
        let lost_lines = self.compose.problems.iter().any(|problem| problem.rule == "compose-syntax");
        let says_what_runs = |service: &Service<'_>| is_runnable(service) || service.extends.is_some();
        self.is_read_alone()
            && !lost_lines
            && self.compose.include.is_empty()
            && self.services().all(says_what_runs)
    }

    /// Whether Compose reads this file first, or alone, as its name tells. Development containers put a file of that
    /// name on top of another.
    pub fn is_read_alone(&self) -> bool {
        let is_overlay = self.path.split(['/', '\\']).any(|folder| folder == ".devcontainer");
        matches!(file_stem(self.path), "compose" | "docker-compose" | "podman-compose") && !is_overlay
    }

    /// Whether all that is said of a service is said here: it extends no other, and this file is no overlay that
    /// changes a service of another file. What is missing is missing then.
    pub fn has_all_of(&self, service: &Service<'_>) -> bool {
        let is_overlay = file_stem(self.path).ends_with(".override");
        is_runnable(service) && service.extends.is_none() && !is_overlay
    }

    pub(crate) fn index_of(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }
}

/// Whether a service says what it runs.
fn is_runnable(service: &Service<'_>) -> bool {
    service.image.is_some() || service.build.is_some() || service.has("provider")
}

/// The name of a file without its folder and without `.yml`.
fn file_stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
