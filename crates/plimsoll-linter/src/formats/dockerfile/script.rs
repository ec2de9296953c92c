//! When two commands run the same, but for the words that edits took or put.

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::{CommandLine, Form, Word};
use plimsoll_shell::{Command, Script};

use crate::proof::Changes;

/// Compares what an instruction runs. `text` is the new file.
pub(super) fn same_command(
    old: &CommandLine<'_>,
    new: &CommandLine<'_>,
    changes: &Changes,
    text: &str,
) -> bool {
    match (&old.form, &new.form) {
        (Form::Exec(before), Form::Exec(after)) => {
            let before = before.iter().filter(|word| !changes.touch_old(word.text.span));
            let after = after.iter().filter(|word| !changes.touch_new(word.text.span));
            before.map(|word| &word.value).eq(after.map(|word| &word.value))
                && same_script(old.script(), new.script(), changes, text)
        }
        (Form::Shell(_), Form::Exec(words)) => is_plain(old.script(), words),
        (Form::Shell(_), Form::Shell(_)) => {
            old.interpreter().map(|text| text.raw) == new.interpreter().map(|text| text.raw)
                && same_script(old.script(), new.script(), changes, text)
        }
        (Form::Exec(_), Form::Shell(_)) => false,
    }
}

/// Whether a script is one command, of exactly these words.
fn is_plain(script: &Script, words: &[Word<'_>]) -> bool {
    let [command] = &*script.commands else { return false };
    script.problems.is_empty()
        && command.assignments.is_empty()
        && command.redirects.is_empty()
        && command.wrappers.is_empty()
        && command.words.iter().map(|word| word.literal()).eq(words.iter().map(|word| Some(&*word.value)))
}

fn same_script(old: &Script, new: &Script, changes: &Changes, text: &str) -> bool {
    let before = old.commands.iter().map(|command| outline(command, &|span| changes.touch_old(span)));
    // A command that came as a whole runs when all before it went well, and is the last word on nothing.
    let mut previous = None;
    let mut is_in_turn = true;
    let after = new.commands.iter().filter_map(|command| {
        let outline = outline(command, &|span| changes.touch_new(span));
        let end = previous.replace(command.span.end);
        if outline.is_empty() {
            let between = end.and_then(|end| text.get(end as usize..command.span.start as usize));
            let joined = between.map(|between| between.replace(['\\', '`'], ""));
            is_in_turn &= joined.is_some_and(|joined| joined.trim() == "&&");
            return None;
        }
        Some(outline)
    });
    before.eq(after) && is_in_turn && new.problems.len() <= old.problems.len()
}

/// What is left of a command without the words that were edited.
#[derive(PartialEq, Eq)]
struct Outline<'c> {
    words: Vec<&'c str>,
    assignments: Vec<(&'c str, Option<&'c str>)>,
    wrappers: Vec<Vec<&'c str>>,
    redirects: Vec<(Option<u32>, &'c str, Option<&'c str>)>,
    place: (u32, u32, bool, bool, bool),
}

fn outline<'c>(command: &'c Command, is_edited: &impl Fn(Span) -> bool) -> Outline<'c> {
    let left = |words: &'c [plimsoll_shell::Word]| {
        words.iter().filter(|word| !is_edited(word.span)).map(|word| &*word.raw).collect::<Vec<_>>()
    };
    let wrappers = command.wrappers.iter().map(|wrapper| left(&wrapper.words));
    let position = command.position;
    Outline {
        words: left(&command.words),
        assignments: command
            .assignments
            .iter()
            .filter(|assignment| !is_edited(assignment.span))
            .map(|assignment| (&*assignment.name, assignment.value.as_ref().map(|value| &*value.raw)))
            .collect(),
        wrappers: wrappers.filter(|words| !words.is_empty()).collect(),
        redirects: command
            .redirects
            .iter()
            .filter(|redirect| !is_edited(redirect.span))
            .map(|redirect| {
                (
                    redirect.descriptor,
                    &*redirect.operator,
                    redirect.target.as_ref().map(|target| &*target.raw),
                )
            })
            .collect(),
        place: (
            position.stage,
            position.depth,
            position.in_substitution,
            position.in_subshell,
            position.nested,
        ),
    }
}

impl Outline<'_> {
    fn is_empty(&self) -> bool {
        self.words.is_empty()
            && self.assignments.is_empty()
            && self.wrappers.is_empty()
            && self.redirects.is_empty()
    }
}
