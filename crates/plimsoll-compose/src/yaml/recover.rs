//! Reading on after a syntax error: the line is masked with a comment of the same length and the text read
//! again, so that a bad line costs that line and every place stays true.

use std::borrow::Cow;
use std::ops::Range;

use plimsoll_diagnostics::{Conflict, Diagnostic, Text};

use super::limits::MAX_READS;
use super::reader::{self, Clue, Reading, Stop};
use super::repair::Repair;
use super::{Comment, Yaml, culprit, remedy};

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
    let conflicts = Conflict::all(source.raw);
    let left_out: Vec<Range<usize>> = conflicts.iter().flat_map(Conflict::left_out).collect();
    let mut text = with_comments(source.raw, &left_out);
    let mut masked: Vec<Range<usize>> = Vec::new();
    let mut repairs: Vec<Repair> = Vec::new();
    let mut errors = Vec::new();
    let (mut reads_for_keys, mut reads_for_comments) = (0, 0);
    loop {
        let Reading { mut documents, mut comments, problems, alias_keys, stop } = reader::read(source, &text);
        if !alias_keys.is_empty() && reads_for_keys < MAX_READS {
            reads_for_keys += 1;
            text = Cow::Owned(with_plain_keys(&text, &alias_keys));
            continue;
        }
        // libyaml, which Compose reads files with, asks for no space before a comment.
        let comment = stop.as_ref().filter(|stop| matches!(stop.clue, Clue::Comment));
        if let Some(blanked) = comment.and_then(|stop| without_comment(&text, stop.at))
            && reads_for_comments < MAX_READS
        {
            reads_for_comments += 1;
            text = Cow::Owned(blanked);
            continue;
        }
        let stop = stop.map(|stop| culprit::blame(stop, &text));
        let bad = stop.as_ref().filter(|stop| !stop.is_limit);
        let bad = bad.and_then(|stop| offending(&text, &masked, stop.at));
        if let Some(mut stop) = stop {
            let reads = masked.len() + repairs.len();
            let is_last = bad.is_some() && reads >= MAX_READS;
            let again = || bad.as_ref().is_some_and(|line| is_consequence(&text, line, stop.at, &masked));
            // Of a file whose first keys are indented, each later key starts another document.
            let is_again = again() || is_of_outer_key(&stop) && repeats(&errors, &stop);
            // One error that spoils all lines behind it is not many.
            let is_cascade = is_last && errors.len() == 1 && is_again;
            if is_last {
                stop.is_limit = true;
                stop.message = Cow::Borrowed("the file has too many syntax errors; the rest is not read");
            }
            if (is_last || !is_again) && !is_cascade {
                errors.push(problem(source, &stop));
            }
            let repair = Repair::of(&stop.message, &text, stop.at).filter(|own| !repairs.contains(own));
            if let Some(repair) = repair.filter(|_| reads < MAX_READS) {
                text = Cow::Owned(repair.applied(&text));
                repairs.push(repair);
                continue;
            }
        }
        if let Some(line) = bad.filter(|_| masked.len() + repairs.len() < MAX_READS) {
            let mut bytes = text.into_owned();
            bytes.replace_range(line.clone(), &"#".repeat(line.len()));
            text = Cow::Owned(bytes);
            masked.push(line);
            continue;
        }
        let is_mask = |comment: &Comment<'_>| {
            let at = comment.text.span.start as usize;
            // There may be many conflicts, which are in order.
            let part = left_out.get(left_out.partition_point(|part| part.end <= at));
            masked.iter().chain(part).any(|line| line.contains(&at))
        };
        comments.retain(|comment| !is_mask(comment));
        errors.extend(problems);
        errors.extend(conflicts.iter().map(|conflict| conflict.problem("compose-syntax", source)));
        if !repairs.is_empty() {
            for document in &mut documents {
                super::repair::restore(document, &repairs, source);
            }
        }
        return Stream { documents, comments, problems: errors };
    }
}

/// The text in which some parts, which are whole lines and in order, are comments.
fn with_comments<'t>(text: &'t str, parts: &[Range<usize>]) -> Cow<'t, str> {
    let mut masked = String::new();
    let mut at = 0;
    for part in parts {
        masked.push_str(text.get(at..part.start).unwrap_or_default());
        let inside = text.get(part.clone()).unwrap_or_default().bytes();
        masked.extend(inside.map(|byte| if byte == b'\n' { '\n' } else { '#' }));
        at = part.end;
    }
    if at == 0 {
        return Cow::Borrowed(text);
    }
    masked.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(masked)
}

/// The text in which aliases that are keys, each at the start of a line, are plain words, as are the aliases at these bytes.
fn with_plain_keys(text: &str, aliases: &[usize]) -> String {
    let mut plain = text.to_owned();
    let mut start = 0;
    let mut starts = Vec::new();
    for line in text.split_inclusive('\n') {
        let word = line.trim_start_matches([' ', '-']);
        if word.starts_with('*') && word.split_whitespace().next().is_some_and(|word| word.ends_with(':')) {
            starts.push(start + line.len() - word.len());
        }
        start += line.len();
    }
    for at in aliases.iter().chain(&starts) {
        plain.replace_range(*at..=*at, "_");
    }
    plain
}

/// The text in which the comment on the line of byte `at` is blank, where it follows a quote or a bracket without a space.
fn without_comment(text: &str, at: usize) -> Option<String> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(start..)?.lines().next()?;
    let comment = ["\"#", "'#", "]#", "}#"].iter().filter_map(|mark| line.find(mark)).min()? + 1;
    let mut blanked = text.to_owned();
    let comment = start + comment..start + line.len();
    blanked.replace_range(comment.clone(), &" ".repeat(comment.len()));
    Some(blanked)
}

/// Whether masking is what made an error at byte `at`, for which `line` is to be masked next: the line before
/// is masked already, or the error is at one that is. What is not closed was wrong before.
fn is_consequence(text: &str, line: &Range<usize>, at: usize, masked: &[Range<usize>]) -> bool {
    if matches!(text.as_bytes().get(at), Some(b'[' | b'{' | b'"' | b'\'')) {
        return false;
    }
    let is_behind = |other: &Range<usize>| other.end < line.start && line.start <= other.end + 2;
    masked.iter().any(is_behind) || (!masked.is_empty() && !(line.start..=line.end).contains(&at))
}

/// Whether a key with less indentation than the first one was met.
fn is_of_outer_key(stop: &Stop) -> bool {
    stop.message.contains("<document start>")
}

/// Whether the same was said of a line before.
fn repeats(errors: &[Diagnostic], stop: &Stop) -> bool {
    errors.iter().any(|error| error.message == stop.message)
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
    let mut problem = Diagnostic::new(rule, rest.slice(0, line.trim_end().len()).span, stop.message.clone());
    if let Some(help) = remedy::remedy(&stop.message, line.trim()) {
        problem.help(help);
    }
    problem
}
