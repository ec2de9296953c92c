//! The configuration of Docker's client: its names, and how it is read.

use plimsoll_compose::json;
use plimsoll_diagnostics::{FileId, Sources};
use plimsoll_project::{Document, Project, client_config};

use super::{Format, Name, data};
use crate::load::Reader;
use crate::proof::{Changes, Proof};

/// The format of `config.json`.
pub(super) struct ClientConfigFormat;

impl Format for ClientConfigFormat {
    /// `.docker/config.json`, `dockerconfig.json`, `.dockerconfigjson`.
    fn is_named(&self, name: Name<'_>) -> bool {
        let path = name.path.to_ascii_lowercase();
        let is = |wanted: &str| {
            path.strip_suffix(wanted).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        };
        is(".docker/config.json") || is("dockerconfig.json") || is(".dockerconfigjson")
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/.docker/config.json", "**/{dockerconfig.json,.dockerconfigjson}"]
    }

    fn open<'s>(&self, file: FileId, reader: &Reader<'s>) -> Project<'s> {
        let document = Document::new(reader.sources, file, client_config::KIND, json::read);
        Project::document(reader.sources, document)
    }

    fn same_meaning(&self, sources: &Sources, before: FileId, after: FileId, changes: &Changes) -> Proof {
        data::same(json::read, sources.text(before), sources.text(after), changes)
    }
}
