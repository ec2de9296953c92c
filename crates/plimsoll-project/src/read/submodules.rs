//! Submodules, which are empty until Git is asked for them.

use plimsoll_diagnostics::Sources;

use crate::{Loaded, Loader, path};

/// Whether a path leads into a submodule of the repository that has this directory.
pub(super) fn contain<'s>(file: &str, folder: &str, sources: &'s Sources, loader: &dyn Loader<'s>) -> bool {
    for at in path::upward_inside(folder).take(path::MOST_LEVELS) {
        if let Loaded::File(id) = loader.load(&path::join(at, ".gitmodules")) {
            let lines = sources.text(id).raw.lines();
            let mut paths =
                lines.filter_map(|line| line.trim().strip_prefix("path")?.trim().strip_prefix('='));
            return paths.any(|module| {
                let rest = file.strip_prefix(&path::join(at, module.trim()));
                rest.is_some_and(|rest| rest.starts_with('/'))
            });
        }
    }
    false
}
