//! A command substitution where no shell runs.

use dockerfile::{Instruction, Kind, Word};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnexpandedCommand;

impl Rule for UnexpandedCommand {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let words: Vec<&Word> = match &instruction.kind {
            Kind::Env(env) => values(&env.pairs).collect(),
            Kind::Arg(arg) => values(&arg.pairs).collect(),
            Kind::Label(label) => values(&label.pairs).collect(),
            Kind::Workdir(workdir) => vec![&workdir.path],
            Kind::User(user) => vec![&user.user],
            Kind::Volume(volume) => volume.paths.iter().collect(),
            Kind::Expose(expose) => expose.ports.iter().collect(),
            _ => match instruction.copy_paths() {
                Some((sources, destination)) => sources.iter().chain([destination]).collect(),
                None => return,
            },
        };
        let name = instruction.keyword.value.to_ascii_uppercase();
        // A value may be a command line for later; a path is none.
        let is_value = matches!(instruction.kind, Kind::Env(_) | Kind::Arg(_) | Kind::Label(_));
        let is_meant = |word: &&Word| is_substitution(word) || !is_value && has_substitution(word);
        for word in words.into_iter().filter(is_meant) {
            cx.report(word.text.span, format!("`{name}` does not run commands"))
                .here("this text is treated literally: only `RUN` starts a shell")
                .help("pass the value as a build argument: `docker build --build-arg NAME=\"$(…)\"`");
        }
    }
}

/// The values that are meant to be one: what sets a prompt or holds a command line for later is not.
fn values<'w, 's>(pairs: &'w [dockerfile::Pair<'s>]) -> impl Iterator<Item = &'w Word<'s>> {
    let is_run_later = |name: &str| {
        ["PS1", "PS2", "PROMPT"].iter().any(|prompt| name.starts_with(prompt))
            || ["COMMAND", "CMD", "OPTS", "OPTIONS", "FLAGS", "ARGS"].iter().any(|end| name.ends_with(end))
    };
    pairs.iter().filter(move |pair| !is_run_later(&pair.name.value)).filter_map(|pair| pair.value.as_ref())
}

/// Whether a part of a path is `$(command)` or `` `command` ``.
fn has_substitution(word: &Word) -> bool {
    let text = word.text.raw;
    let is_command = |rest: &str| rest.starts_with(|first: char| first.is_ascii_lowercase());
    let is_quoted = |at: usize| text.starts_with('\'') || text.get(..at).is_some_and(|it| it.ends_with('\\'));
    let after = |open: &str, close: char| {
        text.split_once(open).is_some_and(|(before, rest)| {
            is_command(rest) && rest.contains(close) && !is_quoted(before.len())
        })
    };
    let Some(escape) = word.escape() else { return false };
    after("$(", ')') || (escape != '`' && after("`", '`'))
}

/// Whether all of a word is `$(command)` or `` `command` ``, in double quotes or none. Without quotes, an instruction
/// splits it at its first space.
fn is_substitution(word: &Word) -> bool {
    let Some(escape) = word.escape() else { return false };
    let text = word.value.trim_matches('"');
    let is_of = |open: &str, close: char| {
        let inner = text.strip_prefix(open).filter(|rest| !rest.trim_end_matches(close).contains(close));
        inner.is_some_and(|inner| inner.starts_with(|first: char| first.is_ascii_lowercase()))
    };
    is_of("$(", ')') || (escape != '`' && is_of("`", '`'))
}
