//! Whether what COPY and ADD take is in the folder that a service builds.

use std::collections::HashSet;

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::{Kind, Word};

use crate::{BuildFile, Loader, Presence, path};

/// How many sources of a Dockerfile are looked for.
const MOST_ASKED: usize = 200;

impl BuildFile<'_> {
    /// Whether a source of COPY or ADD is certainly not in the folder that services build, where they agree on one. Not
    /// asked for patterns, for what variables are in, and for ADD from elsewhere.
    pub fn lacks_source(&self, source: &Word<'_>) -> bool {
        self.missing_sources.contains(&source.text.span)
    }

    /// Looks for each source in the folder of the build.
    pub(crate) fn find_sources(&mut self, context: &str, loader: &dyn Loader) {
        let sources = self.tree.instructions.iter().flat_map(|instruction| match &instruction.kind {
            Kind::Copy(copy) if copy.from.is_none() => &*copy.sources,
            Kind::Add(add) => &*add.sources,
            _ => &[],
        });
        let missing: HashSet<Span> = sources
            .filter_map(|source| Some((source.text.span, source.literal()?)))
            .filter(|(_, path)| is_plain(path))
            .take(MOST_ASKED)
            .filter(|(_, source)| {
                let path = path::join(context, path::clean(&format!("/{source}")).trim_start_matches('/'));
                loader.presence(&path) == Presence::Missing
            })
            .map(|(span, _)| span)
            .collect();
        self.missing_sources = missing;
    }
}

/// Whether a source is one path in the context.
fn is_plain(source: &str) -> bool {
    !source.contains(['*', '?', '[', '$', '<', '\\'])
        && !source.contains("://")
        && !source.starts_with("git@")
}
