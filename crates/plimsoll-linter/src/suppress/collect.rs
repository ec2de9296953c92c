//! From the comments of a project's files to what they cover.

use std::collections::HashMap;

use plimsoll_compose::Compose;
use plimsoll_diagnostics::{Diagnostic, FileId, Span, Text};
use plimsoll_dockerfile::Dockerfile;

use super::comment::{Reach, Request, buildkit, read};
use super::places::Places;
use super::scopes::Scopes;
use super::unused::unclear;
use super::{Comment, Name, Owner, Suppressions};
use crate::Registered;
use crate::config::Names;

/// All of a file.
const FILE: std::ops::Range<u32> = 0..u32::MAX;

type Ranges = Vec<(std::ops::Range<u32>, Owner)>;

/// Reads comments, file by file.
pub(super) struct Collector {
    registry: &'static [Registered],
    /// Made when a comment needs it: most projects have none that does.
    names: Option<Names>,
    comments: Vec<Comment>,
    ranges: HashMap<FileId, HashMap<&'static str, Ranges>>,
    unclear: Vec<Diagnostic>,
}

impl Collector {
    pub(super) fn new(registry: &'static [Registered]) -> Collector {
        let (comments, unclear) = (Vec::new(), Vec::new());
        Collector { registry, names: None, comments, ranges: HashMap::new(), unclear }
    }

    /// The comments of a Dockerfile, and its `# check=` directive.
    pub(super) fn dockerfile(&mut self, tree: &Dockerfile<'_>, source: Text<'_>) {
        let directives = tree.directives.iter().filter(|one| one.name.raw.eq_ignore_ascii_case("check"));
        for directive in directives {
            if let Some(Request::Peer { names, .. }) = buildkit(directive.value.raw, Reach::File) {
                self.peer(tree.file, Some(FILE), &names);
            }
        }
        let requests = tree.comments.iter().filter_map(|comment| Some((comment, read(comment.text)?)));
        let requests: Vec<_> = requests.collect();
        if requests.is_empty() {
            return;
        }
        let (instructions, stages) = (Places::instructions(tree), Places::stages(tree));
        for (comment, request) in requests {
            let place = |reach| match reach {
                Reach::Node if comment.inside => instructions.before(comment.text.span.start),
                Reach::Node => instructions.from(comment.text.span.end),
                Reach::Stage => stages.from(comment.text.span.end),
                Reach::File => Some(FILE),
            };
            self.take(comment.text, request, source, &instructions, place);
        }
    }

    /// The comments of a Compose file.
    pub(super) fn compose(&mut self, compose: &Compose<'_>) {
        let requests = compose.comments.iter().filter_map(|comment| Some((comment, read(comment.text)?)));
        let requests: Vec<_> = requests.collect();
        if requests.is_empty() {
            return;
        }
        let entries = Places::entries(&compose.documents);
        for (comment, request) in requests {
            let at = comment.text.span;
            let place = |reach| match reach {
                Reach::File => Some(FILE),
                _ if comment.own_line => entries.from(at.end),
                _ => entries.from(line_of(compose.source, at).start).filter(|place| place.start < at.start),
            };
            self.take(comment.text, request, compose.source, &entries, place);
        }
    }

    /// The comments of a Compose file of which only parts are used: what they silence in the rest is not seen here.
    pub(super) fn borrowed(&mut self, compose: &Compose<'_>) {
        let (comments, unclear) = (self.comments.len(), self.unclear.len());
        self.compose(compose);
        self.comments.truncate(comments);
        self.unclear.truncate(unclear);
        let of_file = self.ranges.get_mut(&compose.source.span.file);
        for (_, owner) in of_file.into_iter().flat_map(HashMap::values_mut).flatten() {
            *owner = Owner::Peer;
        }
    }

