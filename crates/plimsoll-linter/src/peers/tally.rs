//! tally's `.tally.toml`.
//!
//! Source: tally's documentation, "Configuration": `rules.include` and `rules.exclude` are patterns such as
//! `hadolint/DL3008` and `buildkit/*`, and a table of a rule may set its `severity`.

use plimsoll_diagnostics::{Diagnostic, Level, Text};
use toml::{Table, Value};

use super::comment::{peer, shell, words_of_list};
use super::{Code, ParsedConfig, Peer, PeerConfig, RULE};
use crate::config::FailOn;
use crate::suppress::{PeerName, Reach, Request, from, named, split_word};

const CONFIG: PeerConfig = PeerConfig { name: "tally", files: &[".tally.toml", "tally.toml"], read };

pub(super) const PEER: Peer = Peer {
    configs: &[CONFIG],
    comments: &["tally"],
    comment: |_, rest| tally(rest),
    ..Peer::known_as("tally")
};

fn read(source: Text<'_>) -> ParsedConfig {
    let mut found = ParsedConfig::default();
    let file = match source.raw.parse::<Table>() {
        Ok(file) => file,
        Err(error) => {
            let range = error.span().unwrap_or_default();
            let message = format!("not valid TOML: {}", error.message());
            found.broken = Some(Diagnostic::new(RULE, source.slice(range.start, range.end).span, message));
            return found;
        }
    };
    let table = |of: &Table, key: &str| of.get(key).and_then(Value::as_table).cloned().unwrap_or_default();
    let rules = table(&file, "rules");
    let excluded = rules.get("exclude").and_then(Value::as_array).into_iter().flatten();
    let excluded = excluded.filter_map(Value::as_str).map(|name| name.replacen('/', ":", 1));
    found.codes.extend(excluded.map(Code::off));
    if rules.contains_key("include") {
        found.lost.push("`rules.include`: use `extends` to choose presets".to_owned());
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
            found.codes.push(Code { name: format!("{peer}:{code}"), level, ..Code::default() });
        }
    }
    found.fail_on = match table(&file, "output").get("fail-level").and_then(Value::as_str) {
        Some("error") => Some(FailOn::Level(Level::Error)),
        Some("warning") => Some(FailOn::Level(Level::Warning)),
        Some("info") => Some(FailOn::Level(Level::Note)),
        Some("style") => Some(FailOn::Level(Level::Style)),
        Some("none") => Some(FailOn::Never),
        _ => None,
    };
    found
}

/// `tally ignore=hadolint/DL3008,buildkit/StageNameCasing;reason=…`, with `global` before `ignore`.
fn tally<'s>(rest: Text<'s>) -> Option<Request<'s>> {
    let (first, behind) = split_word(rest.trim());
    let is_global = first.raw.eq_ignore_ascii_case("global");
    let (keyword, behind) = if is_global { split_word(behind.trim()) } else { (first, behind) };
    let value = from(behind.trim(), behind.trim().raw.strip_prefix('=').map(|_| 1)?).trim();
    if keyword.raw.eq_ignore_ascii_case("shell") {
        return shell(value.words().next()?);
    }
    let list = keyword.raw.eq_ignore_ascii_case("ignore").then_some(value)?.split(';').next()?;
    let names = words_of_list(list).flat_map(|name| match name.raw.split_once('/') {
        _ if name.raw == "all" => {
            ["tally", "hadolint", "buildkit", "shellcheck"].map(|peer| named(peer, "*", name.span)).to_vec()
        }
        Some((peer, code)) => vec![named(peer, code, name.span)],
        None => vec![PeerName { text: name.raw.to_owned(), span: name.span }],
    });
    let reach = if is_global { Reach::File } else { Reach::Node };
    Some(peer(reach, names.collect()))
}
