//! `daemon.json`, the settings of dockerd: its names, how it is told from other files of these names, and how it is read.

use plimsoll_compose::json;
use plimsoll_compose::yaml::{Stream, Yaml};
use plimsoll_diagnostics::{FileId, Sources, Text};
use plimsoll_facts::daemon_keys;
use plimsoll_project::daemon::unit_flags;
use plimsoll_project::{Daemon, Loaded, Loader, Presence, Project};

use super::{Format, Name, data, folder};
use crate::NodeRef;
use crate::load::Reader;
use crate::proof::{Changes, Proof};
use crate::walk::Walk;

/// The format of `daemon.json`.
pub(super) struct DaemonFormat;

impl Format for DaemonFormat {
    /// `daemon.json`, `docker-daemon.json`, `daemon-NAME.json`, `daemon.NAME.json`; and `deamon.json`, which is meant to be
    /// one.
    fn is_named(&self, name: Name<'_>) -> bool {
        if !name.ends_with(".json") {
            return false;
        }
        let file = name.file.to_ascii_lowercase();
        let rest = ["docker-daemon", "daemon"].into_iter().find_map(|start| file.strip_prefix(start));
        file == "deamon.json" || rest.is_some_and(|rest| rest.starts_with(['.', '-']))
    }

    /// In a folder `docker` it always is one; process managers use the name, too.
    fn is_doubtful(&self, name: Name<'_>) -> bool {
        folder(name.path).rsplit('/').next() != Some("docker")
    }

    /// Whether a key of dockerd is in it.
    fn reads_like(&self, text: &str) -> bool {
        let Stream { documents, problems, .. } = json::read(Text::new(text, FileId::FIRST, 0));
        let settings = documents.iter().filter_map(Yaml::as_mapping).flat_map(|settings| &settings.entries);
        settings.into_iter().any(|setting| daemon_keys::is_known(&setting.key.value))
            || !problems.is_empty() && daemon_keys::names().any(|key| text.contains(&format!("\"{key}\"")))
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/*{daemon,deamon}*.json"]
    }

    fn open<'s>(&self, file: FileId, reader: &Reader<'s>) -> Project<'s> {
        let mut document = Daemon::read(reader.sources, file);
        document.around = starters(document.path, reader);
        for path in &document.around {
            if reader.presence(path) == Presence::File
                && let Loaded::File(unit) = reader.load(path)
            {
                document.flags.extend(unit_flags(reader.sources.text(unit)));
            }
        }
        Project::document(reader.sources, document)
    }

    fn walk<'a>(&self, project: &'a Project<'a>, walk: &mut Walk<'a>) {
        for daemon in project.daemons() {
            walk.offer(NodeRef::Daemon(&daemon));
        }
    }

    fn same_meaning(&self, sources: &Sources, before: FileId, after: FileId, changes: &Changes) -> Proof {
        data::same(json::read, sources.text(before), sources.text(after), changes)
    }
}

/// What may start dockerd otherwise than the unit of Docker's packages does, in the directory of the file and above.
fn starters(path: &str, reader: &Reader<'_>) -> Vec<String> {
    const NAMES: [&str; 10] = [
        "systemd/system/docker.service.d/override.conf",
        "systemd/system/docker.service.d",
        "systemd/system/docker.service",
        "systemd/docker.service.d",
        "systemd/docker.service",
        "docker.service.d/override.conf",
        "docker.service.d",
        "docker.service",
        "override.conf",
        "Dockerfile",
    ];
    let mut folders = vec![folder(path)];
    while let Some(own) = folders.last().copied().filter(|own| !own.is_empty() && folders.len() < 6) {
        folders.push(folder(own));
    }
    let join = |folder: &str, name: &str| {
        if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
    };
    let paths = folders.into_iter().flat_map(|folder| NAMES.map(|name| join(folder, name)));
    paths.filter(|path| matches!(reader.presence(path), Presence::File | Presence::Folder)).collect()
}
