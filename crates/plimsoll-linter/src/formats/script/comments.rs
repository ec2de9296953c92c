//! What the comments of scripts cover: the command line below them, or the one that they stand behind.

use std::ops::Range;

use plimsoll_diagnostics::Text;
use plimsoll_project::Project;

use crate::suppress::{Collector, FILE, Places, Reach};

/// Takes in the comments of a file that may ask for something.
pub(super) fn collect(project: &Project<'_>, collector: &mut Collector<'_>) {
    let Some(lines) = &project.lines else { return };
    let source = project.sources.text(lines.file);
    if !source.raw.contains("plimsoll") {
        return;
    }
    let places = Places::lines(lines.lines.iter().map(|line| line.whole), source);
    let mut at = 0;
    for line in source.raw.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(comment) = comment(line.trim_end()) else { continue };
        let own_line = line.trim_start().len() == line.len() - comment.start
            || line.get(..comment.start).is_some_and(|before| before.trim().is_empty());
        let text = source.slice(start + comment.start, start + comment.end);
        let Some(request) = collector.request(text) else { continue };
        let end = at as u32;
        let below = || next(&places, source, end);
        let place = |reach| match reach {
            Reach::File => Some(FILE),
            Reach::NodeOrFile if places.before(start as u32).is_none() => Some(FILE),
            _ if own_line => below(),
            _ => places.before(end).filter(|place| place.end >= start as u32),
        };
        collector.take(text, request, source, &places, place);
    }
}

/// Where a comment can stand.
pub(super) fn places(source: Text<'_>) -> Option<Places> {
    // Only where a comment is a line that starts with `#`: what else a file may be, its text does not tell.
    (!source.raw.trim_start().starts_with('{')).then(|| Places::starts(source))
}

/// The first line below, when only comments and blank lines are between.
fn next(places: &Places, source: Text<'_>, end: u32) -> Option<Range<u32>> {
    let place = places.from(end)?;
    let between = source.raw.get(end as usize..place.start as usize)?;
    let is_passed = |line: &str| {
        let line = line.trim_start();
        line.is_empty() || line.starts_with(['#', ';', '/', '`', '~']) || is_key(line)
    };
    between.lines().all(is_passed).then_some(place)
}

/// Whether a line of YAML opens what holds the command: `- name: test`, `run: |`.
fn is_key(line: &str) -> bool {
    let line = line.strip_prefix("- ").unwrap_or(line);
    line.split_whitespace().next().is_some_and(|word| word.ends_with(':'))
}

/// A comment in a line that names us: its bytes from its mark on.
fn comment(line: &str) -> Option<Range<usize>> {
    let at = line.find("plimsoll")?;
    let mark = line.get(..at)?.trim_end();
    let hash = mark.rfind(['#', ';', '/', '<'])?;
    let is_near = matches!(mark.get(hash..)?, "#" | ";" | "/" | "<!--") || mark.ends_with("##");
    // Of the other marks, the rest of the comment is all that counts.
    let start = if mark.ends_with('#') { hash } else { at };
    is_near.then_some(start..line.len())
}
