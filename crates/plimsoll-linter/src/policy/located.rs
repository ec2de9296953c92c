//! Which containers and environments a place is about, without a look at each of them.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use plimsoll_compose::yaml::{Entry, Node, Yaml};
use plimsoll_diagnostics::{Diagnostic, FileId, Span};
use plimsoll_project::{Container, Project};

use super::environment::Environment;
use super::finding_digest::FindingDigests;
use super::requirement::written;
use super::{At, ServiceAt, Subject};

/// The containers of a project, by where something is said of them.
pub struct Located<'p> {
    pub(crate) project: &'p Project<'p>,
    /// Made when the first place is looked up.
    by_file: OnceCell<HashMap<FileId, Ranges<'p>>>,
    digests: FindingDigests,
}

/// The parts of a file that containers reach over, by their starts.
#[derive(Default)]
struct Ranges<'p> {
    all: Vec<Range<'p>>,
    /// For each, the last end of it and of those before it.
    ends: Vec<u32>,
}

/// From the first to the last place in a file that may be about a container.
struct Range<'p> {
    start: u32,
    end: u32,
    number: usize,
    container: Container<'p>,
}

impl<'p> Located<'p> {
    /// Those of this project.
    pub fn new(project: &'p Project<'p>) -> Located<'p> {
        Located { project, by_file: OnceCell::new(), digests: FindingDigests::default() }
    }

    /// The digest of a finding in this project.
    pub(super) fn digest(&self, found: &Diagnostic) -> String {
        self.digests.of(found, self.project.sources)
    }

    /// The containers that a place is about, in their order.
    pub(crate) fn about(&self, place: Span) -> Vec<Container<'p>> {
        self.ranges(place).into_iter().map(|range| range.container).collect()
    }

    /// The same by their numbers among the containers of the project.
    pub fn numbers(&self, place: Span) -> Vec<usize> {
        self.ranges(place).into_iter().map(|range| range.number).collect()
    }

    fn ranges(&self, place: Span) -> Vec<&Range<'p>> {
        let by_file = self.by_file.get_or_init(|| by_file(self.project));
        let Some(ranges) = by_file.get(&place.file) else { return Vec::new() };
        let before = ranges.all.partition_point(|range| range.start <= place.end);
        // Cut before they are joined: to go back from the middle of what is joined, all behind it is stepped over.
        let near = ranges.all.iter().take(before).rev().zip(ranges.ends.iter().take(before).rev());
        let near = near.take_while(|(_, end)| **end >= place.start).map(|(range, _)| range);
        let mut found: Vec<&Range<'p>> = near.filter(|range| range.end >= place.start).collect();
        found.sort_by_cached_key(|range| range.number);
        found.dedup_by_key(|range| range.number);
        found.retain(|range| Subject::Container(range.container).holds(place));
        found
    }
}

fn by_file<'p>(project: &'p Project<'p>) -> HashMap<FileId, Ranges<'p>> {
    let mut by_file: HashMap<FileId, Ranges<'p>> = HashMap::new();
    let volumes = project.app.iter().flat_map(|app| &app.compose.volumes);
    let volumes: HashMap<&str, Span> = volumes.map(|volume| (&*volume.key.value, volume.span)).collect();
    for (number, container) in project.containers().enumerate() {
        let mut own: HashMap<FileId, (u32, u32)> = HashMap::new();
        let mut add = |span: Span| {
            let (start, end) = own.entry(span.file).or_insert((span.start, span.end));
            (*start, *end) = (span.start.min(*start), span.end.max(*end));
        };
        add(written(&container));
        container.service.fields.entries.iter().for_each(|entry| entry_spans(entry, &mut add));
        // Any of its stages, without working out which.
        if let Some(stage) = container.stage() {
            own.insert(stage.span().file, (0, u32::MAX));
        }
        // What it uses is far from it: a range from here to there would be about all that is between.
        let sources = container.service.volumes.iter().filter_map(|mount| mount.source.as_ref());
        let used = sources.filter_map(|source| volumes.get(&*source.value)).copied();
        let networks = container.networks().into_iter().filter_map(|network| network.declared);
        let used = used.chain(networks.map(|network| network.span));
        let used = used.map(|span| (span.file, (span.start, span.end)));
        for (file, (start, end)) in own.into_iter().chain(used) {
            by_file.entry(file).or_default().all.push(Range { start, end, number, container });
        }
    }
    for ranges in by_file.values_mut() {
        ranges.all.sort_by_cached_key(|range| range.start);
        let mut last = 0;
        ranges.ends = ranges
            .all
            .iter()
            .map(|range| {
                last = range.end.max(last);
                last
            })
            .collect();
    }
    by_file
}

/// Lists and tables that several files write have parts in each.
fn entry_spans(entry: &Entry<'_>, add: &mut impl FnMut(Span)) {
    add(entry.key.span);
    value_spans(&entry.value, add);
}

fn value_spans(value: &Yaml<'_>, add: &mut impl FnMut(Span)) {
    add(value.span);
    match &value.node {
        Node::Sequence(items) => items.iter().for_each(|item| value_spans(item, add)),
        Node::Mapping(table) => table.entries.iter().for_each(|entry| entry_spans(entry, add)),
        Node::Scalar(_) | Node::Alias(_) => {}
    }
}

impl<'a> At<'a> {
    pub(crate) fn new(located: &Located<'a>, span: Span) -> At<'a> {
        let project = located.project;
        let path = &*project.sources.file(span.file).path;
        let services = located.about(span).into_iter().map(|container| ServiceAt {
            name: container.name().to_owned(),
            path: project.sources.file(container.service.name.span.file).path.clone(),
            profiles: container.service.profiles.iter().map(|profile| profile.value.to_string()).collect(),
        });
        At::of(path, services.collect())
    }

    pub(super) fn of(path: &'a str, services: Vec<ServiceAt>) -> At<'a> {
        At { path, services, environments: RefCell::default() }
    }

    /// Whether it belongs to an environment.
    pub(super) fn is_in(&self, environment: &Arc<Environment>) -> bool {
        let key = Arc::as_ptr(environment);
        let known = self.environments.borrow().get(&key).copied();
        known.unwrap_or_else(|| {
            let holds = environment.holds(self);
            self.environments.borrow_mut().insert(key, holds);
            holds
        })
    }

    /// The files that decide where it belongs: those of its services, or its own.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        let own = self.services.is_empty().then_some(self.path);
        own.into_iter().chain(self.services.iter().map(|service| &*service.path))
    }
}
