//! All pages of a folder, and what must be true of them together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::page::{LINTER, Page};
use crate::{FAMILIES, Problems};

/// Every page of the folder `rules`, by family and name.
///
/// # Errors
///
/// Everything that is wrong with the pages.
pub fn read(rules: &Path) -> Result<Vec<Page>, Problems> {
    let mut pages = Vec::new();
    let mut problems = Problems::new();
    for family in FAMILIES {
        for (stem, extensions) in stems(&rules.join(family)) {
            let place = format!("rules/{family}/{stem}");
            let (has_page, has_check) = (extensions.contains("md"), extensions.contains("rs"));
            if !has_page {
                problems.push(format!("{place}.rs has no page `{stem}.md` beside it"));
                continue;
            }
            let text = std::fs::read_to_string(rules.join(family).join(format!("{stem}.md")))
                .map_err(|error| vec![format!("{place}.md: {error}")])?;
            match Page::parse(family, &stem, &text) {
                Ok(page) => {
                    if has_check && family == LINTER {
                        problems.push(format!("{place}.md has a check, where only pages live"));
                    }
                    if !has_check && family != LINTER && !page.is_shellcheck() {
                        problems.push(format!("{place}.md has no check beside it"));
                    }
                    pages.push(Page { has_check, ..page });
                }
                Err(found) => problems.extend(found.iter().map(|problem| format!("{place}.md: {problem}"))),
            }
        }
    }
    problems.extend(shared_names(&pages));
    if problems.is_empty() { Ok(pages) } else { Err(problems) }
}

/// The stems of a folder's pages and checks, and which of the two there are.
fn stems(folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut stems = BTreeMap::<String, BTreeSet<String>>::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let (Some(stem), Some(extension)) = (path.file_stem(), path.extension()) else { continue };
        let (stem, extension) =
            (stem.to_string_lossy().into_owned(), extension.to_string_lossy().into_owned());
        if matches!(extension.as_str(), "md" | "rs") {
            stems.entry(stem).or_default().insert(extension);
        }
    }
    stems
}

/// A name is one rule's, whatever its family: configuration and suppressions know names only.
fn shared_names(pages: &[Page]) -> Problems {
    let mut first = BTreeMap::new();
    let mut problems = Problems::new();
    for page in pages {
        if let Some(other) = first.insert(&page.name, page.family) {
            problems.push(format!("rules/{}/{}.md: rules/{other} has this name too", page.family, page.stem));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_belongs_to_one_rule() {
        let page = |family| {
            let text = "---\nsummary: A\ncategory: style\nlevel: note\npreset: all\non: run\n---\n# a\n";
            Page::parse(family, "a", text).expect("the page is right")
        };
        assert_eq!(shared_names(&[page("dockerfile")]), Problems::new());
        let problems = shared_names(&[page("dockerfile"), page("compose")]);
        assert_eq!(problems, ["rules/compose/a.md: rules/dockerfile has this name too"]);
    }
}
