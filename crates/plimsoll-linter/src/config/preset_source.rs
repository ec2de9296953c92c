//! What a configuration builds on: a preset, or everything that a peer checks.

use plimsoll_diagnostics::Level;

use crate::peers::severities::{Severity, severity};
use crate::{Preset, RuleMeta};

/// A set of rules that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PresetSource {
    /// The rules of a preset, and of the milder ones.
    Preset(Preset),
    /// What answers to a code of this peer.
    Peer(&'static str),
}

pub(super) const HADOLINT: &str = "hadolint";
const BUILDKIT: &str = "buildkit";

/// The peers whose rules can be asked for as a set.
const PEERS: [&str; 2] = [HADOLINT, BUILDKIT];

impl PresetSource {
    /// What a Dockerfile asks for that speaks to BuildKit's checks.
    pub(crate) const CHECKS: PresetSource = PresetSource::Peer(BUILDKIT);

    /// Every one of them, mildest first.
    pub fn all() -> impl Iterator<Item = PresetSource> {
        Preset::ALL.into_iter().map(PresetSource::Preset).chain(PEERS.map(PresetSource::Peer))
    }

    /// Its name, as it is written after `extends` and `--preset`.
    pub fn name(self) -> &'static str {
        match self {
            PresetSource::Preset(preset) => preset.name(),
            PresetSource::Peer(peer) => peer,
        }
    }

    /// The one with this name.
    pub fn from_name(name: &str) -> Option<PresetSource> {
        PresetSource::all().find(|basis| basis.name() == name)
    }

    /// Whether it turns on a rule, for all or some of what that finds.
    pub fn turns_on(self, meta: &RuleMeta) -> bool {
        self.includes(meta.preset, meta.aliases)
    }

    /// Whether it turns on what a rule finds that answers to these codes.
    /// `from` is the preset that turns the rule on where the finding is.
    pub(super) fn includes<A: AsRef<str>>(self, from: Preset, aliases: &[A]) -> bool {
        match self {
            PresetSource::Preset(preset) => from <= preset,
            PresetSource::Peer(peer) => aliases.iter().any(|alias| is_checked_by(peer, alias.as_ref())),
        }
    }

    /// The severity that the peer gives to findings of a rule with these codes, if it can make them.
    pub(super) fn level<A: AsRef<str>>(self, meta: &RuleMeta, aliases: &[A]) -> Option<Level> {
        let is_hadolint = self == PresetSource::Peer(HADOLINT);
        let codes = aliases.iter().map(AsRef::as_ref).filter(|alias| !meta.exceeds.contains(alias));
        let severities = codes.filter_map(severity);
        let level = |said| match said {
            Severity::Level(level) => Some(level),
            Severity::Off => None,
        };
        severities.filter(|_| is_hadolint).filter_map(level).max()
    }
}

/// What a configuration builds on: what the command line chooses, else what files extend, else what is so by default. A
/// stricter preset never takes away what a peer checks where its file holds, or where files extend it.
pub(super) fn chosen(
    by_command: Option<PresetSource>,
    written: Option<Vec<PresetSource>>,
    has_hadolint: bool,
) -> Vec<PresetSource> {
    let hadolint = PresetSource::Peer(HADOLINT);
    let is_stricter =
        |basis: &PresetSource| matches!(basis, PresetSource::Preset(preset) if *preset > Preset::Recommended);
    let mut basis = written.unwrap_or_else(|| {
        [PresetSource::Preset(Preset::Recommended)]
            .into_iter()
            .chain(has_hadolint.then_some(hadolint))
            .collect()
    });
    if has_hadolint && basis.iter().any(is_stricter) && !basis.contains(&hadolint) {
        basis.push(hadolint);
    }
    match by_command {
        None => basis,
        Some(preset) if is_stricter(&preset) => {
            let peers = basis.into_iter().filter(|basis| matches!(basis, PresetSource::Peer(_)));
            [preset].into_iter().chain(peers).collect()
        }
        Some(preset) => vec![preset],
    }
}

/// Whether a peer, left alone, checks what this alias stands for. hadolint passes on what ShellCheck says.
fn is_checked_by(peer: &str, alias: &str) -> bool {
    let Some((of, _)) = alias.split_once(':') else { return false };
    match peer {
        HADOLINT => of == "shellcheck" || of == HADOLINT && severity(alias) != Some(Severity::Off),
        // What it calls experimental is off.
        _ => of == peer && alias != "buildkit:InvalidDefinitionDescription",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stricter_choice_takes_nothing_away() {
        const RECOMMENDED: PresetSource = PresetSource::Preset(Preset::Recommended);
        const SECURITY: PresetSource = PresetSource::Preset(Preset::Security);
        const STRICT: PresetSource = PresetSource::Preset(Preset::Strict);
        const PEER: PresetSource = PresetSource::Peer(HADOLINT);
        let written = |basis: &[PresetSource]| Some(basis.to_vec());
        for (by_command, written, has_hadolint, expected) in [
            (None, None, false, vec![RECOMMENDED]),
            (None, None, true, vec![RECOMMENDED, PEER]),
            (None, written(&[SECURITY]), false, vec![SECURITY]),
            (None, written(&[SECURITY]), true, vec![SECURITY, PEER]),
            (None, written(&[PEER, STRICT]), true, vec![PEER, STRICT]),
            (None, written(&[RECOMMENDED]), true, vec![RECOMMENDED]),
            (Some(SECURITY), None, true, vec![SECURITY, PEER]),
            (Some(STRICT), written(&[SECURITY]), true, vec![STRICT, PEER]),
            (Some(STRICT), written(&[RECOMMENDED, PEER]), false, vec![STRICT, PEER]),
            (Some(RECOMMENDED), None, true, vec![RECOMMENDED]),
            (Some(PEER), written(&[STRICT]), false, vec![PEER]),
        ] {
            assert_eq!(
                chosen(by_command, written.clone(), has_hadolint),
                expected,
                "{by_command:?} {written:?}"
            );
        }
    }
}
