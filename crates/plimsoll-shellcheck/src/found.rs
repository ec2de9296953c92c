//! What is found in a text, and from its places to those of the file that holds it.

use std::ops::Range;

use plimsoll_diagnostics::{Fix, Joined};
use plimsoll_shell::{Dialect, Script};
use shuck_linter::{Applicability, Diagnostic};

use crate::trigger::name_end;
use crate::words::{self, Words};
use crate::{Finding, Input};

/// A variable that nothing sets.
const UNASSIGNED: u32 = 2154;

/// What a code says about a place of a text, wherever that text stands.
#[derive(Debug)]
pub(crate) struct Found {
    code: u32,
    range: Range<usize>,
    words: &'static Words,
    /// What to put where; `None` when that may change the meaning.
    edits: Option<Vec<(Range<usize>, String)>>,
}

/// Whether the script sets the variable that stands at the start of `text` in front of a special built-in.
fn is_kept(text: &str, input: Input<'_>) -> bool {
    let name = text.get(..name_end(text)).unwrap_or_default();
    let is_kept = |script: &Script| script.kept_variables().any(|kept| kept == name);
    input.dialect != Dialect::Bash
        && input.read.map_or_else(|| is_kept(&Script::parse(input.script)), is_kept)
}

impl Found {
    /// What the linter said about a text in front of which `prologue` bytes stood; `None` when it speaks of those.
    pub(crate) fn new(code: u32, found: &Diagnostic, prologue: usize) -> Option<Found> {
        let back = |start: usize, end: usize| Some(start.checked_sub(prologue)?..end.checked_sub(prologue)?);
        let range = back(found.span.start.offset(), found.span.end.offset())?;
        let fix = found.fix.as_ref().filter(|fix| fix.applicability() == Applicability::Safe);
        let edits = fix.and_then(|fix| {
            let edit = |edit: &shuck_linter::Edit| {
                let range = back(edit.range().start().into(), edit.range().end().into())?;
                // A line end would end the instruction, a backslash may be its escape character.
                let is_plain = !edit.content().contains(['\n', '\r', '\\']);
                is_plain.then(|| (range, edit.content().to_owned()))
            };
            fix.edits().iter().map(edit).collect()
        });
        Some(Found { code, range, words: words::of(code)?, edits })
    }

    /// The same, about the file in which the text stands.
    pub(crate) fn in_file(&self, input: Input<'_>) -> Option<Finding> {
        let script = input.script;
        let end = self.range.end.min(script.text.len());
        let range = (self.range.start <= end).then_some(self.range.start..end)?;
        // `${}` and `${` without an end name no variable; no shell reads them.
        let text = script.text.get(range.clone()).unwrap_or_default();
        let name = text.trim_start_matches(['$', '{', '#', '!']);
        let is_name = name.starts_with(|first: char| first == '_' || first.is_alphabetic());
        if self.code == UNASSIGNED && (!is_name || is_kept(name, input)) {
            return None;
        }
        Some(Finding {
            code: self.code,
            span: script.span(range),
            message: self.words.message(text),
            label: self.words.label,
            help: Some(self.words.help.to_owned()),
            fix: self.fix(script).filter(|_| input.is_plain),
        })
    }

    /// The fix as edits of the file: only when each replaces what stands there just as the shell reads it.
    fn fix(&self, script: &Joined<'_>) -> Option<Fix> {
        let mut fix = Fix::safe(self.words.help);
        for (range, text) in self.edits.as_ref()? {
            fix = fix.replace(script.verbatim_span(range.clone())?, text.clone());
        }
        Some(fix)
    }
}
