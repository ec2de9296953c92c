//! The names of variables in `.env` and in files under `env_file`: which are set twice, and which nothing reads.

use std::collections::{HashMap, HashSet};

use plimsoll_compose::Compose;
use plimsoll_compose::interpolate::Template;
use plimsoll_compose::yaml::{Entry, Node, Scalar, Yaml};
use plimsoll_diagnostics::{MOST_COMPARED, Span, Text, is_one_slip};

use crate::ComposeApp;

/// Shorter names are near to too many others.
const SHORTEST: usize = 5;

/// A name in `.env` that nothing reads, beside one that is read and not set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MisspelledName<'s> {
    /// The name in `.env`.
    pub name: Text<'s>,
    /// The name that a Compose file reads.
    pub read: String,
    /// Where it does.
    pub read_at: Span,
}

impl<'s> ComposeApp<'s> {
    /// Names that a file sets a second time, each with the place of the first.
    pub fn repeated_names(&self) -> Vec<(Text<'s>, Text<'s>)> {
        let mut names: Vec<Text<'s>> =
            self.dotenv_names.iter().chain(&self.env_files.names).copied().collect();
        // A file may be read as both.
        names.sort_unstable_by_key(|name| name.span);
        names.dedup_by_key(|name| name.span);
        let mut seen: HashMap<_, Text<'s>> = HashMap::new();
        let again = |name: Text<'s>| Some((seen.insert((name.span.file, name.raw), name)?, name));
        names.into_iter().filter_map(again).collect()
    }

    /// Names in `.env` that no Compose file contains, where one letter makes them one that a file reads and `.env` does
    /// not set.
    pub fn misspelled_names(&self) -> Vec<MisspelledName<'s>> {
        let files = || self.files().iter().chain(self.borrowed_files());
        let names = || self.dotenv_names.iter().filter(|name| name.raw.len() >= SHORTEST);
        if names().next().is_none() {
            return Vec::new();
        }
        let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
        let words: HashSet<&str> =
            files().flat_map(|file| file.source.raw.split(|c| !is_of_word(c))).collect();
        // A part of a word may be read all the same; few names are left to look for.
        let is_unread = |name: &Text<'_>| !files().any(|file| file.source.raw.contains(name.raw));
        let rare = names().filter(|name| !words.contains(name.raw)).take(MOST_COMPARED);
        let unread: Vec<Text<'s>> = rare.filter(|name| is_unread(name)).copied().collect();
        if unread.is_empty() {
            return Vec::new();
        }
        let mut read = Vec::new();
        files().for_each(|file| look_in(file, &mut read));
        read.retain(|(name, _)| !self.dotenv_names.iter().any(|set| set.raw == name));
        let misspelled = unread.into_iter().filter_map(|name| {
            let (meant, read_at) = read.iter().find(|(meant, _)| is_slip(name.raw, meant))?;
            Some(MisspelledName { name, read: meant.clone(), read_at: *read_at })
        });
        misspelled.collect()
    }
}

/// Whether a name is a slip of another one, and not the next of a series or a plural.
fn is_slip(name: &str, meant: &str) -> bool {
    let letters = |name: &str| name.replace(|c: char| c.is_ascii_digit(), "");
    let is_plural = name.strip_suffix('S') == Some(meant) || meant.strip_suffix('S') == Some(name);
    is_one_slip(name, meant) && letters(name) != letters(meant) && !is_plural
}

/// The variables that a Compose file reads, each with its place.
fn look_in(file: &Compose<'_>, read: &mut Vec<(String, Span)>) {
    let of_services = file.services.iter().flat_map(|service| &service.fields.entries);
    file.fields.entries.iter().chain(of_services).for_each(|entry| look_at(entry, read));
}

fn look_at(entry: &Entry<'_>, read: &mut Vec<(String, Span)>) {
    look(&entry.value, read);
}

fn look(yaml: &Yaml<'_>, read: &mut Vec<(String, Span)>) {
    match &yaml.node {
        Node::Scalar(scalar) if scalar.value.contains('$') => add(scalar, read),
        Node::Sequence(items) => items.iter().for_each(|item| look(item, read)),
        Node::Mapping(mapping) => mapping.entries.iter().for_each(|entry| look_at(entry, read)),
        Node::Scalar(_) | Node::Alias(_) => {}
    }
}

fn add(scalar: &Scalar<'_>, read: &mut Vec<(String, Span)>) {
    let variables = Template::parse(&scalar.value);
    for variable in variables.variables() {
        if read.len() < MOST_COMPARED && !read.iter().any(|(name, _)| name == variable.name) {
            read.push((variable.name.to_owned(), scalar.place(variable.range.clone())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn slips_are_no_series_and_no_plurals() {
        for (name, meant, expected) in [
            ("WEB_VERSON", "WEB_VERSION", true),
            ("WEB_VERISON", "WEB_VERSION", true),
            ("WEB_PORT1", "WEB_PORT2", false),
            ("WEB_PORTS", "WEB_PORT", false),
            ("WEB_HOST", "WEB_PORT", false),
        ] {
            assert_eq!(is_slip(name, meant), expected, "{name} {meant}");
        }
    }
}
