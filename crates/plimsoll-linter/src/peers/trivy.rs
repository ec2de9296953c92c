//! Trivy: its ignore files, and `trivy.yaml`.
//!
//! Source: Trivy's documentation, "Filtering" and "Config file". An ignore file holds ids of all its scanners; those of
//! Dockerfiles are `DS-0002`, in older versions `AVD-DS-0002` and `DS002`.

use plimsoll_compose::yaml::Yaml;
use plimsoll_diagnostics::Text;

use super::comment::peer;
use super::fields::{is_true, list, with_document, word, words};
use super::{Code, ParsedConfig, Peer, PeerConfig, is_number_behind};
use crate::config::FailOn;
use crate::suppress::{Reach, Request, named};

const IGNORES: PeerConfig =
    PeerConfig { name: "Trivy", files: &[".trivyignore", ".trivyignore.yaml", ".trivyignore.yml"], read };

/// Its settings say what is searched and how, and no rule of its own.
const SETTINGS: PeerConfig =
    PeerConfig { name: "Trivy's settings", files: &["trivy.yaml", "trivy.yml"], read: settings };

pub(super) const PEER: Peer = Peer {
    name: "trivy",
    configs: &[IGNORES, SETTINGS],
    comments: &["trivy", "tfsec"],
    comment: |_, rest| trivy(rest),
    is_code: |code| {
        let start = code.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("AVD-DS"));
        start || is_number_behind("DS", code) || is_number_behind("DS-", code)
    },
    code,
};

/// `DS-0002` under its older names `DS002` and `AVD-DS-0002`.
fn code(id: &str) -> String {
    let id = id.to_ascii_uppercase();
    let id = id.strip_prefix("AVD-").unwrap_or(&id);
    match id.strip_prefix("DS").map(|number| number.trim_start_matches('-')) {
        Some("*") => "DS-*".to_owned(),
        Some(number) => format!("DS-{number:0>4}"),
        None => id.to_owned(),
    }
}

fn read(source: Text<'_>) -> ParsedConfig {
    let is_yaml = source.raw.lines().any(|line| {
        ["misconfigurations:", "vulnerabilities:", "secrets:", "licenses:"]
            .iter()
            .any(|key| line.starts_with(key))
    });
    if is_yaml { with_document(source, in_yaml) } else { in_lines(source.raw) }
}

/// An id on each line, perhaps with `exp:2026-04-30`.
fn in_lines(text: &str) -> ParsedConfig {
    let mut settings = ParsedConfig::default();
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default();
        let mut words = line.split_whitespace();
        let Some(id) = words.next() else { continue };
        let until = words.find_map(|word| word.strip_prefix("exp:")).map(str::to_owned);
        take(id, &mut settings, |code| code.until = until);
    }
    settings
}

fn in_yaml(file: &Yaml<'_>) -> ParsedConfig {
    let mut settings = ParsedConfig::default();
    for key in ["vulnerabilities", "secrets", "licenses"] {
        settings.foreign += file.get(key).and_then(Yaml::as_sequence).map_or(0, <[_]>::len);
    }
    for entry in file.get("misconfigurations").and_then(Yaml::as_sequence).unwrap_or_default() {
        let Some(id) = word(entry, "id") else { continue };
        take(&id, &mut settings, |code| {
            code.until = word(entry, "expired_at").map(|day| day.chars().take(10).collect());
            code.files = words(entry, "paths");
        });
    }
    settings
}

fn take(id: &str, settings: &mut ParsedConfig, set: impl FnOnce(&mut Code)) {
    match Some(code(id)).filter(|code| code.starts_with("DS-")) {
        Some(name) => {
            let mut code = Code::off(format!("trivy:{name}"));
            set(&mut code);
            settings.codes.push(code);
        }
        None => settings.foreign += 1,
    }
}

fn settings(source: Text<'_>) -> ParsedConfig {
    with_document(source, |file| {
        let mut settings = ParsedConfig::default();
        let scan = file.get("scan").unwrap_or(file);
        for key in ["skip-dirs", "skip-files"] {
            settings.exclude.extend(scan.get(key).map(list).unwrap_or_default());
        }
        // Without it, Trivy never fails, which is seldom meant.
        if word(file, "exit-code").as_deref() == Some("0") {
            settings.fail_on = Some(FailOn::Never);
        }
        let severities = words(file, "severity");
        if !severities.is_empty() {
            settings.lost.push(format!(
                "`severity: {}`: levels here differ from Trivy's; set them rule by rule",
                severities.join(", ")
            ));
        }
        if let Some(path) = word(file, "ignorefile").filter(|path| path != ".trivyignore") {
            settings.lost.push(format!("`ignorefile: {path}`: run `plimsoll migrate {path}`"));
        }
        if is_true(file, "ignore-policy") || word(file, "ignore-policy").is_some_and(|path| !path.is_empty())
        {
            settings.lost.push("`ignore-policy`: this Rego policy is not converted".to_owned());
        }
        settings
    })
}

/// `trivy:ignore:DS-0002`, also under the older names `DS002` and `AVD-DS-0002`, with more behind a colon.
fn trivy<'s>(rest: Text<'s>) -> Option<Request<'s>> {
    let mut names = Vec::new();
    // Several may stand on one line.
    for word in rest.words() {
        let Some(id) = word.raw.split("ignore:").nth(1) else { continue };
        let id = id.split([':', '[']).next().unwrap_or_default();
        names.push(named("trivy", &code(id), word.span));
    }
    (!names.is_empty()).then_some(peer(Reach::NodeOrFile, names))
}
