//! CHANGELOG.md: what a release says about itself is cut from it.

// The workshop depends on no crate of the product; this file stands alone.
#[path = "../../../plimsoll-linter/src/today.rs"]
#[expect(unreachable_pub, reason = "it is public in the crate that it belongs to")]
mod today;

use std::path::Path;

use crate::{Problems, versions};
use today::today;

const UNRELEASED: &str = "## Unreleased";
/// The sections of Keep a Changelog.
const KINDS: [&str; 6] = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

/// What is wrong with the changelog. A release needs a section with its version and a date.
pub(super) fn check(root: &Path, version: &str, is_release: bool) -> Problems {
    match std::fs::read_to_string(root.join("CHANGELOG.md")) {
        Ok(text) => problems(&text, version, is_release),
        Err(error) => vec![format!("CHANGELOG.md: {error}")],
    }
}

fn problems(text: &str, version: &str, is_release: bool) -> Problems {
    let mut problems = Problems::new();
    let mut before: Option<(Vec<u64>, &str)> = None;
    for heading in text.lines().filter(|line| line.starts_with("## ") && *line != UNRELEASED) {
        let parts = heading.strip_prefix("## ").and_then(|heading| heading.split_once(" - "));
        let Some((named, date)) = parts.filter(|(named, date)| versions::is_version(named) && is_date(date))
        else {
            problems.push(format!("CHANGELOG.md: `{heading}` is not `## 0.1.0 - 2026-01-31`"));
            continue;
        };
        let numbers: Vec<u64> = named.split('.').filter_map(|number| number.parse().ok()).collect();
        if before.as_ref().is_some_and(|(newer, newer_date)| *newer <= numbers || *newer_date < date) {
            problems.push(format!("CHANGELOG.md: `{heading}` is not older than the section above it"));
        }
        before = Some((numbers, date));
    }
    for kind in text.lines().filter_map(|line| line.strip_prefix("### ")) {
        if !KINDS.contains(&kind) {
            problems.push(format!("CHANGELOG.md: `### {kind}` is none of {}", KINDS.join(", ")));
        }
    }
    if text.matches(UNRELEASED).count() > 1 || text.find(UNRELEASED) > text.find("\n## ").map(|at| at + 1) {
        problems.push("CHANGELOG.md: `## Unreleased` is once, and first".to_owned());
    }
    let needs_date = is_release && !version.contains('-');
    if section(text, version).is_none_or(|notes| notes.trim().is_empty())
        || needs_date && !text.contains(&format!("\n## {version} - "))
    {
        problems.push(format!("CHANGELOG.md: there is no section for {version}"));
    }
    problems
}

fn is_date(text: &str) -> bool {
    let is_number = |part: &str, len| part.len() == len && part.bytes().all(|one| one.is_ascii_digit());
    matches!(&text.split('-').collect::<Vec<_>>()[..],
        [year, month, day] if is_number(year, 4) && is_number(month, 2) && is_number(day, 2))
}

/// The changelog with its unreleased part as this version, of today. Rehearsals leave it unreleased.
pub(super) fn released(text: &str, version: &str) -> String {
    let heading = format!("## {version} - {}", today());
    if version.contains('-') { text.to_owned() } else { text.replacen(UNRELEASED, &heading, 1) }
}

/// What is said about the version of the workspace.
pub(super) fn notes(root: &Path) -> Result<String, Problems> {
    let version = versions::of_workspace(root);
    let text = std::fs::read_to_string(root.join("CHANGELOG.md"))
        .map_err(|error| vec![format!("CHANGELOG.md: {error}")])?;
    let notes = section(&text, &version).map(|notes| format!("{}\n", notes.trim()));
    notes.ok_or_else(|| vec![format!("CHANGELOG.md: there is no section for {version}")])
}

/// The text below a version's heading, which is that of its rehearsals, too; what is unreleased belongs to the version that
/// comes next.
fn section<'t>(text: &'t str, version: &str) -> Option<&'t str> {
    let of = |heading: &str| Some(text.split_once(heading)?.1.split_once('\n')?.1);
    let release = version.split('-').next().unwrap_or(version);
    let rest = of(&format!("\n## {release} - ")).or_else(|| of(&format!("\n{UNRELEASED}")))?;
    Some(rest.split("\n## ").next().unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::today::date;
    use super::*;

    const TEXT: &str = "# Changelog\n\n## Unreleased\n\n### Added\n\n- More.\n\n## 0.1.0 - 2026-11-30\n\n### Added\n\n- All.\n";

    #[test]
    fn a_section_is_cut_out() {
        assert_eq!(section(TEXT, "0.1.0").map(str::trim), Some("### Added\n\n- All."));
        assert_eq!(section(TEXT, "0.2.0").map(str::trim), Some("### Added\n\n- More."));
    }

    #[test]
    fn a_release_has_a_date() {
        let new = released(TEXT, "0.2.0");
        assert!(new.contains(&format!("\n## 0.2.0 - {}\n", today())), "{new}");
        assert_eq!(problems(&new, "0.2.0", true), Problems::new());
        assert_eq!(released(TEXT, "0.2.0-rc.1"), TEXT);
        assert_eq!(problems(TEXT, "0.2.0-rc.1", true), Problems::new());
        assert_eq!(problems(&new, "0.2.0-rc.1", true), Problems::new());
        assert_eq!(problems(TEXT, "0.2.0", false), Problems::new());
        assert_eq!(problems(TEXT, "0.2.0", true), ["CHANGELOG.md: there is no section for 0.2.0"]);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let said = |text: &str| problems(text, "0.1.0", false).join("\n");
        assert!(said("\n## 0.1.0\n\n- All.\n").contains("is not `## 0.1.0 - 2026-01-31`"));
        assert!(said("\n## 0.1.0 - 2026-11-30\n\n- a\n\n## 0.2.0 - 2026-11-29\n").contains("not older"));
        assert!(
            said(&TEXT.replace("### Added\n\n- All", "### Features\n\n- All")).contains("`### Features`")
        );
        assert!(said("\n## 0.1.0 - 2026-11-30\n\n- a\n\n## Unreleased\n").contains("once, and first"));
        assert!(said("\n## 0.0.1 - 2026-11-30\n\n- a\n").contains("no section"));
    }

    #[test]
    fn days_have_dates() {
        assert_eq!([date(0), date(11_016), date(20_788)], ["1970-01-01", "2000-02-29", "2026-12-01"]);
    }
}
