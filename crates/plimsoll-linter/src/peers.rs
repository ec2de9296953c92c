//! Other linters, a file or a folder for each: the forms of its codes, its comments, and its configuration files.

mod checkov;
mod comment;
mod dclint;
mod fields;
mod file;
mod hadolint;
mod kics;
mod shellcheck;
mod tally;
mod trivy;

use plimsoll_diagnostics::Text;

use crate::suppress::{Request, split_word};

pub(crate) use file::{Code, ParsedConfig};
pub(crate) use hadolint::config::{Hadolint, IMPLIED_ROOT, ROOT_USER};
pub use hadolint::environment::Ambient;
pub(crate) use hadolint::{is_retired, severities};

/// The page that speaks of mistakes in their files.
const RULE: &str = "peer-config";

/// Another linter.
pub(crate) struct Peer {
    /// What stands before its codes: `trivy` in `trivy:DS-0002`.
    name: &'static str,
    /// Its configuration files, except for those of hadolint, which say more than which rules are off.
    configs: &'static [PeerConfig],
    /// The first words of its comments.
    comments: &'static [&'static str],
    /// What a comment asks for: its first word, and the rest.
    comment: for<'s> fn(Text<'s>, Text<'s>) -> Option<Request<'s>>,
    /// Whether a word is one of its codes, whoever's name stands before it.
    is_code: fn(&str) -> bool,
    /// A code as rules name it.
    code: fn(&str) -> String,
}

/// Configuration files of another linter.
pub struct PeerConfig {
    /// The linter's name.
    pub name: &'static str,
    /// The names of its files; of those in one directory the first counts.
    pub files: &'static [&'static str],
    read: fn(Text<'_>) -> ParsedConfig,
}

/// All of them.
static PEERS: [Peer; 13] = [
    hadolint::PEER,
    shellcheck::PEER,
    dclint::PEER,
    trivy::PEER,
    checkov::PEER,
    kics::PEER,
    tally::PEER,
    Peer::known_as("buildkit"),
    Peer::known_as("cis"),
    Peer::known_as("compose-lint"),
    Peer::known_as("datadog-iac"),
    Peer::known_as("dockle"),
    Peer::known_as("semgrep"),
];

impl Peer {
    /// A peer of which only the codes are known.
    const fn known_as(name: &'static str) -> Peer {
        Peer {
            name,
            configs: &[],
            comments: &[],
            comment: |_, _| None,
            is_code: |_| false,
            code: str::to_owned,
        }
    }
}

impl PeerConfig {
    /// All of them.
    pub fn all() -> impl Iterator<Item = &'static PeerConfig> {
        PEERS.iter().flat_map(|peer| peer.configs)
    }

    /// The one with files of this name.
    pub fn of(name: &str) -> Option<&'static PeerConfig> {
        PeerConfig::all().find(|config| config.files.contains(&name))
    }

    /// What a file of it says.
    pub(crate) fn read(&self, source: Text<'_>) -> ParsedConfig {
        (self.read)(source)
    }
}

/// A code as rules name it, behind its peer: `trivy:DS-0002` for `AVD-DS-0002`; `None` for what is no other form of one.
pub(crate) fn canonical(written: &str) -> Option<String> {
    let (peer, code) = match written.split_once([':', '/']) {
        Some((name, code)) => (PEERS.iter().find(|peer| peer.name == name)?, code),
        None => (PEERS.iter().find(|peer| (peer.is_code)(written))?, written),
    };
    Some(format!("{}:{}", peer.name, (peer.code)(code)))
}

/// Reads a comment of a peer. `body` is what stands behind its `#`, from its first word on.
pub(crate) fn read_comment(body: Text<'_>) -> Option<Request<'_>> {
    let (word, rest) = split_word(body);
    let starts = |peer: &&Peer| peer.comments.iter().any(|first| first.eq_ignore_ascii_case(word.raw));
    (PEERS.iter().find(starts)?.comment)(word, rest)
}

/// Whether a text may be a comment of a peer, from its first word on. Decided on a few bytes.
pub(crate) fn may_be_comment(body: &str) -> bool {
    let starts = |word: &&str| body.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    PEERS.iter().any(|peer| peer.comments.iter().any(&starts))
}

/// Whether a code is a number behind these letters: `DL3008`.
fn is_number_behind(letters: &str, code: &str) -> bool {
    let (start, digits) = (code.get(..letters.len()), code.get(letters.len()..));
    start.is_some_and(|start| start.eq_ignore_ascii_case(letters))
        && digits
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
