//! Checkov's `.checkov.yaml`.
//!
//! Source: Checkov's documentation, "CLI command reference": the keys are its options.

use plimsoll_compose::yaml::Yaml;
use plimsoll_diagnostics::Text;

use super::fields::{is_true, with_document, words};
use super::{Code, FailOn, Peer, Told};

pub(super) const PEER: Peer = Peer { name: "Checkov", files: &[".checkov.yaml", ".checkov.yml"], read };

fn read(source: Text<'_>) -> Told {
    with_document(source, told)
}

fn told(file: &Yaml<'_>) -> Told {
    let mut told = Told { exclude: words(file, "skip-path"), ..Told::default() };
    for id in words(file, "skip-check") {
        if ["CKV_DOCKER_", "CKV2_DOCKER_"].iter().any(|start| id.starts_with(start)) {
            told.codes.push(Code::off(format!("checkov:{id}")));
        } else {
            told.foreign += 1;
        }
    }
    if is_true(file, "soft-fail") {
        told.fail_on = Some(FailOn::Never);
    }
    for (key, why) in [
        ("check", "`select` on the command line runs some rules only"),
        ("soft-fail-on", "set these rules to `note`"),
        ("hard-fail-on", "set these rules to `error`, and `fail-on = \"error\"`"),
    ] {
        let ids = words(file, key);
        if !ids.is_empty() {
            told.lost.push(format!("`{key}: {}`: {why}", ids.join(", ")));
        }
    }
    told
}
