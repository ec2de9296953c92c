//! The files that are written from the rules' pages, and whether they are up to date.

use std::path::Path;

use crate::{Problems, docs, readme, registry, repository, schema, sentences, snippets};

/// Every generated file, with what it must hold.
fn files(root: &Path) -> Result<Vec<(String, String)>, Problems> {
    let pages = plimsoll_pages::read(&root.join("rules"))?;
    let readme = std::fs::read_to_string(root.join("README.md"))
        .map_err(|error| vec![format!("README.md: {error}")])?;
    let mut files = registry::registry(&pages);
    let others = [
        ("docs/rules.md", docs::index(&pages)),
        ("docs/shellcheck.md", snippets::table(root, &pages)?),
        ("docs/rules-overview.md", docs::overview(&pages)),
        ("docs/style/messages.md", sentences::table(root, &pages)?),
        ("crates/plimsoll/plimsoll.schema.json", schema::schema(&pages)?),
        ("README.md", readme::counted(&readme, &pages)?),
    ];
    files.extend(others.map(|(path, text)| (path.to_owned(), text)));
    Ok(files)
}

/// Writes the files that changed.
pub(crate) fn write(root: &Path) -> Result<(), Problems> {
    for (path, text) in files(root)? {
        if !is_fresh(root, &path, &text) {
            repository::write(root, &path, &text)?;
        }
    }
    Ok(())
}

/// Whether the files are what the pages say.
pub(crate) fn check(root: &Path) -> Result<(), Problems> {
    let files = files(root)?;
    let stale = files.iter().filter(|(path, text)| !is_fresh(root, path, text));
    let problems: Problems =
        stale.map(|(path, _)| format!("{path} is stale; run `cargo xtask rules`")).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn is_fresh(root: &Path, path: &str, text: &str) -> bool {
    std::fs::read_to_string(root.join(path)).is_ok_and(|found| found == text)
}

#[cfg(test)]
mod tests {
    use plimsoll_pages::{FAMILIES, LINTER};

    use super::*;

    #[track_caller]
    fn assert_fresh(path: &str) {
        let root = crate::root();
        let files = files(&root).unwrap_or_else(|problems| panic!("{}", problems.join("\n")));
        let (_, text) = files.iter().find(|(generated, _)| *generated == path).expect("it is generated");
        assert!(is_fresh(&root, path, text), "{path} is stale; run `cargo xtask rules`");
    }

    #[test]
    fn the_registry_is_up_to_date() {
        for family in FAMILIES.into_iter().filter(|family| *family != LINTER) {
            assert_fresh(&format!("rules/{family}.rs"));
        }
        assert_fresh("rules/lib.rs");
    }

    #[test]
    fn the_number_of_rules_is_up_to_date() {
        assert_fresh("README.md");
    }

    #[test]
    fn the_index_of_rules_is_up_to_date() {
        assert_fresh("docs/rules.md");
    }

    #[test]
    fn the_table_of_codes_is_up_to_date() {
        assert_fresh("docs/shellcheck.md");
    }

    #[test]
    fn the_list_of_sentences_is_up_to_date() {
        assert_fresh("docs/style/messages.md");
    }

    #[test]
    fn the_overview_of_subjects_is_up_to_date() {
        assert_fresh("docs/rules-overview.md");
    }

    #[test]
    fn the_configuration_schema_is_up_to_date() {
        assert_fresh("crates/plimsoll/plimsoll.schema.json");
    }
}
