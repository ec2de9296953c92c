//! A Compose file as its reader means it: typed, with the place of every part.

mod build;
mod deploy;
mod healthcheck;
mod mode;
mod mount;
mod network;
mod port;
mod read;
mod relation;
mod resource;
mod runtime;
mod service;
mod value;
mod words;

use plimsoll_diagnostics::{Diagnostic, Span, Text};

pub use build::Build;
pub use deploy::{Deploy, Resources};
pub use healthcheck::{Healthcheck, HealthcheckTest, TestForm};
pub use mode::{Condition, Namespace, NetworkMode, Protocol, Restart};
pub(crate) use mount::mount_mistake;
pub use mount::{Mount, MountKind};
pub use network::{Network, ServiceNetwork};
pub use port::{Port, PortRange, is_any_address};
pub use relation::{DependsOn, Extends, Include};
pub use resource::{Content, External, Grant, Model, Volume};
pub use runtime::{Device, EnvFile, Logging, Ulimit};
pub use service::Service;
pub use value::{Command, CommandForm, Pair, Syntax, Typed};

use crate::interpolate::ResolvedValue;
use crate::schema::FILE;
use crate::yaml::{Comment, Entry, Mapping, Node, Scalar, Yaml};

/// A Compose file (Compose Specification, "Compose file").
#[derive(Clone, Debug)]
pub struct Compose<'s> {
    /// The text of the file.
    pub source: Text<'s>,
    /// `name` of the project.
    pub name: Option<Scalar<'s>>,
    /// `version`, which Compose ignores.
    pub version: Option<Scalar<'s>>,
    /// `include`
    pub include: Vec<Include<'s>>,
    /// `services`, in the order in which they are written.
    pub services: Vec<Service<'s>>,
    /// `networks`
    pub networks: Vec<Network<'s>>,
    /// `volumes`
    pub volumes: Vec<Volume<'s>>,
    /// `secrets`
    pub secrets: Vec<Content<'s>>,
    /// `configs`
    pub configs: Vec<Content<'s>>,
    /// `models`
    pub models: Vec<Model<'s>>,
    /// The top-level keys and their values, aliases and merge keys resolved. What is under `services` is in
    /// [`services`](Compose::services).
    pub fields: Mapping<'s>,
    /// Top-level keys that Compose does not know.
    pub unknown: Vec<Entry<'s>>,
    /// The documents as they are written: aliases, merge keys and duplicates are still in them. None for several
    /// files that were merged: each has its own.
    pub documents: Vec<Yaml<'s>>,
    /// Every comment, in order, likewise.
    pub comments: Vec<Comment<'s>>,
    /// What could not be read, and what Compose would refuse.
    pub problems: Vec<Diagnostic>,
    /// The same with known values of variables in it.
    pub(crate) resolved: Option<Box<Compose<'s>>>,
    /// Where those values come from, in the order of the file.
    pub(crate) origins: Vec<ResolvedValue>,
}

impl<'s> Compose<'s> {
    /// The model of a tree without aliases: of one file, or of several that were merged. `source` is the text
    /// of the first. Types and keys are not checked.
    pub fn from_tree(source: Text<'s>, tree: Yaml<'s>) -> Compose<'s> {
        let mut problems = Vec::new();
        let mut fields = match tree.node {
            Node::Mapping(mapping) => mapping,
            _ => Mapping::default(),
        };
        // Each service keeps its own part of the tree.
        let mut services = Vec::new();
        for entry in fields.entries.make_mut().iter_mut().filter(|entry| entry.key.value == "services") {
            if let Node::Mapping(mapping) = &mut entry.value.node {
                let entries = std::mem::take(&mut mapping.entries).into_vec();
                services.extend(entries.into_iter().map(|entry| Service::read(entry, &mut problems)));
            }
        }
        let get = |key: &str| fields.get(key);
        let unknown = fields.entries.iter().filter(|entry| !FILE.knows(&entry.key.value));
        Compose {
            source,
            name: read::scalar(get("name")),
            version: read::scalar(get("version")),
            include: Include::read_all(get("include")),
            services,
            networks: read::entries(get("networks")).iter().map(Network::read).collect(),
            volumes: read::entries(get("volumes")).iter().map(Volume::read).collect(),
            secrets: read::entries(get("secrets")).iter().map(Content::read).collect(),
            configs: read::entries(get("configs")).iter().map(Content::read).collect(),
            models: read::entries(get("models")).iter().map(Model::read).collect(),
            unknown: unknown.cloned().collect(),
            fields,
            documents: Vec::new(),
            comments: Vec::new(),
            problems,
            resolved: None,
            origins: Vec::new(),
        }
    }

    /// The file as Compose takes it when only `.env` and its own defaults give values to variables. What is validated is
    /// this; a variable that nobody sets is still in it.
    pub fn resolved(&self) -> &Compose<'s> {
        self.resolved.as_deref().unwrap_or(self)
    }

    /// Whether a value of [`Compose::resolved`] comes from `.env` or from a default.
    pub fn is_resolved(&self, span: Span) -> bool {
        ResolvedValue::at(&self.origins, span).is_some()
    }

    /// Adds to a finding about a value of [`Compose::resolved`] where that value comes from.
    pub fn explain(&self, finding: &mut Diagnostic) {
        if let Some(origin) = ResolvedValue::at(&self.origins, finding.primary.span) {
            origin.explain(finding);
        }
    }

    /// The service with this name.
    pub fn service(&self, name: &str) -> Option<&Service<'s>> {
        self.services.iter().find(|service| service.name.value == name)
    }
}
