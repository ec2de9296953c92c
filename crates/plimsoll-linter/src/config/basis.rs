//! What a configuration builds on: a preset, or everything that a peer checks.

use crate::{Preset, RuleMeta};

/// A set of rules that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The rules of a preset, and of the milder ones.
    Preset(Preset),
    /// The rules that answer to a code of this peer.
    Peer(&'static str),
}

/// The peers whose rules can be asked for as a set.
const PEERS: [&str; 2] = ["hadolint", "buildkit"];

impl Basis {
    /// Every one of them, mildest first.
    pub fn all() -> impl Iterator<Item = Basis> {
        Preset::ALL.into_iter().map(Basis::Preset).chain(PEERS.map(Basis::Peer))
    }

    /// Its name, as it is written after `extends` and `--preset`.
    pub fn name(self) -> &'static str {
        match self {
            Basis::Preset(preset) => preset.name(),
            Basis::Peer(peer) => peer,
        }
    }

    /// The one with this name.
    pub fn from_name(name: &str) -> Option<Basis> {
        Basis::all().find(|basis| basis.name() == name)
    }

    /// Whether it turns a rule on.
    pub fn includes(self, meta: &RuleMeta) -> bool {
        match self {
            Basis::Preset(preset) => meta.preset <= preset,
            Basis::Peer(peer) => {
                meta.aliases.iter().any(|alias| alias.split_once(':').is_some_and(|(of, _)| of == peer))
            }
        }
    }
}
