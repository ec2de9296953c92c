//! `cargo xtask new-rule FAMILY NAME --on NODE`: the page and the file of a rule, which compile and report nothing yet.

use std::path::Path;

use plimsoll_pages::{FAMILIES, LINTER, camel_case};

use crate::repository::write;
use crate::{Problems, generate};

/// What names the new rule.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The directory in `rules/` that it belongs to
    family: String,
    /// Its name: `latest-tag`
    name: String,
    /// The kind of node that it looks at: `run`, `image`, `container`
    #[arg(long)]
    on: String,
}

const TRAIT: &str = "crates/plimsoll-linter/src/rule.rs";

/// Writes both files, and what is generated from the pages.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let (family, name) = (&*options.family, &*options.name);
    is_name(name)?;
    if family == LINTER || !FAMILIES.contains(&family) {
        let families: Vec<&str> = FAMILIES.iter().copied().filter(|family| *family != LINTER).collect();
        return Err(vec![format!("`{family}` is not a family of rules; these are: {}", families.join(", "))]);
    }
    let methods = read(root, TRAIT)?;
    let method = method(&methods, &options.on)
        .ok_or_else(|| vec![format!("`{}` is not a kind of node; {TRAIT} lists them", options.on)])?;
    let stem = format!("rules/{family}/{}", name.replace('-', "_"));
    for (path, text) in
        [(format!("{stem}.md"), page(name, &options.on)), (format!("{stem}.rs"), file(name, method))]
    {
        if root.join(&path).exists() {
            return Err(vec![format!("{path} is there already")]);
        }
        write(root, &path, &text)?;
    }
    generate::write(root)?;
    println!("docs/writing-a-rule.md says what comes next");
    Ok(())
}

/// Refuses what cannot be the name of a rule.
pub(crate) fn is_name(name: &str) -> Result<(), Problems> {
    let is_word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
    };
    if name.split('-').all(is_word) {
        return Ok(());
    }
    Err(vec![format!("`{name}` is not a name for a rule: lowercase words, joined by `-`")])
}

pub(crate) fn read(root: &Path, path: &str) -> Result<String, Problems> {
    std::fs::read_to_string(root.join(path)).map_err(|error| vec![format!("{path}: {error}")])
}

/// The head of the method of [`TRAIT`] for a kind of node, without its body.
fn method<'t>(methods: &'t str, node: &str) -> Option<&'t str> {
    let start = format!("fn check_{node}(");
    let line = methods.lines().map(str::trim).find(|line| line.starts_with(&start))?;
    line.split_once(" {").map(|(head, _)| head)
}

fn page(name: &str, node: &str) -> String {
    include_str!("new_rule/page.txt").replace("NAME", name).replace("NODE", node)
}

fn file(name: &str, method: &str) -> String {
    include_str!("new_rule/file.txt").replace("TYPE", &camel_case(name)).replace("METHOD", method)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_a_page_and_a_file() {
        let methods = read(&crate::root(), TRAIT).expect("it is there");
        let method = method(&methods, "image").expect("it has the form that is looked for");
        assert_eq!(method, "fn check_image(&self, image: &ImageUse, cx: &mut Context)");
        assert!(file("latest-tag", method).contains("impl Rule for LatestTag {\n    fn check_image("));
        assert!(plimsoll_pages::Page::parse("project", "latest_tag", &page("latest-tag", "image")).is_ok());
    }

    #[test]
    fn names_are_lowercase_words() {
        assert!(is_name("latest-tag").is_ok());
        for wrong in ["LatestTag", "latest_tag", "latest-", "-tag", "", "../tag"] {
            assert!(is_name(wrong).is_err(), "{wrong}");
        }
    }
}
