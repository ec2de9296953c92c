//! `plimsoll rules`: the list of rules.

use std::io::Write;
use std::process::ExitCode;

use plimsoll_rules::RULES;
use serde::Serialize;

use crate::args::ListFormat;
use crate::failure::Failure;

#[derive(Serialize)]
struct Entry {
    name: &'static str,
    summary: &'static str,
    category: &'static str,
    level: &'static str,
    preset: &'static str,
    fixable: bool,
    aliases: &'static [&'static str],
}

/// Prints the list.
pub(crate) fn rules(format: ListFormat) -> Result<ExitCode, Failure> {
    let mut entries: Vec<Entry> = RULES.iter().map(|rule| &rule.meta).map(entry).collect();
    entries.sort_by_key(|entry| entry.name);
    let mut out = std::io::stdout().lock();
    match format {
        ListFormat::Json => {
            let text = serde_json::to_string_pretty(&entries).map_err(std::io::Error::from)?;
            writeln!(out, "{text}")?;
        }
        ListFormat::Text => {
            let width = entries.iter().map(|entry| entry.name.len()).max().unwrap_or(0);
            for entry in entries {
                let Entry { name, level, preset, summary, .. } = entry;
                writeln!(out, "{name:width$}  {level:7}  {preset:11}  {summary}")?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn entry(meta: &'static plimsoll_linter::RuleMeta) -> Entry {
    Entry {
        name: meta.name,
        summary: meta.summary,
        category: meta.category.name(),
        level: meta.level.name(),
        preset: meta.preset.name(),
        fixable: meta.fixable,
        aliases: meta.aliases,
    }
}
