//! Which containers serve data, and which only use the programs of an image that could.

use plimsoll_compose as compose;
use plimsoll_facts::KnownImage;
use plimsoll_facts::programs::Role;
use plimsoll_shell::Script;

use crate::Container;

impl Container<'_> {
    /// Whether it serves data that others must not reach: a database, cache, broker or search engine.
    pub fn is_data_store(&self) -> bool {
        self.known_image().is_some_and(KnownImage::is_data_store) && !self.is_client()
    }

    /// Whether its command only talks to a server: `psql`, `kafka-topics --create …`.
    pub fn is_client(&self) -> bool {
        let service = self.service;
        let programs: Vec<String> =
            service.entrypoint.iter().chain(&service.command).flat_map(programs).collect();
        let is_one = |role: Role| programs.iter().any(|program| role.is_of(program));
        is_one(Role::Client) && !is_one(Role::Server)
    }
}

/// The programs that a command names, without folder and ending.
fn programs(command: &compose::Command<'_>) -> Vec<String> {
    let scripts = command.text.iter().chain(&command.words).filter(|word| word.value.contains(' '));
    let mut found: Vec<String> = scripts
        .flat_map(|script| Script::parse(&script.joined()).commands)
        .map(|command| command.name().to_owned())
        .collect();
    found.extend(command.words.first().map(|first| first.value.clone().into_owned()));
    let plain = |path: &String| {
        let name = path.rsplit('/').next().unwrap_or_default();
        name.trim_end_matches(".sh").to_owned()
    };
    found.iter().map(plain).collect()
}
