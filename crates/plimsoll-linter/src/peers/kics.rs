//! KICS's `kics.config`: JSON, YAML, TOML or HCL, whatever its name ends with.
//!
//! Source: the documentation of KICS, "Configuration file".

use plimsoll_compose::yaml::Yaml;
use plimsoll_diagnostics::Text;

use super::comment::{peer, words_of_list};
use super::fields::{with_document, word, words};
use super::{Code, ParsedConfig, Peer, PeerConfig};
use crate::config::FailOn;
use crate::suppress::{Reach, Request, from, named, split_word};

const CONFIG: PeerConfig = PeerConfig {
    name: "KICS",
    files: &["kics.config", "kics.config.json", "kics.config.yaml", "kics.config.yml", "kics.config.toml"],
    read,
};

pub(super) const PEER: Peer = Peer {
    name: "kics",
    configs: &[CONFIG],
    comments: &["kics-scan"],
    comment: kics,
    is_code: |code| code.len() == 36 && code.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-'),
    code,
};

/// Queries are known here by the first part of their ids.
fn code(id: &str) -> String {
    id.get(..8).unwrap_or(id).to_ascii_lowercase()
}

fn read(source: Text<'_>) -> ParsedConfig {
    if is_assignments(source.raw) { in_assignments(source.raw) } else { with_document(source, in_yaml) }
}

/// Whether a file is TOML or HCL: its first line with a setting has `=` before any `:`.
fn is_assignments(text: &str) -> bool {
    let mut lines =
        text.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let is_table = |line: &str| line.starts_with('[') && !line.contains(',');
    let Some(line) = lines.find(|line| !is_table(line)) else { return false };
    match (line.find('='), line.find(':')) {
        (Some(equals), Some(colon)) => equals < colon,
        (equals, _) => equals.is_some(),
    }
}

fn in_yaml(file: &Yaml<'_>) -> ParsedConfig {
    let mut settings = ParsedConfig { exclude: words(file, "exclude-paths"), ..ParsedConfig::default() };
    settings.codes.extend(words(file, "exclude-queries").iter().map(|id| off(id)));
    for key in ["exclude-severities", "exclude-categories", "exclude-results", "fail-on"] {
        let said = words(file, key);
        if !said.is_empty() {
            settings.lost.push(format!("`{key}: {}`: set levels rule by rule", said.join(", ")));
        }
    }
    if word(file, "ignore-on-exit").is_some_and(|what| what == "all" || what == "results") {
        settings.fail_on = Some(FailOn::Never);
    }
    settings
}

/// TOML and HCL, which are alike for what counts here: `exclude-queries = ["…"]`, the key perhaps in quotes.
fn in_assignments(text: &str) -> ParsedConfig {
    let text: String =
        text.lines().filter(|line| !line.trim_start().starts_with('#')).collect::<Vec<_>>().join("\n");
    let list = |key: &str| -> Vec<String> {
        let Some((_, rest)) = text.split_once(key) else { return Vec::new() };
        let rest = rest.trim_start_matches('"').trim_start();
        let Some(value) = rest.strip_prefix('=').map(str::trim_start) else { return Vec::new() };
        let end = if value.starts_with('[') { value.find(']') } else { value.find('\n') };
        let value = value.get(..end.unwrap_or(value.len())).unwrap_or_default();
        let words = value.split(['[', ',', '"', '\n', ' ']).map(str::trim).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    ParsedConfig {
        codes: list("exclude-queries").iter().map(|id| off(id)).collect(),
        exclude: list("exclude-paths"),
        ..ParsedConfig::default()
    }
}

fn off(id: &str) -> Code {
    Code::off(format!("kics:{}", code(id)))
}

/// `kics-scan ignore`, `ignore-line`, `ignore-block`, `disable=ID,…`.
fn kics<'s>(word: Text<'s>, rest: Text<'s>) -> Option<Request<'s>> {
    let (keyword, behind) = split_word(rest.trim());
    let reach = match keyword.raw {
        "ignore" => Reach::File,
        "ignore-line" => Reach::NextLine,
        "ignore-block" => Reach::Node,
        "disable" => {
            let list = from(behind, behind.raw.strip_prefix('=').map(|_| 1)?);
            let short = |id: Text<'_>| named("kics", &code(id.raw), id.span);
            return Some(peer(Reach::File, words_of_list(list).map(short).collect()));
        }
        _ => return None,
    };
    Some(peer(reach, vec![named("kics", "*", word.span)]))
}
