//! Submodules, which are empty until Git is asked for them.

use std::cell::OnceCell;
use std::collections::HashSet;

use plimsoll_diagnostics::Sources;

use crate::{Loaded, Loader, path};

/// The submodules of the repository that has a directory. They are looked for once, when the first file is missing.
#[derive(Debug, Default)]
pub(super) struct Submodules(OnceCell<HashSet<String>>);

impl Submodules {
    /// Whether a path leads into one of them.
    pub(super) fn contain<'s>(
        &self,
        file: &str,
        folder: &str,
        sources: &'s Sources,
        loader: &dyn Loader<'s>,
    ) -> bool {
        let paths = self.0.get_or_init(|| paths(folder, sources, loader));
        file.match_indices('/').any(|(at, _)| file.get(..at).is_some_and(|above| paths.contains(above)))
    }
}

/// Where the submodules are that the nearest `.gitmodules` lists.
fn paths<'s>(folder: &str, sources: &'s Sources, loader: &dyn Loader<'s>) -> HashSet<String> {
    for at in path::upward_inside(folder).take(path::MOST_LEVELS) {
        if let Loaded::File(id) = loader.load(&path::join(at, ".gitmodules")) {
            let lines = sources.text(id).raw.lines();
            let paths = lines.filter_map(|line| line.trim().strip_prefix("path")?.trim().strip_prefix('='));
            return paths.map(|module| path::join(at, module.trim())).collect();
        }
    }
    HashSet::new()
}
