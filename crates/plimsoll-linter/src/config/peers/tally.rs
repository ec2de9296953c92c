//! tally's `.tally.toml`.
//!
//! Source: tally's documentation, "Configuration": `rules.include` and `rules.exclude` are patterns such as
//! `hadolint/DL3008` and `buildkit/*`, and a table of a rule may set its `severity`.

use plimsoll_diagnostics::{Level, Text};
use toml::{Table, Value};

use super::{Code, FailOn, Peer, Told};

pub(super) const PEER: Peer = Peer { name: "tally", files: &[".tally.toml", "tally.toml"], read };

fn read(source: Text<'_>) -> Told {
    let mut told = Told::default();
    let Ok(file) = source.raw.parse::<Table>() else { return told };
    let table = |of: &Table, key: &str| of.get(key).and_then(Value::as_table).cloned().unwrap_or_default();
    let rules = table(&file, "rules");
    let excluded = rules.get("exclude").and_then(Value::as_array).into_iter().flatten();
    let excluded = excluded.filter_map(Value::as_str).map(|name| name.replacen('/', ":", 1));
    told.codes.extend(excluded.map(Code::off));
    if rules.contains_key("include") {
        told.lost.push("`rules.include`: `extends` chooses presets".to_owned());
    }
    for peer in ["tally", "hadolint", "buildkit", "shellcheck"] {
        for (code, settings) in table(&rules, peer) {
            let Some(severity) = settings.get("severity").and_then(Value::as_str) else { continue };
            let level = match severity {
                "off" => None,
                "error" => Some(Level::Error),
                "warning" => Some(Level::Warning),
                "info" => Some(Level::Note),
                "style" => Some(Level::Style),
                _ => continue,
            };
            told.codes.push(Code { name: format!("{peer}:{code}"), level, ..Code::default() });
        }
    }
    told.fail_on = match table(&file, "output").get("fail-level").and_then(Value::as_str) {
        Some("error") => Some(FailOn::Level(Level::Error)),
        Some("warning") => Some(FailOn::Level(Level::Warning)),
        Some("info") => Some(FailOn::Level(Level::Note)),
        Some("style") => Some(FailOn::Level(Level::Style)),
        Some("none") => Some(FailOn::Never),
        _ => None,
    };
    told
}
