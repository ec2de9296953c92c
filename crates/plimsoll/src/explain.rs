//! `plimsoll explain`: a rule's page.

use std::io::Write;
use std::process::ExitCode;

use plimsoll_linter::{RuleMeta, find_rules};
use plimsoll_rules::RULES;

use crate::failure::Failure;

/// Prints the pages of a rule, or of the rules that answer to another linter's code.
pub(crate) fn explain(asked: &str) -> Result<ExitCode, Failure> {
    let rules = find_rules(asked, RULES).map_err(Failure::Usage)?;
    let mut out = std::io::stdout().lock();
    write_code(asked, &mut out)?;
    for (index, rule) in rules.iter().enumerate() {
        if index > 0 {
            writeln!(out, "\n---\n")?;
        }
        write_page(rule, &mut out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What a code of the shell linter is about, as a page may speak of many.
#[cfg(feature = "shellcheck")]
fn write_code(asked: &str, out: &mut dyn Write) -> std::io::Result<()> {
    let code = asked.strip_prefix("shellcheck:").unwrap_or(asked).strip_prefix("SC");
    let Some(code) = code.and_then(|code| code.parse::<u32>().ok()) else { return Ok(()) };
    match plimsoll_shellcheck::facts().into_iter().find(|fact| fact.code == code) {
        Some(fact) => writeln!(out, "# SC{code}\n\n{}\n\n{}\n\n---\n", fact.description, fact.rationale),
        None => Ok(()),
    }
}

#[cfg(not(feature = "shellcheck"))]
fn write_code(_asked: &str, _out: &mut dyn Write) -> std::io::Result<()> {
    Ok(())
}

/// The page as it is written, with its front matter as a sentence.
fn write_page(meta: &RuleMeta, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{}\n", meta.body().trim())?;
    write!(out, "{} · {} · preset {}", meta.category.name(), meta.level.name(), meta.preset.name())?;
    if meta.fixable {
        write!(out, " · has a fix")?;
    }
    if !meta.aliases.is_empty() {
        write!(out, " · answers to {}", meta.aliases.join(", "))?;
    }
    writeln!(out)
}
