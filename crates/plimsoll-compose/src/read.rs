//! From a text to a checked model: file → tree → model → problems. The one place that knows all of these.

use plimsoll_diagnostics::{Diagnostic, Text};

use crate::interpolate::{ResolvedValue, resolve_known};
use crate::model::{Compose, Service};
use crate::yaml::{Scalar, Yaml};
use crate::{FileTree, Reader, consistency, file_tree, merge};

impl<'s> Compose<'s> {
    /// Reads a file. Never fails: what cannot be read is a problem, and the rest is there.
    pub fn parse(source: Text<'s>) -> Compose<'s> {
        Compose::alone(FileTree::parse(source))
    }

    /// A file that is read alone.
    pub fn alone(file: FileTree<'s>) -> Compose<'s> {
        let is_whole = file.is_whole();
        let FileTree { source, root, documents, comments, problems } = file;
        let reader = Reader::of("", &root);
        Compose { documents, comments, ..Compose::checked(source, root, is_whole, reader, problems) }
    }

    /// A file as it is written, as one of several that are merged: only what could not be read is a problem.
    pub fn written(file: &FileTree<'s>) -> Compose<'s> {
        let mut root = file.root.clone();
        merge::drop_resets(&mut root);
        Compose {
            documents: file.documents.clone(),
            comments: file.comments.clone(),
            problems: file.problems.clone(),
            ..Compose::from_tree(file.source, root)
        }
    }

    /// The model of a tree, with what Compose would refuse in it behind `problems`. With `is_whole` false, nothing is
    /// said about what is missing.
    pub fn checked(
        source: Text<'s>,
        mut tree: Yaml<'s>,
        is_whole: bool,
        reader: Reader,
        mut problems: Vec<Diagnostic>,
    ) -> Compose<'s> {
        merge::drop_resets(&mut tree);
        if reader.accepts_duplicate_keys() {
            problems.retain(|problem| problem.rule != "duplicate-key");
        }
        let mut compose = Compose::from_tree(source, tree.clone());
        let resolved = resolve_known(&tree);
        let (tree, origins) = resolved.map_or((tree, Vec::new()), |(tree, origins)| (tree, origins));
        let mut found = Vec::new();
        file_tree::check(&tree, source, is_whole, reader, &mut found);
        if !origins.is_empty() {
            compose.resolved = Some(Box::new(Compose::from_tree(source, tree)));
            compose.origins = origins;
        }
        file_tree::without_lost_parents(&problems, &mut found);
        let judged = compose.resolved.as_deref().unwrap_or(&compose);
        found.extend(judged.problems.iter().cloned());
        if is_whole {
            consistency::check(judged, &mut found);
        }
        // Written as `""`, it leaves the name to the directory; from a variable, it is refused.
        let is_blank = |name: &Scalar<'_>| {
            judged.name.as_ref().is_some_and(|name| name.value.is_empty()) && name.is_interpolated()
        };
        if let Some(name) = compose.name.as_ref().filter(|name| is_blank(name)) {
            let mut problem = Diagnostic::new("compose-schema", name.span, "the project name is empty");
            problem.help("set a non-empty default, such as `${NAME:-app}`");
            found.push(problem);
        }
        // Only early releases of Compose ask for brackets, and who puts an address into a variable may have a late one.
        let needs_brackets = |problem: &Diagnostic| problem.message.starts_with("the address needs brackets");
        found.retain(|problem| !needs_brackets(problem) || !compose.is_resolved(problem.primary.span));
        // Whoever lays a file over another sets what that needs first: `NAME=` in `.env` means that it is left out.
        if !compose.services.iter().any(Service::says_what_runs) {
            let comes_from_file =
                |at| ResolvedValue::at(&compose.origins, at).is_some_and(|it| it.set_at.is_some());
            found.retain(|problem| !comes_from_file(problem.primary.span));
        }
        for problem in &mut found {
            compose.explain(problem);
        }
        problems.append(&mut found);
        problems.sort_by_cached_key(|problem| problem.primary.span);
        compose.problems = problems;
        compose
    }
}
