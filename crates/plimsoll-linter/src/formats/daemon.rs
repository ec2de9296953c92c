//! `daemon.json`, the settings of dockerd: its names, how it is told from other files of these names, and how it is read.

use plimsoll_compose::json;
use plimsoll_compose::yaml::{Stream, Yaml};
use plimsoll_diagnostics::{FileId, Sources, Text};
use plimsoll_facts::daemon_keys;
use plimsoll_project::{Document, Project};

use super::{Format, Name, data};
use crate::load::Reader;
use crate::proof::{Changes, Proof};

/// The format of `daemon.json`.
pub(super) struct DaemonFormat;

impl Format for DaemonFormat {
    /// `daemon.json`, `docker-daemon.json`, `daemon-NAME.json`, `daemon.NAME.json`.
    fn is_named(&self, name: Name<'_>) -> bool {
        if !name.ends_with(".json") {
            return false;
        }
        let file = name.file.to_ascii_lowercase();
        let rest = file.strip_prefix("docker-daemon").or_else(|| file.strip_prefix("daemon"));
        rest.is_some_and(|rest| rest.starts_with(['.', '-']))
    }

    /// In a folder `docker` it always is one; process managers use the name, too.
    fn is_doubtful(&self, name: Name<'_>) -> bool {
        let folder = name.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        folder.rsplit('/').next() != Some("docker")
    }

    /// Whether a key of dockerd is in it.
    fn reads_like(&self, text: &str) -> bool {
        let Stream { documents, problems, .. } = json::read(Text::new(text, FileId::FIRST, 0));
        let settings = documents.iter().filter_map(Yaml::as_mapping).flat_map(|settings| &settings.entries);
        settings.into_iter().any(|setting| daemon_keys::is_known(&setting.key.value))
            || !problems.is_empty() && daemon_keys::names().any(|key| text.contains(&format!("\"{key}\"")))
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/*daemon*.json"]
    }

    fn open<'s>(&self, file: FileId, reader: &Reader<'s>) -> Project<'s> {
        let mut document = Document::new(reader.sources, file, json::read);
        document.is_template = is_template(document.source.raw);
        Project::document(reader.sources, document)
    }

    fn same_meaning(&self, sources: &Sources, before: FileId, after: FileId, changes: &Changes) -> Proof {
        data::same(json::read, sources.text(before), sources.text(after), changes)
    }
}

/// Whether something stands outside of the strings that a template engine replaces.
fn is_template(text: &str) -> bool {
    let outside = text.split('"').step_by(2);
    outside.into_iter().any(|part| ["{{", "{%", "${", "<%"].iter().any(|mark| part.contains(mark)))
}
