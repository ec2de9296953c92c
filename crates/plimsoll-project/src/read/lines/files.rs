//! The Compose files that command lines name, and whether they are there.

use plimsoll_commands::{CommandLine, Word};
use plimsoll_diagnostics::Span;

use crate::{COMPOSE_NAMES, Folder, Line, Loader, Presence, path};

/// The Compose files that a line names and that are certainly not there.
pub(super) fn missing(line: &Line, folder: &str, loader: &dyn Loader) -> Vec<(Span, String)> {
    let command: &CommandLine = &line.command;
    if command.is_elsewhere || command.makes_files || !command.verb.words().starts_with("compose") {
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
        .filter(|(_, name)| is_beside(name) && !is_there(name))
        .collect()
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
