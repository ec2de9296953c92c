//! Where a Compose file must not be edited: where it could not be read, because it is not certain what a line means there,
//! and in the value of an anchor, which other places share.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_compose::Compose;
use plimsoll_compose::yaml::{Entry, Node, Yaml};
use plimsoll_diagnostics::{Diagnostic, Edit, FileId};
use plimsoll_project::{ComposeApp, Project};

use crate::fixable::retain;
use crate::unclear::Unclear;

/// Takes away the fixes with an edit in such a place.
pub(super) fn withhold(project: &Project<'_>, found: &mut [Diagnostic], unclear: &Unclear) {
    let Some(app) = &project.app else { return };
    let guards = guards(app, &unclear.first_problems);
    for finding in found.iter_mut().filter(|finding| !finding.fixes.is_empty()) {
        retain(finding, |edit| guards.get(&edit.span.file).is_none_or(|guard| guard.allows(edit)));
    }
}

/// What may not be edited in a file.
struct Guard<'g> {
    source: &'g str,
    /// The first byte of what holds the first part that could not be read: from there on nothing is certain.
    broken_from: Option<u32>,
    /// The values of anchors that are used, in order.
    shared: Vec<&'g Yaml<'g>>,
}

impl Guard<'_> {
    fn allows(&self, edit: &Edit) -> bool {
        self.broken_from.is_none_or(|from| edit.span.end < from)
            && !self.nearest(edit).iter().any(|node| self.is_inside(edit, node))
    }

    /// The last shared node that begins before an edit, and the first one behind that.
    fn nearest(&self, edit: &Edit) -> &[&Yaml<'_>] {
        let next = self.shared.partition_point(|node| node.span.start <= edit.span.start);
        self.shared.get(next.saturating_sub(1)..(next + 1).min(self.shared.len())).unwrap_or_default()
    }

    /// Whether an edit changes a node. What is put right behind one belongs to it when it is indented as deep.
    fn is_inside(&self, edit: &Edit, node: &Yaml<'_>) -> bool {
        let (start, end) = (node.span.start, node.span.end);
        if !edit.span.is_empty() || edit.span.start < end {
            return edit.span.start < end && start < edit.span.end.max(edit.span.start + 1);
        }
        let line = self.source.get(..start as usize).and_then(|before| before.rsplit('\n').next());
        let depth = line.map_or(0, |line| line.len() - line.trim_start_matches([' ', '-']).len());
        let put = edit.text.trim_start_matches(['\r', '\n']);
        // Only blanks lie between the end and the rest of its last line.
        let between = self.source.get(end as usize..edit.span.start as usize);
        between.is_some_and(|between| !between.contains('\n'))
            && put.len() - put.trim_start().len() >= depth.max(1)
    }
}

fn guards<'g>(app: &'g ComposeApp<'_>, problems: &BTreeMap<FileId, u32>) -> BTreeMap<FileId, Guard<'g>> {
    let files = app.files().iter().chain(app.borrowed_files());
    let guard = |compose: &'g Compose<'_>| {
        let file = compose.source.span.file;
        let broken_from = problems.get(&file).map(|at| holder(&compose.documents, *at));
        let mut names = BTreeSet::new();
        compose.documents.iter().for_each(|document| aliases(document, &mut names));
        let mut shared = Vec::new();
        if !names.is_empty() {
            compose.documents.iter().for_each(|document| anchored(document, &names, &mut shared));
        }
        (file, Guard { source: compose.source.raw, broken_from, shared })
    };
    files.map(guard).collect()
}

/// Where the service, or whatever else stands below a top-level key, begins that holds this place.
fn holder(documents: &[Yaml<'_>], at: u32) -> u32 {
    let Some(section) = documents.iter().filter_map(|document| last_before(document, at)).next_back() else {
        return 0;
    };
    last_before(&section.value, at).unwrap_or(section).key.span.start
}

/// The last key of a mapping that stands before a place, or there, with its value.
fn last_before<'y>(yaml: &'y Yaml<'y>, at: u32) -> Option<&'y Entry<'y>> {
    let entries = yaml.as_mapping()?.entries.iter();
    entries.filter(|entry| entry.key.span.start <= at).max_by_key(|entry| entry.key.span.start)
}

/// The names of the anchors that are used.
fn aliases<'n>(yaml: &Yaml<'n>, names: &mut BTreeSet<&'n str>) {
    match &yaml.node {
        Node::Alias(alias) => {
            names.insert(alias.name.raw);
        }
        Node::Sequence(items) => items.iter().for_each(|item| aliases(item, names)),
        Node::Mapping(mapping) => mapping.entries.iter().for_each(|entry| aliases(&entry.value, names)),
        Node::Scalar(_) => {}
    }
}

/// The nodes with these anchors. The reader limits how deep a document is, so this ends.
fn anchored<'n>(yaml: &'n Yaml<'n>, names: &BTreeSet<&str>, found: &mut Vec<&'n Yaml<'n>>) {
    if yaml.anchor().is_some_and(|anchor| names.contains(anchor.name.raw)) {
        found.push(yaml);
        return;
    }
    match &yaml.node {
        Node::Sequence(items) => items.iter().for_each(|item| anchored(item, names, found)),
        Node::Mapping(mapping) => {
            mapping.entries.iter().for_each(|entry| anchored(&entry.value, names, found));
        }
        Node::Scalar(_) | Node::Alias(_) => {}
    }
}
