//! What the comments of scripts cover: the command line below them, or the one that they stand behind.

use std::ops::Range;

use plimsoll_diagnostics::{Span, Text};
use plimsoll_project::Project;

use super::host::Host;
use super::{Read, names, speaks};
use crate::FileKind;
use crate::formats::Name;
use crate::suppress::{Collector, FILE, Places, Reach};

/// Takes in the comments of a file that may ask for something.
pub(super) fn collect(project: &Project<'_>, collector: &mut Collector<'_>) {
    let Some(lines) = &project.lines else { return };
    let source = project.sources.text(lines.file);
    if !source.raw.contains("plimsoll") {
        return;
    }
    let places = places(&project.sources.file(lines.file).path, source);
    let places = places.unwrap_or_else(|| Places::lines(lines.lines.iter().map(|line| line.whole), source));
    let mut at = 0;
    for line in source.raw.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(comment) = comment(line.trim_end()) else { continue };
        let marks = ['#', ';', '/', '<', '!', '-'];
        let own_line = line
            .get(..comment.start)
            .is_some_and(|before| before.trim().trim_start_matches(marks).is_empty());
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

/// What a comment can stand above: each command with the lines that it cannot be parted from. `None` where files have no
/// comments, or where a comment stands above more than a command.
pub(super) fn places(path: &str, source: Text<'_>) -> Option<Places> {
    let host = names::host(Name::new(path)).unwrap_or(Host::Shell);
    let is_script = FileKind::of_file(path, source.raw) == FileKind::Script;
    if !is_script || matches!(host, Host::Package | Host::Markdown) {
        return None;
    }
    let found = host.scripts(source, path);
    let mut spans: Vec<Span> = found.lines.iter().map(|line| line.whole).collect();
    let mut in_code = Vec::new();
    for shell in &found.scripts {
        let Some(read) = Read::new(shell) else { continue };
        let speaking = read.script.commands.iter().filter(|command| speaks(command));
        let commands = read.lines.iter().map(|line| line.span).chain(speaking.map(|command| command.span));
        for span in commands {
            // No comment can stand in the string that a shell is given.
            let around = read.script.commands.iter().filter(|other| other.span.contains(span));
            let first = around.map(|other| other.span).min_by_key(|other| other.start).unwrap_or(span);
            let whole = shell.outside.map_or(first, |outside| opening(source, outside).to(first));
            spans.push(whole);
            if host == Host::Jenkins && !starts_inside(shell.text.whole(), whole, source) {
                in_code.push(whole);
            }
        }
    }
    Some(Places::lines(spans.into_iter(), source).in_code(in_code.into_iter(), source))
}

/// A value of YAML with what opens it: the key, and the mark of a block, when the value starts on a line of its own.
fn opening(source: Text<'_>, value: Span) -> Span {
    let before = source.raw.get(..value.start as usize).unwrap_or_default();
    let is_own_line = before.trim_end_matches([' ', '\t']).ends_with('\n');
    let start = if is_own_line { before.trim_end().len().saturating_sub(1) } else { before.len() };
    Span::new(value.file, start, value.end as usize)
}

/// Whether the line of a command is one of the lines of the string that holds it.
fn starts_inside(string: Span, command: Span, source: Text<'_>) -> bool {
    let start = Places::line_start(source, command.start);
    start >= string.start as usize
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
