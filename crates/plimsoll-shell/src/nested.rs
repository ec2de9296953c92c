//! Commands that hold commands: the string of `sh -c '…'`, `su -c '…'`, `eval …`, the here-document of `bash <<EOF`, and
//! `find … -exec … ;`.

use std::ops::Range;

use plimsoll_diagnostics::Joined;
use plimsoll_facts::programs::Role;

use crate::draft::{Draft, Source};
use crate::{Position, Word, Wrapper};

/// The options of shells that take the next word as a value.
const SHELL_VALUES: &[&str] = &["-O", "+O", "--rcfile", "--init-file"];

/// A script in a command's words, and the words that run it.
pub(crate) struct Nested<'j> {
    pub(crate) script: Joined<'j>,
    pub(crate) wrappers: Vec<Wrapper>,
    /// Whether the substitutions in it belong to the script around it, which makes them first.
    pub(crate) is_expanded: bool,
}

/// The script that a command has a shell run.
pub(crate) fn nested_script<'j>(draft: &Draft, source: Source<'j>) -> Option<Nested<'j>> {
    let command = &draft.command;
    let words = &command.words;
    let at = match command.name() {
        "eval" => 1..words.len(),
        "sg" => one(option_value(words, &["-c"])?),
        "ssh" if runs_input(words) => return document_of(draft, source),
        "su" | "runuser" => one(option_value(words, &["-c", "--command", "--session-command"])?),
        // GNU env -S splits a string into a command line.
        "env" => one(option_value(words, &["-S", "--split-string"])?),
        name if Role::Shell.is_of(name) => match shell_script(words) {
            Some(at) => one(at),
            None => return document(draft, source),
        },
        _ => return None,
    };
    let script = source.script_in(draft.ranges.get(at.clone())?)?;
    let mut wrappers = command.wrappers.clone();
    wrappers.push(Wrapper { words: words.get(..at.start)?.to_vec() });
    (!script.text.is_empty()).then_some(Nested { script, wrappers, is_expanded: false })
}

/// The here-document that a shell reads its commands from: no file is named, or only behind `-s`.
fn document<'j>(draft: &Draft, source: Source<'j>) -> Option<Nested<'j>> {
    let Draft { command, document, .. } = draft;
    document.as_ref()?;
    let mut reads_input = false;
    let mut options = command.arguments().iter();
    while let Some(word) = options.next().filter(|_| !reads_input) {
        let option = word.literal()?;
        let is_bundle = option.starts_with(['-', '+']) && !option.starts_with("--");
        reads_input = option == "-" || option == "/dev/stdin" || (is_bundle && option.contains('s'));
        if !option.starts_with(['-', '+']) && !reads_input {
            return None;
        }
        if SHELL_VALUES.contains(&option) || (is_bundle && option.ends_with('o')) {
            options.next();
        }
    }
    document_of(draft, source)
}

/// The here-document of a command that runs it.
fn document_of<'j>(draft: &Draft, source: Source<'j>) -> Option<Nested<'j>> {
    let document = draft.document.as_ref()?;
    let mut wrappers = draft.command.wrappers.clone();
    wrappers.push(Wrapper { words: draft.command.words.clone() });
    let script = source.piece(document.range.clone());
    Some(Nested { script, wrappers, is_expanded: document.is_expanded })
}

/// The options of ssh that take a value.
const SSH_VALUES: &str = "BbcDEeFIiJLlmOoPpQRSWw";

/// Whether ssh starts a shell that reads its input: only the host is named, or a shell without a script behind it.
fn runs_input(words: &[Word]) -> bool {
    let mut words = words.iter().skip(1).map(|word| word.literal().unwrap_or(&word.raw));
    let mut host = None;
    while let Some(word) = words.next() {
        match word.strip_prefix('-') {
            Some(letter) if letter.len() == 1 && SSH_VALUES.contains(letter) => {
                words.next();
            }
            Some(_) => {}
            None => {
                host = Some(word);
                break;
            }
        }
    }
    let rest: Vec<&str> = words.collect();
    host.is_some() && matches!(*rest, [] | ["sh" | "bash"] | ["sh" | "bash", "-s" | "-se" | "-es"])
}

fn one(at: usize) -> Range<usize> {
    at..at + 1
}

