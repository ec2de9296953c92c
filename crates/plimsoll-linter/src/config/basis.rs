//! What a configuration builds on: a preset, or everything that a peer checks.

use plimsoll_diagnostics::Level;

use crate::{Preset, RuleMeta};

/// A set of rules that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The rules of a preset, and of the milder ones.
    Preset(Preset),
    /// What answers to a code of this peer.
    Peer(&'static str),
}

pub(super) const HADOLINT: &str = "hadolint";
const BUILDKIT: &str = "buildkit";

/// The peers whose rules can be asked for as a set.
const PEERS: [&str; 2] = [HADOLINT, BUILDKIT];

impl Basis {
    /// What a Dockerfile asks for that speaks to BuildKit's checks.
    pub(crate) const CHECKS: Basis = Basis::Peer(BUILDKIT);

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

    /// Whether it turns on a rule, for all or some of what that finds.
    pub fn turns_on(self, meta: &RuleMeta) -> bool {
        self.includes(meta, meta.aliases)
    }

    /// Whether it turns on what a rule finds that answers to these codes.
    pub(super) fn includes<A: AsRef<str>>(self, meta: &RuleMeta, aliases: &[A]) -> bool {
        match self {
            Basis::Preset(preset) => meta.preset <= preset,
            Basis::Peer(peer) => aliases.iter().any(|alias| is_checked_by(peer, alias.as_ref())),
        }
    }

    /// The severity that the peer gives to findings of a rule with these codes, if it can make them.
    pub(super) fn level<A: AsRef<str>>(self, meta: &RuleMeta, aliases: &[A]) -> Option<Level> {
        let is_hadolint = self == Basis::Peer(HADOLINT);
        let codes = aliases.iter().map(AsRef::as_ref).filter(|alias| !meta.exceeds.contains(alias));
        let severities = codes.filter_map(hadolint_severity);
        let level = |severity| match severity {
            Severity::Level(level) => Some(level),
            Severity::Off => None,
        };
        severities.filter(|_| is_hadolint).filter_map(level).max()
    }
}

/// Whether a peer, left alone, checks what this alias stands for. hadolint passes on what ShellCheck says.
fn is_checked_by(peer: &str, alias: &str) -> bool {
    let Some((of, _)) = alias.split_once(':') else { return false };
    match peer {
        HADOLINT => of == "shellcheck" || of == HADOLINT && hadolint_severity(alias) != Some(Severity::Off),
        // What it calls experimental is off.
        _ => of == peer && alias != "buildkit:InvalidDefinitionDescription",
    }
}

/// What a peer says of a code of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Severity {
    Off,
    Level(Level),
}

/// What ShellCheck calls style. Of its other codes, the levels of the pages are those of ShellCheck.
///
/// Source: ShellCheck 0.11, run over scripts with such slips.
const SHELL_STYLE: [u16; 26] = [
    1135, 2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007, 2116, 2126, 2129, 2143, 2160, 2161, 2175, 2181,
    2219, 2233, 2234, 2235, 2268, 2293, 2322, 2323, 2331,
];

/// How bad hadolint finds what answers to one of its codes, or to one of ShellCheck's if that is style.
///
/// Source: hadolint's table of rules; its `info` is a note.
fn hadolint_severity(alias: &str) -> Option<Severity> {
    if let Some(code) = alias.strip_prefix("shellcheck:SC") {
        let is_style = code.parse().is_ok_and(|code| SHELL_STYLE.contains(&code));
        return is_style.then_some(Severity::Level(Level::Style));
    }
    let code = alias.strip_prefix("hadolint:DL")?.parse::<u16>().ok()?;
    Some(match code {
        1001 | 3057 => Severity::Off,
        1000 | 3000 | 3004 | 3011 | 3012 | 3020 | 3021 | 3023 | 3024 | 3026 | 3043 | 3044 | 3061 | 4000
        | 4004 => Severity::Level(Level::Error),
        3048 => Severity::Level(Level::Style),
        3001 | 3009 | 3010 | 3015 | 3019 | 3047 | 3049 | 3050 | 3059 | 3060 | 3066 => {
            Severity::Level(Level::Note)
        }
        _ => Severity::Level(Level::Warning),
    })
}
