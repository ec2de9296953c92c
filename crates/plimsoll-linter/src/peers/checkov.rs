//! Checkov's `.checkov.yaml`.
//!
//! Source: Checkov's documentation, "CLI command reference": the keys are its options.

use plimsoll_compose::yaml::Yaml;
use plimsoll_diagnostics::Text;

use super::comment::{peer, words_of_list};
use super::fields::{is_true, with_document, words};
use super::{Code, ParsedConfig, Peer, PeerConfig};
use crate::config::FailOn;
use crate::suppress::{Reach, Request, from, named, split_word};

const CONFIG: PeerConfig = PeerConfig { name: "Checkov", files: &[".checkov.yaml", ".checkov.yml"], read };

pub(super) const PEER: Peer = Peer {
    name: "checkov",
    configs: &[CONFIG],
    comments: &["checkov", "bridgecrew", "cortex"],
    comment: |_, rest| checkov(rest),
    is_code: |code| ["CKV_", "CKV2_"].iter().any(|start| code.to_ascii_uppercase().starts_with(start)),
    code: str::to_ascii_uppercase,
};

fn read(source: Text<'_>) -> ParsedConfig {
    with_document(source, settings)
}

fn settings(file: &Yaml<'_>) -> ParsedConfig {
    let mut settings = ParsedConfig { exclude: words(file, "skip-path"), ..ParsedConfig::default() };
    for id in words(file, "skip-check") {
        if ["CKV_DOCKER_", "CKV2_DOCKER_"].iter().any(|start| id.starts_with(start)) {
            settings.codes.push(Code::off(format!("checkov:{id}")));
        } else {
            settings.foreign += 1;
        }
    }
    if is_true(file, "soft-fail") {
        settings.fail_on = Some(FailOn::Never);
    }
    for (key, why) in [
        ("check", "to run only some rules, use `--select`"),
        ("soft-fail-on", "set these rules to `note`"),
        ("hard-fail-on", "set these rules to `error`, and `fail-on = \"error\"`"),
    ] {
        let ids = words(file, key);
        if !ids.is_empty() {
            settings.lost.push(format!("`{key}: {}`: {why}", ids.join(", ")));
        }
    }
    settings
}

/// `checkov:skip=CKV_DOCKER_3:reason`, which holds for the whole file.
fn checkov<'s>(rest: Text<'s>) -> Option<Request<'s>> {
    let rest = from(rest, rest.raw.strip_prefix(':').map(|_| 1)?).trim();
    let (keyword, rest) = split_word(rest);
    let list = from(rest, rest.raw.strip_prefix('=').map(|_| 1)?).split(':').next()?;
    let names = words_of_list(list).take_while(|name| name.raw.starts_with("CKV"));
    let names: Vec<_> = names.map(|name| named("checkov", name.raw, name.span)).collect();
    (keyword.raw == "skip" && !names.is_empty()).then_some(peer(Reach::File, names))
}
