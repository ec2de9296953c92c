//! What no other tool checks: the arrows between crates, the length and opening of files, names.

use std::path::Path;

use crate::repository::{File, files};
use crate::{Problems, arrows, circles, fact_tables, glossary, named_code, versions};

/// A longer file wants to be two.
const MAX_LINES: usize = 400;
/// A rule with more code asks for something that belongs in a crate below.
const MAX_RULE_LINES: usize = 120;
/// From here on a rule is worth a second look.
const LONG_RULE_LINES: usize = 80;
/// A decision fits on one page.
const MAX_DECISION_LINES: usize = 60;
/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 6] = ["common", "helper", "helpers", "misc", "util", "utils"];
/// Folders outside the repository, which nothing in it may lean on. In pieces, so that this line is none.
const ELSEWHERE: [&str; 3] =
    [concat!("..", "/shared"), concat!("/work", "/shared"), concat!("/work", "/main")];

/// Checks the whole repository.
pub(crate) fn check(root: &Path) -> Result<(), Problems> {
    let mut problems = arrows::check(root);
    problems.extend(other_versions(root));
    problems.extend(glossary::check(root));
    let names = fact_tables::names(root)?;
    let files: Vec<File> = files(root).collect();
    problems.extend(circles_of_crates(&files));
    problems.extend(named_code::check(&files));
    for file in files {
        problems.extend(fact_tables::check(&file, &names).map(|problem| format!("{}: {problem}", file.path)));
        problems.extend(file.problems());
        if file.is_rule() && file.code_lines() > LONG_RULE_LINES {
            eprintln!("note: {} has {} lines of code", file.path, file.code_lines());
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The circles in each crate.
fn circles_of_crates(files: &[File]) -> Problems {
    let manifests = files.iter().filter_map(|file| file.path.strip_suffix("/Cargo.toml"));
    manifests
        .flat_map(|folder| {
            let is_its = |file: &&File| file.path.starts_with(&format!("{folder}/")) && file.is_source();
            circles::check(folder, &files.iter().filter(is_its).collect::<Vec<_>>())
        })
        .collect()
}

/// Where the repository names another release than the one that is being made.
pub(crate) fn other_versions(root: &Path) -> Problems {
    let version = versions::of_workspace(root);
    files(root).filter(File::is_kept_in_step).flat_map(|file| file.other_versions(&version)).collect()
}

impl File {
    fn problems(&self) -> Problems {
        let mut problems = Problems::new();
        let mut problem = |what: String| problems.push(format!("{}: {what}", self.path));
        if let Some(place) = ELSEWHERE.into_iter().find(|place| self.text.contains(place)) {
            problem(format!("speaks of `{place}`, which is not in the repository"));
        }
        let lines = self.text.lines().count();
        if self.path.starts_with("docs/decisions/") && lines > MAX_DECISION_LINES {
            problem(format!("has {lines} lines; a decision fits on one page of {MAX_DECISION_LINES}"));
        }
        if !self.is_rust() {
            return problems;
        }
        if EMPTY_NAMES.contains(&self.stem()) {
            problem(format!("`{}` does not describe what is inside", self.stem()));
        }
        if !self.text.starts_with("//! ") {
            problem("must open with `//!` and say what it is for".to_owned());
        }
        if lines > MAX_LINES && !self.is_generated() {
            problem(format!("has {lines} lines; the limit is {MAX_LINES}"));
        }
        if self.is_rule() && self.code_lines() > MAX_RULE_LINES {
            problem(format!(
                "has {} lines of code; the limit for a rule is {MAX_RULE_LINES}",
                self.code_lines()
            ));
        }
        problems
    }

    fn other_versions(&self, version: &str) -> Problems {
        let found =
            versions::places(&self.path, &self.text).into_iter().filter_map(|place| self.text.get(place));
        let others = found.filter(|found| *found != version);
        others.map(|other| format!("{}: `{other}` is not version {version}", self.path)).collect()
    }

    /// Whether `cargo xtask release prepare` changes the versions in it: code and templates take them from Cargo.toml.
    pub(crate) fn is_kept_in_step(&self) -> bool {
        !self.is_rust() && !self.path.starts_with("testdata/") && !self.path.starts_with("packaging/publish/")
    }

    /// Whether it is code of a library or a program, and not of a test.
    fn is_source(&self) -> bool {
        self.is_rust()
            && !["/tests/", "/examples/", "/benches/"].iter().any(|folder| self.path.contains(folder))
    }

    fn is_rule(&self) -> bool {
        let folders = self.path.strip_prefix("rules/").and_then(|rest| rest.split_once('/'));
        self.is_rust() && folders.is_some_and(|(family, _)| plimsoll_pages::FAMILIES.contains(&family))
    }

    fn is_generated(&self) -> bool {
        self.text.lines().take(3).any(|line| line.contains("Generated by"))
    }

    /// The file's name, or that of its folder for `mod.rs`.
    fn stem(&self) -> &str {
        let name = self.path.rsplit('/').find(|part| *part != "mod.rs").unwrap_or_default();
        name.strip_suffix(".rs").unwrap_or(name)
    }

    /// Lines that are neither empty, nor comments, nor tests.
    fn code_lines(&self) -> usize {
        let code = self.text.lines().take_while(|line| line.trim() != "#[cfg(test)]").map(str::trim);
        code.filter(|line| !line.is_empty() && !line.starts_with("//")).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(path: &str, text: &str) -> String {
        File { path: path.to_owned(), text: text.to_owned() }.problems().join("\n")
    }

    #[test]
    fn the_repository_is_tidy() {
        let problems = check(&crate::root()).err().unwrap_or_default();
        assert!(problems.is_empty(), "\n{}", problems.join("\n"));
    }

    #[test]
    fn what_is_untidy_is_said() {
        let opened = "//! Says what it is for.\n";
        assert_eq!(problems("crates/a/src/b.rs", opened), "");
        assert!(problems("crates/a/src/b.rs", "use a;\n").contains("must open with"));
        assert!(problems("crates/a/src/utils.rs", opened).contains("does not describe what is inside"));
        assert!(problems("crates/a/src/utils/mod.rs", opened).contains("does not describe what is inside"));
        assert!(
            problems("crates/a/src/b.rs", &(opened.to_owned() + &"a\n".repeat(400))).contains("401 lines")
        );
        assert_eq!(problems("testdata/b.rs", &"a\n".repeat(500)), "");
        assert!(problems("docs/decisions/a.md", &"a\n".repeat(61)).contains("one page"));
        assert!(problems("docs/a.md", &format!("see {}", ELSEWHERE[0])).contains("not in the repository"));
    }

    #[test]
    fn generated_files_may_be_long() {
        let text = "//! Generated by `cargo xtask rules`.\n".to_owned() + &"a\n".repeat(500);
        assert_eq!(problems("rules/lib.rs", &text), "");
    }

    #[test]
    fn a_rule_is_short() {
        let text = |lines| "//! A.\n\n// Why.\n".to_owned() + &"a\n".repeat(lines) + "#[cfg(test)]\nb\n";
        assert_eq!(problems("rules/compose/a.rs", &text(120)), "");
        assert!(problems("rules/compose/a.rs", &text(121)).contains("121 lines of code"));
        assert_eq!(problems("rules/tests/a.rs", &text(121)), "");
    }
}
