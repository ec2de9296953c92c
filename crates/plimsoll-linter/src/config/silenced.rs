//! What other linters than hadolint were told in files of their own: which of their rules are off. What a file says
//! besides (paths, severities, exit codes) is for whoever moves to `plimsoll.toml`.

use std::collections::BTreeMap;

use plimsoll_diagnostics::{Diagnostic, Text};

use super::Names;
use super::switches::{Switch, Switches};
use crate::RuleMeta;
use crate::peers::{Code, PeerConfig};

/// What the files of peers that hold in a directory switch off.
#[derive(Clone, Debug, Default)]
pub(crate) struct Peers {
    /// By the peer's name: the nearest file of each counts.
    off: BTreeMap<&'static str, Switches>,
    paths: BTreeMap<&'static str, String>,
}

impl Peers {
    /// Takes in a file. Gives why it cannot be read, if so.
    pub(crate) fn read(
        &mut self,
        config: &'static PeerConfig,
        path: &str,
        source: Text<'_>,
        today: &str,
        names: &Names,
    ) -> Option<Diagnostic> {
        let mut off = Switches::default();
        let settings = config.read(source);
        // What holds for some files only is left to whoever moves: nobody is silenced by half of a sentence.
        let counts = |code: &&Code| code.level.is_none() && code.files.is_empty() && code.holds_on(today);
        for code in settings.codes.iter().filter(counts) {
            for named in names.matching_code(&code.name) {
                off.add(named.key, Switch::Off);
            }
        }
        self.off.insert(config.name, off);
        self.paths.insert(config.name, path.to_owned());
        settings.broken
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
