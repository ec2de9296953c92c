//! Writes what the pages say about the rules, as the list that `lib.rs` includes.
#![expect(clippy::disallowed_methods, reason = "it reads this crate's pages, not a user's files")]

use std::path::{Path, PathBuf};

use plimsoll_pages::{FAMILIES, LINTER, Page, camel_case};

fn main() -> Result<(), String> {
    let folder = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    for family in FAMILIES {
        println!("cargo::rerun-if-changed={family}");
    }
    let pages = plimsoll_pages::read(&folder).map_err(|problems| problems.join("\n"))?;
    let entries: String = pages.iter().map(|page| entry(page, &folder)).collect();
    let path = Path::new(&variable("OUT_DIR")?).join("rules.rs");
    std::fs::write(&path, format!("&[\n{entries}]\n")).map_err(|error| format!("{}: {error}", path.display()))
}

fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}"))
}

/// The entry of a rule.
fn entry(page: &Page, folder: &Path) -> String {
    let rule = format!("{}::{}::{}", page.family, page.stem, camel_case(&page.stem));
    let constructor = match &page.options {
        _ if page.family == LINTER => "page".to_owned(),
        _ if !page.has_check => "shellcheck".to_owned(),
        Some(_) => format!("with_options::<{rule}>"),
        None => format!("new::<{rule}>"),
    };
    let condition = if page.is_shellcheck() { "#[cfg(feature = \"shellcheck\")]\n" } else { "" };
    let nodes: Vec<String> = page.on.iter().map(|node| format!("Node::{}", camel_case(node))).collect();
    format!(
        "{condition}Registered::{constructor}(RuleMeta {{
    name: {:?},
    family: {:?},
    summary: {:?},
    category: Category::{:?},
    level: Level::{:?},
    preset: Preset::{:?},
    on: &[{}],
    aliases: &{:?},
    exceeds: &{:?},
    since: {:?},
    status: Status::{:?},
    replaces: &{:?},
    tag: {},
    selectable: {},
    fixable: {},
    fixable_unsafely: {},
    page: include_str!({:?}),
}}),\n",
        page.name,
        page.family,
        page.summary,
        page.category,
        page.level,
        page.preset,
        nodes.join(", "),
        page.aliases,
        page.exceeds,
        page.since,
        page.status,
        page.replaces,
        page.tag.map_or("None".to_owned(), |tag| format!("Some(Tag::{tag:?})")),
        page.selectable,
        page.fixable,
        page.fixable_unsafely,
        folder.join(page.family).join(format!("{}.md", page.stem)).display().to_string(),
    )
}
