//! Whether the pages about the code name files, directories, types and functions that exist.

use crate::Problems;
use crate::repository::File;

/// The pages whose names are all of this repository's code.
const PAGES: [&str; 2] = ["docs/architecture.md", "docs/walkthrough.md"];

/// The names on these pages that are not in the code.
pub(crate) fn check(files: &[File]) -> Problems {
    let pages = files.iter().filter(|file| PAGES.contains(&&*file.path));
    let missing = pages.flat_map(|page| {
        let names = names(&page.text).filter(|name| !exists(name, files));
        names.map(|name| format!("{}: `{name}` is not in the code", page.path)).collect::<Vec<_>>()
    });
    missing.collect()
}

/// What stands between backquotes, code blocks aside.
fn names(page: &str) -> impl Iterator<Item = &str> {
    let prose = page.split("```").step_by(2);
    prose.flat_map(|prose| prose.split('`').skip(1).step_by(2))
}

/// Whether a file, a directory, a type, or a function of a type exists. What is none of these is not looked for.
fn exists(name: &str, files: &[File]) -> bool {
    if name.ends_with(".rs") {
        return files.iter().any(|file| file.path == name || file.path.ends_with(&format!("/{name}")));
    }
    if name.ends_with('/') {
        let inside = format!("/{name}");
        return files.iter().any(|file| file.path.starts_with(name) || file.path.contains(&inside));
    }
    let (owner, function) = name.trim_end_matches("()").split_once("::").unwrap_or((name, ""));
    let is_snake = |c: char| c.is_ascii_lowercase() || c == '_';
    let code = || files.iter().filter(|file| file.is_rust());
    if function.is_empty() {
        return !is_type_name(name) || code().any(|file| has_type(&file.text, name));
    }
    !function.chars().all(is_snake)
        || code().any(|file| has_type(&file.text, owner))
            && code().any(|file| has_word(&file.text, "fn", function))
}

/// Whether a name is written as those of types and variants are: `Value`.
fn is_type_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Whether a text declares a type of this name, or a variant.
fn has_type(text: &str, name: &str) -> bool {
    let is_variant = |line: &str| {
        line.trim_start()
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with([',', '(', ' ']) && line.starts_with(' '))
    };
    ["struct", "enum", "trait", "type"].iter().any(|kind| has_word(text, kind, name))
        || text.lines().any(is_variant)
}

/// Whether a keyword stands before a name.
fn has_word(text: &str, keyword: &str, name: &str) -> bool {
    let follows = |c: char| !c.is_alphanumeric() && c != '_';
    text.split(&format!("{keyword} {name}")).skip(1).any(|rest| rest.starts_with(follows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_on_a_page_is_looked_for() {
        let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
        let page = "`walk.rs` and `gone.rs`\n```text\n`no.rs`\n```\n`Walk::offer`, `Walk::gone`, `Gone::offer`, `Known`, `Value`, `src/`, `old/`";
        let code = "pub struct Walk<'a>;\nimpl Walk<'_> { fn offer(&self) {} }\nenum E {\n    Known,\n}\n";
        let files = [file("docs/architecture.md", page), file("crates/a/src/walk.rs", code)];
        let expected = ["gone.rs", "Walk::gone", "Gone::offer", "Value", "old/"];
        let expected = expected.map(|name| format!("docs/architecture.md: `{name}` is not in the code"));
        assert_eq!(check(&files), expected);
    }
}
