//! `plimsoll rules`: the list of rules.

use std::io::Write;
use std::process::ExitCode;

use plimsoll_diagnostics::Category;
use plimsoll_linter::{Basis, RuleMeta, one_of};
use plimsoll_rules::RULES;
use serde::Serialize;

use crate::args::{ListFormat, RulesArgs};
use crate::failure::Failure;

#[derive(Serialize)]
struct Entry {
    name: &'static str,
    summary: &'static str,
    family: &'static str,
    category: &'static str,
    level: &'static str,
    preset: &'static str,
    fixable: bool,
    aliases: &'static [&'static str],
    url: String,
}

/// Prints the rules that are asked for.
pub(crate) fn rules(args: &RulesArgs) -> Result<ExitCode, Failure> {
    let is_wanted = filter(args).map_err(Failure::Usage)?;
    let wanted = RULES.iter().map(|rule| &rule.meta).filter(|meta| is_wanted(meta));
    let mut entries: Vec<Entry> = wanted.map(entry).collect();
    entries.sort_by_key(|entry| entry.name);
    let mut out = std::io::stdout().lock();
    match args.format {
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

/// Whether a rule is asked for.
fn filter(args: &RulesArgs) -> Result<impl Fn(&RuleMeta) -> bool + use<>, String> {
    let basis = match &args.preset {
        Some(name) => Some(one_of("preset", name, Basis::all().map(|basis| (basis.name(), basis)))?),
        None => None,
    };
    let category = match &args.category {
        Some(name) => Some(one_of("category", name, Category::ALL.into_iter().map(|it| (it.name(), it)))?),
        None => None,
    };
    let mut families: Vec<_> = RULES.iter().map(|rule| (rule.meta.family, rule.meta.family)).collect();
    families.sort_unstable();
    families.dedup();
    let family = match &args.family {
        Some(name) => Some(one_of("family", name, families.into_iter())?),
        None => None,
    };
    let is_fixable = args.fixable;
    Ok(move |meta: &RuleMeta| {
        basis.is_none_or(|basis| basis.turns_on(meta))
            && category.is_none_or(|category| meta.category == category)
            && family.is_none_or(|family| meta.family == family)
            && (meta.fixable || !is_fixable)
    })
}

fn entry(meta: &'static RuleMeta) -> Entry {
    Entry {
        name: meta.name,
        summary: meta.summary,
        family: meta.family,
        category: meta.category.name(),
        level: meta.level.name(),
        preset: meta.preset.name(),
        fixable: meta.fixable,
        aliases: meta.aliases,
        url: meta.url(),
    }
}
