//! Directories that Git ignores: what is in them is put there before it is used.

use plimsoll_diagnostics::Sources;

use crate::{Loaded, Loader, path};

/// Whether a line of a `.gitignore` in this folder or above it names a directory, or one that it is in.
pub(crate) fn is_ignored(directory: &str, folder: &str, sources: &Sources, loader: &dyn Loader) -> bool {
    path::upward_inside(folder).take(path::MOST_LEVELS).any(|at| {
        match loader.load(&path::join(at, ".gitignore")) {
            Loaded::File(id) => {
                let inside = directory.strip_prefix(at).unwrap_or(directory).trim_matches('/');
                let is_named = |line: &str| {
                    let line = line.trim();
                    let line = line.strip_prefix("**/").unwrap_or(line);
                    let name = line.trim_matches('/');
                    let below = inside.strip_prefix(name);
                    // A name without a slash holds at any depth.
                    let is_any = !line.trim_end_matches('/').contains('/');
                    !name.is_empty()
                        && (below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                            || is_any && inside.split('/').any(|part| part == name))
                };
                sources.text(id).raw.lines().any(is_named)
            }
            Loaded::Missing | Loaded::Refused => false,
        }
    })
}
