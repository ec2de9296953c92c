//! The files that command lines name, and whether they are there: Compose files, and files of variables.

use std::collections::HashSet;

use plimsoll_commands::{CommandLine, Word};
use plimsoll_diagnostics::{Span, Text};

use crate::model::named_files;
use crate::{COMPOSE_NAMES, Folder, Line, Loader, MissingEnvFile, Presence, path};

/// The files that a script looks for before it uses them: `[ -f compose.override.yaml ]`, `test -e compose.override.yaml`.
pub(super) fn tested(source: Text<'_>) -> HashSet<&str> {
    let mut words = source.raw.split([' ', '\t', '\n', ';', '(']).filter(|word| !word.is_empty());
    let mut tested = HashSet::new();
    while let Some(word) = words.next() {
        let flag = ["[", "[[", "test", "!"].contains(&word).then(|| words.next()).flatten();
        if flag.is_some_and(|flag| ["-f", "-e", "-s", "-r"].contains(&flag)) {
            tested.extend(words.next().map(|name| name.trim_matches(['"', '\''])));
        }
    }
    tested
}

/// The Compose files that a line names and that are certainly not there. Those that the script looks for are none of them.
pub(super) fn missing(
    line: &Line,
    is_tested: &dyn Fn(&str) -> bool,
    folder: &str,
    loader: &dyn Loader,
) -> Vec<(Span, String)> {
    let command: &CommandLine = &line.command;
    let is_uncertain = command.is_elsewhere || command.makes_files || command.failure_is_handled;
    if is_uncertain || !command.verb.words().starts_with("compose") {
        return Vec::new();
    }
    if command.globals.get("--project-directory").is_some() {
        return Vec::new();
    }
    let starts = starts(&line.folder, folder);
    let gone = &command.folder;
    let is_there = |name: &str| {
        starts
            .iter()
            .map(|start| path::join(&path::join(start, gone), name))
            .any(|path| loader.presence(&path) != Presence::Missing)
    };
    let is_beside = |name: &str| {
        let folder = path::folder(name);
        COMPOSE_NAMES.iter().any(|other| {
            let other = if folder.is_empty() { (*other).to_owned() } else { format!("{folder}/{other}") };
            starts
                .iter()
                .map(|start| path::join(&path::join(start, gone), &other))
                .any(|path| loader.presence(&path) == Presence::File)
        })
    };
    let named = command.globals.all("--file").filter_map(|flag| flag.value.as_ref());
    let named = named.filter_map(|word: &Word| Some((word.span, word.text()?.to_owned())));
    named
        .filter(|(_, name)| path::is_relative(name) && name != "-" && !name.contains(['*', '?', '{']))
        .filter(|(_, name)| is_beside(name) && !is_there(name) && !is_tested(name))
        // The script may be started in the directory that has it.
        .filter(|(_, name)| {
            line.folder != Folder::Near || !loader.has_compose_file(name.trim_start_matches("./"))
        })
        .collect()
}

/// The files of variables that a line names and that are certainly not there. What the script speaks of elsewhere, it may
/// make, or test for.
pub(super) fn missing_env_files(
    line: &Line,
    source: Text<'_>,
    folder: &str,
    loader: &dyn Loader,
) -> Vec<MissingEnvFile> {
    let command: &CommandLine = &line.command;
    let is_compose = command.verb.words().starts_with("compose");
    let is_certain = command.flags.mistake.is_none() && !command.is_elsewhere && !command.makes_files;
    if !is_certain || !(is_compose || command.verb.makes_container()) {
        return Vec::new();
    }
    let starts = starts(&line.folder, folder);
    let at = |start: &String, name: &str| path::join(&path::join(start, &command.folder), name);
    let is_missing =
        |name: &str| starts.iter().all(|start| loader.presence(&at(start, name)) == Presence::Missing);
    let is_only_read = |name: &str| {
        source.raw.match_indices(name).all(|(start, _)| {
            let (before, behind) = source.raw.split_at_checked(start).unwrap_or_default();
            let behind = behind.get(name.len()..).unwrap_or_default();
            // `prod.env` and `.env.example` are other files than `.env`.
            let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            let is_other = before.ends_with(goes_on) || behind.starts_with(goes_on);
            is_other || before.trim_end_matches([' ', '=', '"', '\'']).ends_with("--env-file")
        })
    };
    let flags = if is_compose { &command.globals } else { &command.flags };
    let named = flags.all("--env-file").filter_map(|flag| flag.value.as_ref());
    let named = named.filter_map(|word: &Word| Some((word.span, word.text()?.to_owned())));
    let missing = named
        .filter(|(_, name)| path::is_relative(name) && name != "-" && !name.contains(['*', '?', '{']))
        .filter(|(_, name)| !starts.is_empty() && is_only_read(name) && is_missing(name));
    let example = |name: &str| {
        let is_there =
            |other: &str| starts.iter().any(|start| loader.presence(&at(start, other)) == Presence::File);
        named_files::example_of(name, is_there)
    };
    missing.map(|(span, path)| MissingEnvFile { span, example: example(&path), path }).collect()
}

/// The folders that a line may be run in.
pub(super) fn starts(at: &Folder, folder: &str) -> Vec<String> {
    match at {
        Folder::Unknown => Vec::new(),
        Folder::At(folder) => vec![folder.clone()],
        Folder::Near => {
            let mut folders = vec![folder.to_owned()];
            let mut at = folder;
            while !matches!(at, "" | "/" | ".") && !at.starts_with("..") {
                at = path::folder(at);
                folders.push(at.to_owned());
            }
            folders
        }
    }
}
