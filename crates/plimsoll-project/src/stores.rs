//! Which containers serve data, and which only use the programs of an image that could.

use plimsoll_compose as compose;
use plimsoll_facts::ports::{self, PortKind};
use plimsoll_facts::programs::Role;
use plimsoll_facts::{ImageKind, KnownImage};
use plimsoll_shell::Script;

use crate::Container;
use crate::secrets::{Certainty, NameClass, classify, judge};

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

    /// What is behind a port, if it holds data that others must not reach, and no good password guards it.
    /// What the image is decides; where that is not known, what listens there by custom, if the image or the service is
    /// named after it.
    pub fn store_behind(&self, port: &compose::Port<'_>) -> Option<&'static str> {
        let service = self.service;
        // Of a command line this is asked by those who want every danger.
        if self.line().is_none() && is_guarded(service) {
            return None;
        }
        if let Some(known) = self.known_image() {
            return known.is_data_store().then(|| noun(known.kind));
        }
        let usual = ports::find(port.target.as_ref()?.single()?)?;
        let image = service.image.as_ref().map_or("", |image| &*image.value);
        let is_named = |name: &&str| image.contains(*name) || service.name.value.contains(*name);
        if usual.kind != PortKind::Engine && !usual.names.iter().any(is_named) {
            return None;
        }
        Some(match usual.kind {
            PortKind::Database => "database",
            PortKind::Cache => "cache",
            PortKind::Broker => "message broker",
            PortKind::Search => "search engine",
            PortKind::Engine => "Docker engine",
            PortKind::Other => return None,
        })
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

/// Whether a password that nobody guesses stands between the network and the data: one that is kept elsewhere, or one that is
/// written here, of which another rule speaks.
fn is_guarded(service: &compose::Service<'_>) -> bool {
    service.environment.iter().any(|pair| {
        let name = &*pair.name.value;
        let is_password = |name: &str| classify(name) == NameClass::Password;
        if name.strip_suffix("_FILE").is_some_and(is_password) {
            return true;
        }
        let Some(value) = pair.value.as_ref().map(compose::yaml::Scalar::template) else {
            return is_password(name);
        };
        let is_kept_elsewhere = value.contains('$') && (value.contains(":?") || !value.contains([':', '-']));
        let is_strong = || judge(name, value).is_some_and(|secret| secret.certainty > Certainty::Guessable);
        is_password(name) && (is_kept_elsewhere || is_strong())
    })
}

fn noun(kind: ImageKind) -> &'static str {
    match kind {
        ImageKind::Cache => "cache",
        ImageKind::Broker => "message broker",
        ImageKind::Search => "search engine",
        _ => "database",
    }
}
