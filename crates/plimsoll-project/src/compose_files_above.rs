//! Compose files in directories above: what lies below them is often laid over them with `-f`.

use std::collections::HashSet;

use plimsoll_compose::FileTree;
use plimsoll_compose::yaml::Yaml;
use plimsoll_diagnostics::Sources;

use crate::{Loaded, Loader, path};

/// The names that Compose looks for in a directory, the preferred first. Source: compose-go, `DefaultFileNames`.
pub const COMPOSE_NAMES: [&str; 4] =
    ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/// How many directories are climbed.
const MOST_LEVELS: usize = 6;

/// The names of the services of the nearest Compose file above a directory.
pub(crate) fn services(sources: &Sources, folder: &str, loader: &dyn Loader) -> HashSet<String> {
    let mut at = folder;
    for _ in 0..MOST_LEVELS {
        if matches!(at, "" | "." | "/") || at.starts_with("..") {
            break;
        }
        at = path::folder(at);
        let found = COMPOSE_NAMES.iter().find_map(|name| match loader.load(&path::join(at, name)) {
            Loaded::File(id) => Some(id),
            Loaded::Missing | Loaded::Refused => None,
        });
        if let Some(id) = found {
            let tree = FileTree::parse(sources.text(id));
            let services = tree.root.get("services").and_then(Yaml::as_mapping);
            let names = services.into_iter().flat_map(|services| services.entries.iter());
            return names.map(|entry| entry.key.value.to_string()).collect();
        }
    }
    HashSet::new()
}
