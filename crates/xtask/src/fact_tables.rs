//! No code outside `plimsoll-facts` holds a table of facts: more than three names of images, packages or paths in one list.

use std::collections::BTreeSet;
use std::path::Path;

use crate::Problems;
use crate::repository::File;

const TABLES: &str = "crates/plimsoll-facts/facts";

/// The names that are facts, each with its table and its column.
const NAMES: [(&str, &str); 3] =
    [("images.tsv", "repository"), ("packages.tsv", "package"), ("paths.tsv", "path")];

/// How many of them a list may contain.
const MOST: usize = 3;

/// Lists that stay in the code, each with the reason.
const KEPT: [(&str, &str); 5] = [
    ("crates/plimsoll-linter/src/formats/dockerfile/names.rs", "endings of file names"),
    ("crates/plimsoll-project/src/exec_form.rs", "interpreters, which images are named after"),
    ("rules/dockerfile/system_ownership_change.rs", "directories of the Filesystem Hierarchy Standard"),
    ("rules/project/entrypoint_without_exec.rs", "programs that serve, some of which images are named after"),
    ("rules/container/host_pid.rs", "the default of an option, which its page documents"),
];

/// All names that the tables know.
pub(crate) fn names(root: &Path) -> Result<BTreeSet<String>, Problems> {
    let mut names = BTreeSet::new();
    for (table, column) in NAMES {
        let path = root.join(TABLES).join(table);
        let text = std::fs::read_to_string(&path).map_err(|error| vec![format!("{table}: {error}")])?;
        let mut lines = text.lines().skip_while(|line| line.starts_with('#'));
        let header = lines.next().unwrap_or_default();
        let Some(at) = header.split('\t').position(|name| name == column) else {
            return Err(vec![format!("{table} has no column `{column}`")]);
        };
        let fields = lines.filter_map(|line| line.split('\t').nth(at));
        names.extend(fields.filter(|name| !name.contains('*')).map(str::to_owned));
    }
    Ok(names)
}

/// What is wrong with a file.
pub(crate) fn check(file: &File, names: &BTreeSet<String>) -> Option<String> {
    let is_code = ["crates/", "rules/"].iter().any(|folder| file.path.starts_with(folder));
    let is_exempt = ["crates/plimsoll-facts/", "crates/xtask/"].iter().any(|own| file.path.starts_with(own));
    let is_test = ["/tests/", "/examples/", "/benches/"].iter().any(|folder| file.path.contains(folder));
    if !is_code || !file.is_rust() || is_exempt || is_test || KEPT.iter().any(|(path, _)| *path == file.path)
    {
        return None;
    }
    let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
    let table = lists(code).into_iter().find_map(|list| {
        let found: Vec<&str> = list.into_iter().filter(|name| names.contains(*name)).collect();
        (found.len() > MOST).then_some(found)
    })?;
    Some(format!("lists {}: facts belong in {TABLES}", table.join(", ")))
}

/// The lists of strings in a text: literals between which stand only commas, bars, blanks and brackets.
fn lists(code: &str) -> Vec<Vec<&str>> {
    let mut lists = vec![Vec::new()];
    let mut between = "";
    for (index, part) in code.split('"').enumerate() {
        if index % 2 == 0 {
            between = part;
        } else {
            if !between.chars().all(|c| c.is_whitespace() || ",|()&".contains(c)) {
                lists.push(Vec::new());
            }
            lists.last_mut().unwrap_or(&mut Vec::new()).push(part);
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(path: &str, text: &str) -> Option<String> {
        let names = ["a", "b", "c", "d"].map(str::to_owned).into_iter().collect();
        check(&File { path: path.into(), text: text.into() }, &names)
    }

    #[test]
    fn four_facts_are_a_table() {
        let table = "const A: [&str; 4] = [\n    \"a\", \"b\",\n    \"c\", \"d\",\n];\n";
        assert!(problem("rules/a.rs", table).is_some_and(|problem| problem.starts_with("lists a, b, c, d:")));
        assert!(problem("crates/a.rs", "matches!(x, \"a\" | \"b\" | \"c\" | \"d\")").is_some());
        assert_eq!(problem("rules/a.rs", "[\"a\", \"b\", \"c\"]; [\"d\"]"), None);
        assert_eq!(problem("rules/a.rs", "#[cfg(test)] [\"a\", \"b\", \"c\", \"d\"]"), None);
        assert_eq!(problem("crates/plimsoll-facts/a.rs", table), None);
    }
}
