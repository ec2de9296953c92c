//! Trivy: its ignore files, and `trivy.yaml`.
//!
//! Source: Trivy's documentation, "Filtering" and "Config file". An ignore file holds ids of all its scanners; those of
//! Dockerfiles are `DS-0002`, in older versions `AVD-DS-0002` and `DS002`.

use plimsoll_compose::yaml::Yaml;
use plimsoll_diagnostics::Text;

use super::fields::{is_true, list, with_document, word, words};
use super::{Code, FailOn, Peer, Told};
use crate::config::codes::canonical;

pub(super) const PEER: Peer =
    Peer { name: "Trivy", files: &[".trivyignore", ".trivyignore.yaml", ".trivyignore.yml"], read };

/// Its settings say what is searched and how, and no rule of its own.
pub(super) const SETTINGS: Peer =
    Peer { name: "Trivy's settings", files: &["trivy.yaml", "trivy.yml"], read: settings };

fn read(source: Text<'_>) -> Told {
    let is_yaml = source.raw.lines().any(|line| {
        ["misconfigurations:", "vulnerabilities:", "secrets:", "licenses:"]
            .iter()
            .any(|key| line.starts_with(key))
    });
    if is_yaml { with_document(source, in_yaml) } else { in_lines(source.raw) }
}

/// An id on each line, perhaps with `exp:2026-04-30`.
fn in_lines(text: &str) -> Told {
    let mut told = Told::default();
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default();
        let mut words = line.split_whitespace();
        let Some(id) = words.next() else { continue };
        let until = words.find_map(|word| word.strip_prefix("exp:")).map(str::to_owned);
        take(id, &mut told, |code| code.until = until);
    }
    told
}

fn in_yaml(file: &Yaml<'_>) -> Told {
    let mut told = Told::default();
    for key in ["vulnerabilities", "secrets", "licenses"] {
        told.foreign += file.get(key).and_then(Yaml::as_sequence).map_or(0, <[_]>::len);
    }
    for entry in file.get("misconfigurations").and_then(Yaml::as_sequence).unwrap_or_default() {
        let Some(id) = word(entry, "id") else { continue };
        take(&id, &mut told, |code| {
            code.until = word(entry, "expired_at").map(|day| day.chars().take(10).collect());
            code.files = words(entry, "paths");
        });
    }
    told
}

fn take(id: &str, told: &mut Told, set: impl FnOnce(&mut Code)) {
    match canonical(&format!("trivy:{id}")).filter(|code| code.starts_with("trivy:DS-")) {
        Some(name) => {
            let mut code = Code::off(name);
            set(&mut code);
            told.codes.push(code);
        }
        None => told.foreign += 1,
    }
}

fn settings(source: Text<'_>) -> Told {
    with_document(source, |file| {
        let mut told = Told::default();
        let scan = file.get("scan").unwrap_or(file);
        for key in ["skip-dirs", "skip-files"] {
            told.exclude.extend(scan.get(key).map(list).unwrap_or_default());
        }
        // Without it, Trivy never fails, which is seldom meant.
        if word(file, "exit-code").as_deref() == Some("0") {
            told.fail_on = Some(FailOn::Never);
        }
        let severities = words(file, "severity");
        if !severities.is_empty() {
            told.lost.push(format!(
                "`severity: {}`: the levels here are not those of Trivy; set them rule by rule",
                severities.join(", ")
            ));
        }
        if let Some(path) = word(file, "ignorefile").filter(|path| path != ".trivyignore") {
            told.lost.push(format!("`ignorefile: {path}`: name that file, `plimsoll migrate {path}`"));
        }
        if is_true(file, "ignore-policy") || word(file, "ignore-policy").is_some_and(|path| !path.is_empty())
        {
            told.lost.push("`ignore-policy`: policies in Rego are not read".to_owned());
        }
        told
    })
}
