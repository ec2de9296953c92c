//! Compose files in directories above: what lies below them is often laid over them with `-f`.

use std::collections::HashSet;

use plimsoll_compose::FileTree;
use plimsoll_compose::yaml::Yaml;
use plimsoll_diagnostics::Sources;

use crate::{COMPOSE_NAMES, Loaded, Loader, path};

/// What the Compose files above a directory have.
#[derive(Debug, Default)]
pub(crate) struct Above {
    /// The names of their services.
    pub(crate) services: HashSet<String>,
    /// The keys and names of what they declare beside them: `networks` and `backend`.
    declared: HashSet<(&'static str, String)>,
}

impl Above {
    /// Whether one of them declares this under one of the [`DECLARED`] keys.
    pub(crate) fn declares(&self, key: &'static str, name: &str) -> bool {
        self.declared.contains(&(key, name.to_owned()))
    }
}

/// The keys under which a file declares what its services use.
const DECLARED: [&str; 2] = ["networks", "volumes"];

/// Reads the Compose files above a directory.
pub(crate) fn find(sources: &Sources, folder: &str, loader: &dyn Loader) -> Above {
    let mut above = Above::default();
    for at in path::upward_inside(folder).skip(1).take(path::MOST_LEVELS) {
        let found = COMPOSE_NAMES.iter().find_map(|name| match loader.load(&path::join(at, name)) {
            Loaded::File(id) => Some(id),
            Loaded::Missing | Loaded::Refused => None,
        });
        if let Some(id) = found {
            let tree = FileTree::parse(sources.text(id));
            let names = |key: &str| {
                let entries = tree.root.get(key).and_then(Yaml::as_mapping).map(|mapping| &mapping.entries);
                let names = entries.into_iter().flat_map(|entries| entries.iter());
                names.map(|entry| entry.key.value.to_string()).collect::<Vec<_>>()
            };
            let declared = DECLARED.iter().flat_map(|key| names(key).into_iter().map(|name| (*key, name)));
            above.declared.extend(declared);
            above.services.extend(names("services"));
        }
    }
    above
}