    fn take(
        &mut self,
        comment: Text<'_>,
        request: Request<'_>,
        source: Text<'_>,
        places: &Places,
        place: impl Fn(Reach) -> Option<std::ops::Range<u32>>,
    ) {
        let file = comment.span.file;
        let below_something = places.before(comment.span.start).is_some();
        match request {
            Request::Peer { reach, names } => self.peer(file, place(reach), &names),
            Request::Ignore { reach: Reach::File, list, .. } if below_something => {
                let message = "`ignore-file` stands at the top of a file, above everything else".to_owned();
                self.misses(comment, message, "ignore-file", list);
            }
            Request::Ignore { reach, names, list } => {
                let range = place(reach);
                let read = names.into_iter().enumerate().map(|(at, name)| {
                    let owner = Owner::Name { comment: self.comments.len(), name: at };
                    let found = names_of(&mut self.names, self.registry).find(name.raw);
                    for named in range.iter().flat_map(|_| found) {
                        let ranges = self.ranges.entry(file).or_default().entry(named.key).or_default();
                        ranges.extend(range.clone().map(|range| (range, owner)));
                    }
                    let rules = found.iter().map(|named| named.meta).collect();
                    Name { span: name.span, text: name.raw.to_owned(), rules, is_used: false }
                });
                let names = read.collect();
                let (span, list) = (comment.span, list.span);
                let whole = whole(source, span);
                let hides_directive = !below_something && is_directive(source, whole.end);
                let covers = range.is_some();
                self.comments.push(Comment { span, whole, list, names, covers, hides_directive });
            }
            Request::Unclear { span, message, keyword, list } => {
                debug_assert_eq!(span, comment.span, "the whole comment is unclear");
                self.misses(comment, message, keyword, list);
            }
        }
    }

    fn misses(&mut self, comment: Text<'_>, message: String, keyword: &str, list: Text<'_>) {
        let names = names_of(&mut self.names, self.registry);
        self.unclear.push(unclear(names, comment.span, message, keyword, list));
    }

    fn peer(&mut self, file: FileId, range: Option<std::ops::Range<u32>>, written: &[String]) {
        let Some(range) = range else { return };
        let names = names_of(&mut self.names, self.registry);
        let mut keys: Vec<&'static str> = Vec::new();
        for name in written {
            match name.strip_suffix(":*") {
                Some(peer) => keys.extend(names.of_peer(peer).map(|named| named.key)),
                None => keys.extend(names.find(name).iter().map(|named| named.key)),
            }
        }
        let covered = self.ranges.entry(file).or_default();
        for key in keys {
            covered.entry(key).or_default().push((range.clone(), Owner::Peer));
        }
    }

    pub(super) fn finish(self) -> Suppressions {
        let files = self.ranges.into_iter().map(|(file, keys)| {
            let scopes = keys.into_iter().map(|(key, mut ranges)| {
                // Of a peer's comment and ours at one place, ours counts as used.
                ranges.sort_by_key(|(_, owner)| *owner == Owner::Peer);
                (key, Scopes::new(ranges))
            });
            (file, scopes.collect())
        });
        Suppressions {
            comments: self.comments,
            covered: files.collect(),
            unclear: self.unclear,
            names: self.names,
        }
    }
}

fn names_of<'n>(names: &'n mut Option<Names>, registry: &'static [Registered]) -> &'n Names {
    names.get_or_insert_with(|| Names::new(registry))
}

/// The line that a comment stands in, with its line end.
fn line_of(source: Text<'_>, comment: Span) -> Span {
    let base = source.span.start as usize;
    let (start, end) =
        ((comment.start as usize).saturating_sub(base), (comment.end as usize).saturating_sub(base));
    let before = source.slice(0, start).raw;
    let behind = source.slice(end, source.raw.len()).raw;
    let from = before.rfind('\n').map_or(0, |at| at + 1);
    let to = behind.find('\n').map_or(source.raw.len(), |at| end + at + 1);
    source.slice(from, to).span
}

/// Whether the line at byte `at` would be a parser directive if nothing but directives stood above it.
fn is_directive(source: Text<'_>, at: u32) -> bool {
    let behind = source.slice(at.saturating_sub(source.span.start) as usize, source.raw.len());
    let line = behind.raw.lines().next().unwrap_or_default();
    let name = line
        .trim_start()
        .strip_prefix('#')
        .and_then(|line| line.split_once('='))
        .map(|(name, _)| name.trim());
    name.is_some_and(|name| ["syntax", "escape", "check"].iter().any(|one| name.eq_ignore_ascii_case(one)))
}

/// What goes with a comment: its line when nothing else stands there, else the blanks before it.
fn whole(source: Text<'_>, comment: Span) -> Span {
    let line = line_of(source, comment);
    let base = source.span.start as usize;
    let before = source
        .slice((line.start as usize).saturating_sub(base), (comment.start as usize).saturating_sub(base));
    let kept = before.raw.trim_end_matches([' ', '\t']);
    if kept.trim_start_matches('\u{feff}').is_empty() {
        let mark = kept.len() as u32;
        return Span { start: line.start + mark, ..line };
    }
    Span { start: line.start + kept.len() as u32, ..comment }
}
