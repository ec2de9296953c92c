//! A Compose file as its reader means it: typed, with the place of every part.

mod build;
mod deploy;
mod healthcheck;
mod mount;
mod network;
mod port;
mod relation;
mod resource;
mod runtime;
mod service;
mod value;

use plimsoll_diagnostics::{Diagnostic, Text};

pub use build::Build;
pub use deploy::{Deploy, Resources};
pub use healthcheck::{Healthcheck, HealthcheckTest, TestForm};
pub use mount::{Mount, MountKind};
pub use network::{Network, ServiceNetwork};
pub use port::{Port, PortRange};
pub use relation::{DependsOn, Extends, Include};
pub use resource::{Content, External, Grant, Model, Volume};
pub use runtime::{Device, EnvFile, Logging, Ulimit};
pub use service::Service;
pub use value::{Command, CommandForm, Pair, Syntax, Typed};

use crate::yaml::{Comment, Entry, Mapping, Scalar, Yaml};

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
    /// The top-level keys and their values, aliases and merge keys resolved.
    pub fields: Mapping<'s>,
    /// Top-level keys that Compose does not know.
    pub unknown: Vec<Entry<'s>>,
    /// The documents as they are written: aliases, merge keys and duplicates are still in them.
    pub documents: Vec<Yaml<'s>>,
    /// Every comment, in order.
    pub comments: Vec<Comment<'s>>,
    /// What could not be read, and what Compose would refuse.
    pub problems: Vec<Diagnostic>,
}

impl<'s> Compose<'s> {
    /// The service with this name.
    pub fn service(&self, name: &str) -> Option<&Service<'s>> {
        self.services.iter().find(|service| service.name.value == name)
    }
}
