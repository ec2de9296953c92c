//! `plimsoll rules`: the list of rules.

use std::io::{self, Write};
use std::process::ExitCode;

use plimsoll_diagnostics::Category;
use plimsoll_facts::standards;
use plimsoll_linter::{PresetSource, RuleMeta, one_of};
use plimsoll_rules::RULES;

use crate::args::{ListFormat, RulesArgs};
use crate::entry::Entry;
use crate::failure::Failure;
use crate::schema::Schema;
use crate::terminal::{self, Paint};

/// Prints the rules that are asked for.
pub(crate) fn rules(args: &RulesArgs) -> Result<ExitCode, Failure> {
    let is_wanted = filter(args).map_err(Failure::Usage)?;
    if args.all && args.format == ListFormat::Text {
        return Err(Failure::Usage(
            "`--all` requires `--format json`; to show one page, use `plimsoll explain`".to_owned(),
        ));
    }
    let schema = args.all.then(Schema::read);
    let entry = |meta| schema.as_ref().map_or_else(|| Entry::short(meta), |schema| Entry::full(meta, schema));
    let wanted = RULES.iter().map(|rule| &rule.meta).filter(|meta| is_wanted(meta));
    let mut entries: Vec<Entry> = wanted.map(entry).collect();
    entries.sort_by_key(|entry| entry.name);
    let mut out = std::io::stdout().lock();
    match args.format {
        ListFormat::Json => write_json(&entries, &mut out)?,
        ListFormat::Text => write_table(&entries, terminal::width(), &mut out)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes rules for programs.
pub(crate) fn write_json(entries: &[Entry], out: &mut dyn Write) -> io::Result<()> {
    let text = serde_json::to_string_pretty(entries)?;
    writeln!(out, "{text}")
}

/// Writes a line for each rule. At a terminal, lines end where it ends.
fn write_table(entries: &[Entry], terminal: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint::for_stdout();
    let width = entries.iter().map(|entry| entry.name.len()).max().unwrap_or_default();
    let heading = format!("{:width$}  {:7}  {:11}  {:6}  {}", "RULE", "LEVEL", "PRESET", "FIX", "SUMMARY");
    writeln!(out, "{}", paint.strong(&heading))?;
    let room = terminal.map(|columns| columns.saturating_sub(width + 32).max(20));
    for Entry { name, level, preset, summary, fixable, fixable_unsafely, .. } in entries {
        let fix = match (fixable, fixable_unsafely) {
            (true, _) => "safe",
            (false, true) => "unsafe",
            (false, false) => "",
        };
        let level = paint.level(level, &format!("{level:7}"));
        writeln!(out, "{name:width$}  {level}  {preset:11}  {fix:6}  {}", cut(summary, room))?;
    }
    Ok(())
}

/// A text that fits.
fn cut(text: &str, room: Option<usize>) -> String {
    match room {
        Some(room) if text.chars().count() > room => {
            text.chars().take(room.saturating_sub(1)).chain(['…']).collect()
        }
        _ => text.to_owned(),
    }
}

/// Whether a rule is asked for.
fn filter(args: &RulesArgs) -> Result<impl Fn(&RuleMeta) -> bool + use<>, String> {
    let basis = match &args.preset {
        Some(name) => Some(one_of("preset", name, PresetSource::all().map(|basis| (basis.name(), basis)))?),
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
    let standard = match &args.standard {
        Some(name) => match standards::find(name) {
            Some(standard) => Some(standard.id),
            None => Some(one_of("standard", name, standards::all().iter().map(|one| (one.id, one.id)))?),
        },
        None => None,
    };
    let is_fixable = args.fixable;
    Ok(move |meta: &RuleMeta| {
        basis.is_none_or(|basis| basis.turns_on(meta))
            && category.is_none_or(|category| meta.category == category)
            && family.is_none_or(|family| meta.family == family)
            && standard.is_none_or(|id| standards::of_rule(meta.name).any(|row| row.standard == id))
            && (meta.fixable || !is_fixable)
    })
}
