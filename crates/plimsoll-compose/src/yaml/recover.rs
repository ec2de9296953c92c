//! Reading on after a syntax error: the line is masked with a comment of the same length and the text read
//! again, so that a bad line costs that line and every place stays true.

use std::borrow::Cow;
use std::ops::Range;

use plimsoll_diagnostics::{Diagnostic, Text};

use super::limits::MAX_READS;
use super::reader::{self, Reading, Stop};
use super::{Comment, Yaml};

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub struct Stream<'s> {
    /// Its documents, aliases and merge keys still in them.
    pub documents: Vec<Yaml<'s>>,
    /// Its comments, in order.
    pub comments: Vec<Comment<'s>>,
    /// What could not be read.
    pub problems: Vec<Diagnostic>,
}

/// Reads the documents of a file.
pub fn read(source: Text<'_>) -> Stream<'_> {
    let mut text = Cow::Borrowed(source.raw);
    let mut masked: Vec<Range<usize>> = Vec::new();
    let mut errors = Vec::new();
    loop {
        let Reading { documents, mut comments, problems, stop } = reader::read(source, &text);
        let bad = stop.as_ref().filter(|stop| !stop.is_limit).and_then(|stop| offending(&text, &masked, stop.at));
        if let Some(stop) = stop {
            // An error on the line behind a masked one is most likely a consequence of masking it.
            let follows = |line: &Range<usize>| masked.iter().any(|other| other.end + 1 >= line.start && other.start <= line.start);
            if stop.is_limit || !bad.as_ref().is_some_and(|bad| follows(bad) || !bad.contains(&stop.at) && !masked.is_empty()) {
                errors.push(problem(source, &stop));
            }
        }
        if let Some(line) = bad.filter(|_| masked.len() < MAX_READS) {
            let mut bytes = text.into_owned();
            bytes.replace_range(line.clone(), &"#".repeat(line.len()));
            text = Cow::Owned(bytes);
            masked.push(line);
            continue;
        }
        comments.retain(|comment| !masked.iter().any(|line| line.contains(&(comment.text.span.start as usize))));
        errors.extend(problems);
        return Stream { documents, comments, problems: errors };
    }
}

/// The line of byte `at`, without its line end; or, when nothing is left to mask on it, the nearest before.
fn offending(text: &str, masked: &[Range<usize>], at: usize) -> Option<Range<usize>> {
    let mut end = at.min(text.len());
    end += text.get(end..)?.find('\n').unwrap_or(text.len() - end);
    loop {
        let start = text.get(..end)?.rfind('\n').map_or(0, |newline| newline + 1);
        let line = text.get(start..end)?;
        if !line.trim().is_empty() && !masked.iter().any(|other| other.start == start) {
            return Some(start..start + line.trim_end_matches('\r').len());
        }
        end = start.checked_sub(1)?;
    }
}

fn problem(source: Text<'_>, stop: &Stop) -> Diagnostic {
    let rest = source.slice(stop.at, source.raw.len());
    let line = rest.raw.lines().next().unwrap_or_default();
    let rule = if stop.is_limit { "limit-exceeded" } else { "compose-syntax" };
    Diagnostic::new(rule, rest.slice(0, line.trim_end().len()).span, stop.message.clone())
}
