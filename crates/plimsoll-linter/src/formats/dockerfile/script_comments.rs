//! The comments in the scripts of a Dockerfile: behind commands, and in here-documents.

use std::ops::Range;

use plimsoll_diagnostics::Text;
use plimsoll_dockerfile::{Dockerfile, Instruction};

use crate::suppress::may_start;

/// A comment in a script that may ask for something.
pub(super) struct ScriptComment<'s> {
    pub(super) text: Text<'s>,
    /// The instruction that holds the script.
    pub(super) instruction: Range<u32>,
    pub(super) place: Place,
}

/// Where a comment stands in its script.
pub(super) enum Place {
    /// Before all commands, or behind one.
    Script,
    /// On a line of its own, above this command.
    Above(Range<u32>),
}

/// What starts a command that goes on over several lines.
const COMPOUND: [&str; 8] = ["if", "for", "while", "until", "case", "{", "(", "function"];

/// The comments of all scripts, in order.
pub(super) fn script_comments<'s>(tree: &Dockerfile<'_>, source: Text<'s>) -> Vec<ScriptComment<'s>> {
    let mut found = Vec::new();
    for instruction in &tree.instructions {
        let base = source.span.start;
        let start = instruction.span.start.saturating_sub(base) as usize;
        let end = instruction.span.end.saturating_sub(base) as usize;
        read(source.slice(start, end), instruction, &mut found);
    }
    found
}

fn read<'s>(text: Text<'s>, instruction: &Instruction<'_>, found: &mut Vec<ScriptComment<'s>>) {
    let mut at = 0;
    while let Some(hash) = text.raw.get(at..).and_then(|rest| rest.find('#')).map(|offset| at + offset) {
        at = hash + 1;
        let before = text.raw.get(..hash).unwrap_or_default();
        if !before.ends_with([' ', '\t', '\n', ';']) || !may_start(text.raw.get(hash..).unwrap_or_default()) {
            continue;
        }
        let rest = text.slice(hash, text.raw.len());
        let line = rest.slice(0, rest.raw.find('\n').unwrap_or(rest.raw.len()));
        at = hash + line.raw.len();
        let body = instruction.heredocs.iter().find(|heredoc| {
            heredoc.body.span.start <= line.span.start && line.span.start < heredoc.body.span.end
        });
        let is_alone = before.trim_end_matches([' ', '\t']).ends_with('\n');
        // The tree has the comments between the lines of an instruction already.
        if is_alone && body.is_none() {
            continue;
        }
        let place = match body {
            Some(body) if is_alone => {
                let above = (line.span.start - body.body.span.start) as usize;
                let above = body.body.raw.get(..above).unwrap_or_default();
                place(above, text.slice(at, text.raw.len()), instruction.span.end)
            }
            _ => Place::Script,
        };
        let comment = line.raw.trim_end().trim_end_matches('\\').trim_end();
        found.push(ScriptComment {
            text: line.slice(0, comment.len()),
            instruction: instruction.span.start..instruction.span.end,
            place,
        });
    }
}

/// Where a comment stands between `above` and `below`.
fn place(above: &str, below: Text<'_>, end: u32) -> Place {
    let is_comment = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if above.lines().all(is_comment) {
        return Place::Script;
    }
    let mut lines = below.split('\n').skip_while(|line| is_comment(line.raw));
    let Some(first) = lines.next() else { return Place::Script };
    let word = first.raw.split_ascii_whitespace().next().unwrap_or_default();
    if COMPOUND.contains(&word) || word.ends_with("()") || first.raw.trim_end().ends_with('{') {
        return Place::Above(first.span.start..end);
    }
    let mut last = first;
    while last.raw.trim_end().ends_with(['\\', '|', '&']) {
        let Some(next) = lines.next() else { break };
        last = next;
    }
    Place::Above(first.span.start..last.span.end)
}
