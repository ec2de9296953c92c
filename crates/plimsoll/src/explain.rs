//! `plimsoll explain`: a rule's page.

mod page;

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

use plimsoll_facts::standards::{self, Fit, RuleControl};
use plimsoll_linter::{RuleMeta, find_rules};
use plimsoll_rules::RULES;

use crate::args::ListFormat;
use crate::entry::Entry;
use crate::failure::Failure;
use crate::list::write_json;
use crate::schema::Schema;
use crate::terminal::{self, Paint};

/// Prints the pages of a rule, or of the rules that answer to another linter's code.
pub(crate) fn explain(asked: &str, format: ListFormat) -> Result<ExitCode, Failure> {
    let mut rules = find(asked).map_err(Failure::Usage)?;
    // Those that are on by default first.
    rules.sort_by_key(|rule| rule.preset);
    let mut out = std::io::stdout().lock();
    let schema = Schema::read();
    if format == ListFormat::Json {
        let entries: Vec<Entry> = rules.into_iter().map(|rule| Entry::full(rule, &schema)).collect();
        write_json(&entries, &mut out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut text = String::new();
    let names: Vec<String> = rules.iter().map(|rule| format!("`{}`", rule.name)).collect();
    if let [before @ .., last] = &*names
        && !before.is_empty()
    {
        let is_name = rules.iter().any(|rule| rule.name == asked.trim());
        let verb = if is_name { "was split into" } else { "corresponds to" };
        let (asked, count) = (asked.trim(), rules.len());
        let asks = standards::control(asked).map_or(String::new(), |control| format!(" ({})", control.asks));
        let before = before.join(", ");
        let _ = writeln!(text, "`{asked}`{asks} {verb} {count} rules: {before} and {last}.\n");
    }
    if rules.iter().any(|rule| speaks_of_many(rule)) {
        write_code(asked, &mut text);
    }
    for (index, rule) in rules.iter().enumerate() {
        if index > 0 {
            text.push_str("\n---\n\n");
        }
        text.push_str(&page::page(rule, &schema.options(rule.name)));
        write_controls(rule.name, &mut text);
    }
    if let (None, Paint::Plain) = (terminal::width(), Paint::for_stdout()) {
        out.write_all(text.as_bytes())?;
    } else {
        out.write_all(page::shown(&text, terminal::width(), Paint::for_stdout()).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The rules behind a name: their own, or a peer's in any form in which the peer writes it.
fn find(asked: &str) -> Result<Vec<&'static RuleMeta>, String> {
    let asked = asked.trim();
    let of_control = || {
        // By their own names: a former name stands for other rules, too.
        let names = standards::rules_of(asked);
        let rules = RULES.iter().map(|rule| &rule.meta).filter(|meta| names.contains(&meta.name));
        Some(rules.collect::<Vec<_>>()).filter(|rules| !rules.is_empty())
    };
    let no_control = |why| match asked.split_once(':').and_then(|(standard, _)| standards::find(standard)) {
        Some(standard) => {
            let id = standard.id;
            format!(
                "no rule checks the control `{asked}`: run `plimsoll rules --standard {id}` to list its rules"
            )
        }
        None => why,
    };
    find_rules(asked, RULES).or_else(|why| of_control().ok_or_else(|| no_control(why)))
}

/// The controls that a rule answers to, a line for each standard.
fn write_controls(rule: &str, text: &mut String) {
    let mut lines = Vec::new();
    for standard in standards::all() {
        let rows = standards::of_rule(rule).filter(|row| row.standard == standard.id);
        let shown: Vec<String> = rows
            .map(|row| match row.part() {
                Some(part) => format!("{} (`{part}`)", named(row)),
                None => named(row),
            })
            .collect();
        if !shown.is_empty() {
            lines.push(format!("- {}: {}\n", standard.id, shown.join(", ")));
        }
    }
    if !lines.is_empty() {
        let _ = write!(
            text,
            "\n## Controls\n\nThis rule maps to these controls, threats and weaknesses:\n\n{}",
            lines.concat()
        );
    }
}

/// A control as its standard numbers it. The number of a class says nothing, so its name follows.
fn named(row: RuleControl) -> String {
    match standards::control(&row.name()).filter(|_| row.fit == Fit::Tag) {
        Some(class) => format!("{} ({})", row.control, class.asks),
        None => row.control.to_owned(),
    }
}

/// Whether the page of a rule is about several codes of ShellCheck: then it cannot explain each of them.
fn speaks_of_many(rule: &RuleMeta) -> bool {
    rule.aliases.iter().filter(|alias| alias.starts_with("shellcheck:")).count() > 1
}

/// What a code of the shell linter is about.
#[cfg(feature = "shellcheck")]
fn write_code(asked: &str, text: &mut String) {
    let upper = asked.trim().to_ascii_uppercase();
    let code = upper.rsplit([':', '/']).next().and_then(|code| code.strip_prefix("SC"));
    let Some(code) = code.and_then(|code| code.parse::<u32>().ok()) else { return };
    if let Some(fact) = plimsoll_shellcheck::facts().into_iter().find(|fact| fact.code == code) {
        let _ = write!(text, "# SC{code}\n\n{}\n\n{}\n\n---\n\n", fact.message, fact.help);
    }
}

#[cfg(not(feature = "shellcheck"))]
fn write_code(_asked: &str, _text: &mut String) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_as_their_owners_write_them() {
        let name = |asked| find(asked).map(|found| found.first().map_or("", |meta| meta.name));
        for asked in
            ["DL3014", "dl3014", "hadolint/DL3014", "hadolint:DL3014", "AVD-DS-0021", "DS021", "ds-0021"]
        {
            assert_eq!(name(asked), Ok("apt-get-yes"), "{asked}");
        }
        assert_eq!(name("77783205-c4ca-4f80-bb80-c777f267c547"), Ok("apt-get-yes"));
        let found = find("cis-docker:5.5").unwrap();
        assert!(found.iter().any(|meta| meta.name == "privileged-container"));
        assert!(name("nothing").is_err() && name("cis-docker:99").is_err());
    }

    #[test]
    fn a_page_says_what_its_rule_was_part_of() {
        let rule = find("unquoted-date").unwrap().into_iter().next().unwrap();
        assert!(page::page(rule, &serde_json::Map::new()).contains("Formerly part of `rewritten-value`\n"));
    }

    #[test]
    fn classes_of_threats_are_named() {
        let mut text = String::new();
        write_controls("privileged-container", &mut text);
        assert!(text.contains("- cis-docker: 5.2, "), "{text}");
        assert!(text.contains("E (elevation of privilege)"), "{text}");
    }

    #[test]
    fn a_control_has_each_of_its_rules_once() {
        for row in standards::rows() {
            let mut names: Vec<&str> =
                find(&row.name()).unwrap_or_default().iter().map(|meta| meta.name).collect();
            names.sort_unstable();
            assert!(names.contains(&row.rule()) && names.is_sorted_by(|a, b| a < b), "{row:?}: {names:?}");
        }
    }
}
