//! What Git ignores is put there before it is used, or is everybody's own.

use plimsoll_diagnostics::Sources;

use crate::{Loaded, Loader, path};

/// Whether a line of a `.gitignore` in this folder or above it names a directory, or one that it is in.
pub(crate) fn is_ignored<'s>(
    directory: &str,
    folder: &str,
    sources: &'s Sources,
    loader: &dyn Loader<'s>,
) -> bool {
    texts(folder, sources, loader).any(|(at, text)| {
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
        text.lines().any(is_named)
    })
}

/// Whether Git ignores a `.env` in this directory: everybody has one of their own.
pub(crate) fn ignores_env<'s>(folder: &str, sources: &'s Sources, loader: &dyn Loader<'s>) -> bool {
    texts(folder, sources, loader).any(|(at, text)| {
        let mut lines = text.lines().map(str::trim);
        let names = |line: &str| {
            matches!(line.trim_start_matches("**/"), "*" | ".env" | "*.env" | ".env*" | ".env.*")
        };
        // A pattern from the root is of that directory alone.
        let is_here = |line: &str| at == folder && matches!(line, "/*" | "/.env" | "/*.env" | "/.env*");
        let is_kept = lines.clone().any(|line| matches!(line, "!.env" | "!/.env"));
        !is_kept && lines.any(|line| names(line) || is_here(line))
    })
}

/// The `.gitignore` in a folder and those above it, each with the folder that it is in.
fn texts<'f, 's>(
    folder: &'f str,
    sources: &'s Sources,
    loader: &dyn Loader<'s>,
) -> impl Iterator<Item = (&'f str, &'s str)> {
    path::upward_inside(folder).take(path::MOST_LEVELS).filter_map(|at| {
        match loader.load(&path::join(at, ".gitignore")) {
            Loaded::File(id) => Some((at, sources.text(id).raw)),
            Loaded::Missing | Loaded::Refused => None,
        }
    })
}
