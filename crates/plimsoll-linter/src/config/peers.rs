//! What other linters than hadolint were told in files of their own: which of their rules are off. What a file says
//! besides (paths, severities, exit codes) is for whoever moves to `plimsoll.toml`.

mod checkov;
mod dclint;
mod fields;
mod kics;
mod tally;
mod trivy;

use std::collections::BTreeMap;

use plimsoll_diagnostics::{Level, Text};

use super::switches::{Switch, Switches};
use super::{FailOn, Names};
use crate::RuleMeta;

/// A linter, and the files that it takes its settings from.
pub struct Peer {
    /// Its name.
    pub name: &'static str,
    /// The names of its files; of those in one directory the first counts.
    pub files: &'static [&'static str],
    read: fn(Text<'_>) -> Told,
}

/// All of them.
pub static PEERS: [Peer; 6] =
    [dclint::PEER, trivy::PEER, trivy::SETTINGS, checkov::PEER, kics::PEER, tally::PEER];

impl Peer {
    /// The peer that has files of this name.
    pub fn of(name: &str) -> Option<&'static Peer> {
        PEERS.iter().find(|peer| peer.files.contains(&name))
    }

    /// What a file of it says.
    pub(super) fn read(&self, source: Text<'_>) -> Told {
        (self.read)(source)
    }
}

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) codes: Vec<Code>,
    /// Patterns of files that it leaves out.
    pub(super) exclude: Vec<String>,
    pub(super) fail_on: Option<FailOn>,
    /// Ids of other subjects: packages, clouds, secrets.
    pub(super) foreign: usize,
    /// Settings that have no counterpart, with the reason.
    pub(super) lost: Vec<String>,
}

/// What it says of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Code {
    /// As `plimsoll.toml` would name it: `trivy:DS-0002`.
    pub(super) name: String,
    /// `None`: it is off.
    pub(super) level: Option<Level>,
    /// Patterns of the files that it holds for; none: for all.
    pub(super) files: Vec<String>,
    /// The last day on which it holds, as `2026-04-30`.
    pub(super) until: Option<String>,
}

impl Code {
    /// A rule that is off.
    fn off(name: String) -> Code {
        Code { name, ..Code::default() }
    }

    /// Whether it still holds on a day; nobody knows the day if it is empty.
    pub(super) fn holds_on(&self, today: &str) -> bool {
        self.until.as_deref().is_none_or(|until| today.is_empty() || today <= until)
    }
}

/// What the files of peers that hold in a directory switch off.
#[derive(Clone, Debug, Default)]
pub(crate) struct Peers {
    /// By the peer's name: the nearest file of each counts.
    off: BTreeMap<&'static str, Switches>,
    paths: BTreeMap<&'static str, String>,
}

impl Peers {
    /// Takes in a file.
    pub(crate) fn read(
        &mut self,
        peer: &'static Peer,
        path: &str,
        source: Text<'_>,
        today: &str,
        names: &Names,
    ) {
        let mut off = Switches::default();
        let told = peer.read(source);
        // What holds for some files only is left to whoever moves: nobody is silenced by half of a sentence.
        let counts = |code: &&Code| code.level.is_none() && code.files.is_empty() && code.holds_on(today);
        for code in told.codes.iter().filter(counts) {
            for named in names.matching_code(&code.name) {
                off.add(named.key, Switch::Off);
            }
        }
        self.off.insert(peer.name, off);
        self.paths.insert(peer.name, path.to_owned());
    }

    /// Whether any of them switches off what answers to these codes.
    pub(super) fn silence<A: AsRef<str>>(&self, meta: &RuleMeta, aliases: &[A]) -> bool {
        // A code that its linter gives to another mistake says nothing of the rule as a whole.
        !aliases.is_empty() && self.off.values().any(|off| off.of(meta, aliases).is_some())
    }

    /// The files that were taken in.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.values().map(String::as_str)
    }
}

#[cfg(test)]
mod tests;
