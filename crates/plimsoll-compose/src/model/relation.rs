//! What ties a service to others: dependencies, inheritance, included files.

use plimsoll_diagnostics::Span;

use super::{Condition, Syntax, Typed, read};
use crate::yaml::{Scalar, Yaml};

/// An item of `depends_on`.
#[derive(Clone, Debug, PartialEq)]
pub struct DependsOn<'s> {
    /// In a list or as a mapping.
    pub syntax: Syntax,
    /// The service that is started first.
    pub service: Scalar<'s>,
    /// `condition`; a list means `service_started`.
    pub condition: Option<Scalar<'s>>,
    /// `restart`
    pub restart: Option<Typed<'s, bool>>,
    /// `required`
    pub required: Option<Typed<'s, bool>>,
    /// The item.
    pub span: Span,
}

/// `extends`
#[derive(Clone, Debug, PartialEq)]
pub struct Extends<'s> {
    /// A name alone, or a mapping.
    pub syntax: Syntax,
    /// The service that this one starts from.
    pub service: Option<Scalar<'s>>,
    /// The file it is in; this one when left out.
    pub file: Option<Scalar<'s>>,
    /// The value of `extends`.
    pub span: Span,
}

/// An item of the top-level `include`.
#[derive(Clone, Debug, PartialEq)]
pub struct Include<'s> {
    /// A path alone, or a mapping.
    pub syntax: Syntax,
    /// The files, of which the later override the earlier.
    pub paths: Vec<Scalar<'s>>,
    /// `project_directory`
    pub project_directory: Option<Scalar<'s>>,
    /// `env_file`
    pub env_files: Vec<Scalar<'s>>,
    /// The item.
    pub span: Span,
}

impl<'s> DependsOn<'s> {
    /// What is waited for.
    pub fn awaits(&self) -> Condition<'_> {
        Condition::of(self.condition.as_ref())
    }

    pub(super) fn read_all(yaml: Option<&Yaml<'s>>) -> Vec<DependsOn<'s>> {
        let short = read::scalars(yaml).into_iter().map(|service| DependsOn {
            syntax: Syntax::Short,
            span: service.span,
            service,
            condition: None,
            restart: None,
            required: None,
        });
        let long = read::entries(yaml).iter().map(|entry| DependsOn {
            syntax: Syntax::Long,
            service: entry.key.clone(),
            condition: read::scalar(entry.value.get("condition")),
            restart: read::boolean(entry.value.get("restart")),
            required: read::boolean(entry.value.get("required")),
            span: entry.span(),
        });
        short.chain(long).collect()
    }
}

impl<'s> Extends<'s> {
    pub(super) fn read(yaml: &Yaml<'s>) -> Option<Extends<'s>> {
        let span = yaml.span;
        if let Some(service) = read::scalar(Some(yaml)) {
            return Some(Extends { syntax: Syntax::Short, service: Some(service), file: None, span });
        }
        yaml.as_mapping()?;
        let service = read::scalar(yaml.get("service"));
        Some(Extends { syntax: Syntax::Long, service, file: read::scalar(yaml.get("file")), span })
    }
}

impl<'s> Include<'s> {
    pub(super) fn read_all(yaml: Option<&Yaml<'s>>) -> Vec<Include<'s>> {
        read::items(yaml).iter().map(Include::read).collect()
    }

    /// An item of `include`.
    pub fn read(item: &Yaml<'s>) -> Include<'s> {
        let short = read::scalar(Some(item));
        Include {
            syntax: if short.is_some() { Syntax::Short } else { Syntax::Long },
            paths: short.map_or_else(|| read::scalars(item.get("path")), |path| vec![path]),
            project_directory: read::scalar(item.get("project_directory")),
            env_files: read::scalars(item.get("env_file")),
            span: item.span,
        }
    }
}
