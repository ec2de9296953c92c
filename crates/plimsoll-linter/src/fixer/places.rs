//! Findings by their places, which move while files are edited.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_diagnostics::{Diagnostic, Sources};

use crate::proof::Changes;

/// Places of findings, by path.
#[derive(Default)]
pub(super) struct Places(BTreeMap<String, BTreeSet<Place>>);

/// Where a finding stands and what it is: the start of its place, its rule, and what else tells it from others.
type Place = (u32, String, String);

/// A finding, and the files that it points into.
type Finding<'f> = (&'f Sources, &'f Diagnostic);

fn place((sources, finding): Finding<'_>, what: &str) -> (String, Place) {
    let span = finding.primary.span;
    let path = sources.file(span.file).path.clone();
    (path, (span.start, finding.rule.clone().into_owned(), what.to_owned()))
}

impl Places {
    pub(super) fn has(&self, finding: Finding<'_>) -> bool {
        self.has_what(finding, "")
    }

    /// Whether a finding was put in together with this.
    pub(super) fn has_what(&self, finding: Finding<'_>, what: &str) -> bool {
        let (path, place) = place(finding, what);
        self.0.get(&path).is_some_and(|places| places.contains(&place))
    }

    /// Puts in a finding, and what tells it from others at its place.
    pub(super) fn put(&mut self, finding: Finding<'_>, what: &str) {
        let (path, place) = place(finding, what);
        self.0.entry(path).or_default().insert(place);
    }

    /// Those in some files.
    pub(super) fn inside(&self, paths: &BTreeSet<String>) -> Places {
        let inside = |path: &String| Some((path.clone(), self.0.get(path)?.clone()));
        Places(paths.iter().filter_map(inside).collect())
    }

    pub(super) fn extend(&mut self, others: Places) {
        others.0.into_iter().for_each(|(path, places)| self.0.entry(path).or_default().extend(places));
    }

    /// Moves the places of a file that was edited.
    pub(super) fn shift(&mut self, path: &str, changes: &Changes) {
        if let Some(places) = self.0.get_mut(path) {
            let old = std::mem::take(places);
            places.extend(old.into_iter().map(|(at, rule, what)| (changes.moved(at), rule, what)));
        }
    }
}

impl<'f> FromIterator<Finding<'f>> for Places {
    fn from_iter<T: IntoIterator<Item = Finding<'f>>>(findings: T) -> Places {
        let mut places = Places::default();
        findings.into_iter().for_each(|finding| places.put(finding, ""));
        places
    }
}