/// The place of the word behind one of `options`.
fn option_value(words: &[Word], options: &[&str]) -> Option<usize> {
    let at = words.iter().position(|word| word.literal().is_some_and(|text| options.contains(&text)))?;
    Some(at + 1).filter(|at| *at < words.len())
}

/// The place of the string that `sh -c` runs: the first word that is no option, when `c` is among them.
fn shell_script(words: &[Word]) -> Option<usize> {
    let mut runs_string = false;
    let mut at = 1;
    loop {
        let word = words.get(at)?;
        let text = word.literal().unwrap_or(&word.raw);
        let is_bundle = text.len() > 1 && text.starts_with(['-', '+']) && !text.starts_with("--");
        if is_bundle {
            runs_string |= text.starts_with('-') && text.contains('c');
        } else if text == "--" {
            return Some(at + 1).filter(|at| runs_string && *at < words.len());
        } else if !text.starts_with("--") {
            return Some(at).filter(|_| runs_string);
        }
        // `-o pipefail`, also at the end of a bundle: `-euo pipefail`.
        let takes_value = SHELL_VALUES.contains(&text) || (is_bundle && text.ends_with('o'));
        at += if takes_value { 2 } else { 1 };
    }
}

/// The place of the script among the words of a program that is called without a shell: `sh -ec script`, `/bin/bash -o
/// pipefail -c script`. `None` when the program is no shell of the POSIX family, or gets no string.
pub fn string_argument<'w>(words: impl IntoIterator<Item = &'w str>) -> Option<usize> {
    let mut words = words.into_iter().enumerate();
    let (_, program) = words.next()?;
    if !Role::Shell.is_of(program.rsplit('/').next()?) {
        return None;
    }
    while let Some((_, option)) = words.next() {
        if matches!(option, "-o" | "+o" | "-O" | "+O") {
            words.next();
        } else if !option.starts_with(['-', '+']) {
            return None;
        } else if !option.starts_with("--") && option.starts_with('-') && option.contains('c') {
            // `-o` among the letters (`-euo`) takes the next word as its value.
            if option.ends_with('o') {
                words.next();
            }
            return script_after(words);
        } else if option.ends_with('o') && !option.starts_with("--") {
            words.next();
        }
    }
    None
}

/// The first word behind `-c` that is no further option: `bash -c -e 'script'`.
fn script_after<'w>(mut words: impl Iterator<Item = (usize, &'w str)>) -> Option<usize> {
    while let Some((at, word)) = words.next() {
        match word {
            // They end the options.
            "--" | "-" => return words.next().map(|(at, _)| at),
            _ if word.len() > 1 && word.starts_with(['-', '+']) => {
                if word.ends_with(['o', 'O']) && !word.starts_with("--") {
                    words.next();
                }
            }
            _ => return Some(at),
        }
    }
    None
}

/// The commands that `find` runs: `-exec command ;`, `-exec command +`.
pub(crate) fn executed_by_find(draft: &Draft) -> Vec<Draft> {
    let words = &draft.command.words;
    if draft.command.name() != "find" {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let rest = words.get(at..).unwrap_or_default();
        let Some(exec) = rest.iter().position(|word| {
            word.literal().is_some_and(|text| matches!(text, "-exec" | "-execdir" | "-ok" | "-okdir"))
        }) else {
            break;
        };
        let from = at + exec + 1;
        let rest = words.get(from..).unwrap_or_default();
        let end = from + rest.iter().position(|word| word.is(";") || word.is("+")).unwrap_or(rest.len());
        let inner = words.get(from..end).unwrap_or_default();
        if let (Some(first), Some(last), Some(ranges)) =
            (inner.first(), inner.last(), draft.ranges.get(from..end))
        {
            let mut executed = draft.clone();
            executed.command.span = first.span.to(last.span);
            executed.command.assignments.clear();
            executed.command.redirects.clear();
            executed.command.words = inner.to_vec();
            // What leads there once is enough: a second `-exec` is not run by the first.
            executed.command.wrappers.push(Wrapper { words: words.get(..1).unwrap_or_default().to_vec() });
            executed.command.position = Position { nested: true, ..draft.command.position };
            executed.ranges = ranges.to_vec();
            found.push(executed);
        }
        at = end;
    }
    found
}
