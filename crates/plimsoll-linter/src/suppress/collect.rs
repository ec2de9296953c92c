//! From the comments of a project's files to what they cover.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use plimsoll_diagnostics::{Diagnostic, FileId, MOST_COMPARED, Span, Text};

use super::comment::read;
use super::places::Places;
use super::request::{PeerName, Reach, Request};
use super::scopes::Scopes;
use super::union::Union;
use super::unused::{RULE, misses, no_code};
use super::{Comment, Name, Owner, Suppressions};
use crate::Registered;
use crate::config::Names;

/// All of a file.
pub(crate) const FILE: Range<u32> = 0..u32::MAX;

type Ranges<T> = HashMap<FileId, HashMap<&'static str, Vec<T>>>;

/// Reads comments, file by file.
pub(crate) struct Collector<'a> {
    registry: &'static [Registered],
    /// Whether comments for hadolint count in a file.
    honours_hadolint: &'a dyn Fn(FileId) -> bool,
    /// Whether the comment on a line counts.
    pub(crate) counts: &'a dyn Fn(Span) -> bool,
    /// Made when a comment needs it: most projects have none that does.
    names: Option<Names>,
    comments: Vec<Comment>,
    ranges: Ranges<(Range<u32>, Owner)>,
    of_peers: Ranges<Range<u32>>,
    pub(crate) skipped: HashMap<FileId, Vec<Range<u32>>>,
    pub(crate) raised: HashSet<FileId>,
    /// The Dockerfiles that speak to BuildKit's checks.
    pub(crate) checked: HashSet<FileId>,
    pub(crate) unclear: Vec<Diagnostic>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(
        registry: &'static [Registered],
        honours_hadolint: &'a dyn Fn(FileId) -> bool,
        counts: &'a dyn Fn(Span) -> bool,
    ) -> Collector<'a> {
        Collector {
            registry,
            honours_hadolint,
            counts,
            names: None,
            comments: Vec::new(),
            ranges: HashMap::new(),
            of_peers: HashMap::new(),
            skipped: HashMap::new(),
            raised: HashSet::new(),
            checked: HashSet::new(),
            unclear: Vec::new(),
        }
    }

    /// Takes in what `read` takes in, and lets nothing be said about it: of a file of which only parts are used, nobody
    /// knows here what its comments silence in the rest.
    pub(crate) fn borrowed(&mut self, file: FileId, read: impl FnOnce(&mut Self)) {
        let (comments, unclear) = (self.comments.len(), self.unclear.len());
        read(self);
        self.comments.truncate(comments);
        self.unclear.truncate(unclear);
        let own = self.ranges.remove(&file).unwrap_or_default();
        let of_peers = self.of_peers.entry(file).or_default();
        for (key, ranges) in own {
            of_peers.entry(key).or_default().extend(ranges.into_iter().map(|(range, _)| range));
        }
    }

    /// What a comment asks for, if it counts and asks for anything.
    pub(crate) fn request<'s>(&self, comment: Text<'s>) -> Option<Request<'s>> {
        (self.counts)(comment.span).then(|| read(comment)).flatten()
    }

    /// Takes in a comment. `places` are what it may stand above, `place` is what it covers.
    pub(crate) fn take(
        &mut self,
        comment: Text<'_>,
        request: Request<'_>,
        source: Text<'_>,
        places: &Places,
        place: impl Fn(Reach) -> Option<Range<u32>>,
    ) {
        let file = comment.span.file;
        let below_something = places.before(comment.span.start).is_some();
        match request {
            Request::Peer { by_hadolint: true, .. } if !(self.honours_hadolint)(file) => {}
            Request::Peer { reach, names, .. } => {
                if let Some(range) = place(reach) {
                    self.peer(file, &range, &names);
                    return;
                }
                let mut finding = Diagnostic::new(RULE, comment.span, "this comment suppresses nothing");
                finding
                    .here("nothing follows this comment")
                    .help("move the comment above the line that it applies to");
                self.unclear.push(finding);
            }
            Request::Ignore { reach: Reach::File, list, .. } if below_something => {
                let message = "move `ignore-file` to the top of the file".to_owned();
                self.misses(comment, message, "ignore-file", list);
            }
            Request::Ignore { reach, names, list } => {
                let range = place(reach);
                let read = names.into_iter().enumerate().map(|(at, name)| {
                    let owner = Owner { comment: self.comments.len(), name: at };
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
            Request::Unclear { span, message, help } => {
                let mut finding = Diagnostic::new(RULE, span, message);
                finding.help(help);
                self.unclear.push(finding);
            }
            Request::Misses { span, message, keyword, list } => {
                debug_assert_eq!(span, comment.span, "this comment cannot be parsed");
                self.misses(comment, message, keyword, list);
            }
        }
    }

    /// A comment in a script. What looks like one may be part of a string: it silences, and nothing is said about it.
    pub(crate) fn take_in_script(
        &mut self,
        comment: Text<'_>,
        request: Request<'_>,
        place: impl Fn(Reach) -> Option<Range<u32>>,
    ) {
        let (reach, names) = match request {
            Request::Peer { by_hadolint: true, .. } if !(self.honours_hadolint)(comment.span.file) => return,
            Request::Peer { reach, names, .. } => (reach, names),
            Request::Ignore { reach, names, .. } => {
                let name = |name: Text<'_>| PeerName { text: name.raw.to_owned(), span: name.span };
                (reach, names.into_iter().map(name).collect())
            }
            Request::Unclear { .. } | Request::Misses { .. } => return,
        };
        if let Some(range) = place(reach) {
            self.peer(comment.span.file, &range, &names);
        }
    }

    fn misses(&mut self, comment: Text<'_>, message: String, keyword: &str, list: Text<'_>) {
        let names = names_of(&mut self.names, self.registry);
        self.unclear.push(misses(names, comment.span, message, keyword, list));
    }

    pub(crate) fn names(&mut self) -> &Names {
        names_of(&mut self.names, self.registry)
    }

    pub(crate) fn peer(&mut self, file: FileId, range: &Range<u32>, written: &[PeerName]) {
        if written.is_empty() {
            return;
        }
        let names = names_of(&mut self.names, self.registry);
        let mut keys: Vec<&'static str> = Vec::new();
        for name in written {
            let found = keys.len();
            let pattern = name.text.strip_suffix('*').and_then(|start| start.split_once(':'));
            if let Some((peer, code)) = pattern {
                let starts = |key: &&str| key.split_once(':').is_some_and(|(_, of)| of.starts_with(code));
                keys.extend(names.of_peer(peer).map(|named| named.key).filter(starts));
                continue;
            }
            keys.extend(names.find(&name.text).iter().map(|named| named.key));
            // Of so many, not all are shown.
            if keys.len() == found && self.unclear.len() < MOST_COMPARED {
                self.unclear.extend(no_code(name, names));
            }
        }
        let covered = self.of_peers.entry(file).or_default();
        for key in keys {
            covered.entry(key).or_default().push(range.clone());
        }
    }

    pub(crate) fn finish(self) -> Suppressions {
        let files = self.ranges.into_iter().map(|(file, keys)| {
            (file, keys.into_iter().map(|(key, ranges)| (key, Scopes::new(ranges))).collect())
        });
        let of_peers = self.of_peers.into_iter().map(|(file, keys)| {
            (file, keys.into_iter().map(|(key, ranges)| (key, Union::new(ranges))).collect())
        });
        Suppressions {
            comments: self.comments,
            covered: files.collect(),
            of_peers: of_peers.collect(),
            skipped: self.skipped.into_iter().map(|(file, ranges)| (file, Union::new(ranges))).collect(),
            raised: self.raised,
            checked: self.checked,
            unclear: self.unclear,
            names: self.names,
        }
    }
}

fn names_of<'n>(names: &'n mut Option<Names>, registry: &'static [Registered]) -> &'n Names {
    names.get_or_insert_with(|| Names::new(registry))
}

/// The line that a comment stands in, with its line end.
pub(crate) fn line_of(source: Text<'_>, comment: Span) -> Span {
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
