//! No code outside `plimsoll-facts` holds a table of facts: more than three names of images, packages, package managers or
//! paths in one list.

use std::collections::BTreeSet;
use std::path::Path;

use crate::Problems;
use crate::repository::File;

const TABLES: &str = "crates/plimsoll-facts/facts";

/// The names that are facts, each with its table and its column.
const NAMES: [(&str, &str); 5] = [
    ("images.tsv", "repository"),
    ("engine-clients.tsv", "repository"),
    ("packages.tsv", "package"),
    ("package-managers.tsv", "program"),
    ("paths.tsv", "path"),
];

/// How many of them a list may contain.
const MOST: usize = 3;

/// Lists that stay in the code, each with the reason.
const KEPT: [(&str, &str); 10] = [
    ("crates/plimsoll-linter/src/formats/daemon.rs", "names of files beside a file"),
    ("crates/plimsoll-linter/src/formats/dockerfile/names.rs", "endings of file names"),
    ("crates/plimsoll-lsp/src/features/completion/flags.rs", "platforms that an editor offers"),
    ("crates/plimsoll-project/src/queries/caches.rs", "parts of names, which tell a distribution"),
    ("crates/plimsoll/src/lint_plugin/place.rs", "directories that the Docker CLI searches for plugins"),
    ("rules/compose/engine_socket.rs", "the default of an option, which its page documents"),
    ("rules/container/host_pid.rs", "the default of an option, which its page documents"),
    ("rules/dockerfile/copied_secret.rs", "parts of paths, of keys that are public"),
    ("rules/dockerfile/system_ownership_change.rs", "directories of the Filesystem Hierarchy Standard"),
    ("rules/dockerfile/writable_code.rs", "parts of paths, of files that are there to be written"),
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
    let is_test =
        ["/tests/", "/tests.rs", "/examples/", "/benches/"].iter().any(|folder| file.path.contains(folder));
    if !is_code || !file.is_rust() || is_exempt || is_test || KEPT.iter().any(|(path, _)| *path == file.path)
    {
        return None;
    }
    let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
    let table = lists(code).into_iter().find_map(|list| {
        let is_fact = |name: &str| names.contains(name) || is_path(name) || is_image(name);
        let found: Vec<&str> = list.into_iter().filter(|name| is_fact(name)).collect();
        (found.len() > MOST).then_some(found)
    })?;
    Some(format!("lists {}: facts belong in {TABLES}", table.join(", ")))
}

/// Whether a text is an absolute path, whether a table has it or not.
fn is_path(text: &str) -> bool {
    text.strip_prefix('/').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// Whether a text looks like the name of an image with a namespace: `acme/app`.
fn is_image(text: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c))
    };
    text.contains('/') && text.split('/').all(is_part)
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
    fn what_no_table_has_is_told_by_its_look() {
        let list = |items: [&str; 4]| problem("rules/a.rs", &format!("{items:?}"));
        assert!(list(["acme/web", "acme/api", "ghcr.io/acme/db", "acme/job"]).is_some());
        assert!(list(["/var/www", "/srv/data", "/opt/app", "/mnt"]).is_some());
        assert_eq!(list(["and/Or", "a b/c", "/", "//"]), None);
    }

    /// A list that is gone needs no reason.
    #[test]
    fn every_list_that_stays_is_there() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        for (path, _) in KEPT {
            let text = std::fs::read_to_string(format!("{root}/{path}")).unwrap();
            let names = names(root.as_ref()).unwrap();
            let renamed = File { path: "rules/kept.rs".into(), text };
            assert!(check(&renamed, &names).is_some(), "{path}");
        }
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
