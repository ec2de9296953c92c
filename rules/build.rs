//! Writes what the pages say about the rules, as the list that `lib.rs` includes, and packs the pages.
#![expect(clippy::disallowed_methods, reason = "it reads this crate's pages, not a user's files")]

use std::ops::Range;
use std::path::{Path, PathBuf};

use plimsoll_pages::{FAMILIES, LINTER, Page, camel_case};

fn main() -> Result<(), String> {
    let folder = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    for family in FAMILIES {
        println!("cargo::rerun-if-changed={family}");
    }
    let pages = plimsoll_pages::read(&folder).map_err(|problems| problems.join("\n"))?;
    let (mut texts, mut entries) = (String::new(), String::new());
    for page in &pages {
        let start = texts.len();
        texts.push_str(&page.body);
        entries.push_str(&entry(page, start..texts.len()));
    }
    let packed = write("pages", &plimsoll_packed::pack(&texts))?;
    let packed = packed.display().to_string();
    let pack = format!(
        "static PAGES: plimsoll_packed::Pack = plimsoll_packed::Pack::new(include_bytes!({packed:?}));"
    );
    write("rules.rs", format!("{{\n{pack}\n&[\n{entries}]\n}}\n").as_bytes())?;
    Ok(())
}

/// Writes a file for the crate to include.
fn write(name: &str, bytes: &[u8]) -> Result<PathBuf, String> {
    let path = Path::new(&variable("OUT_DIR")?).join(name);
    std::fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}

fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}"))
}

/// The entry of a rule, whose page stands at `place` among those that are packed.
fn entry(page: &Page, place: Range<usize>) -> String {
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
    minor: Preset::{:?},
    on: &[{}],
    aliases: &{:?},
    exceeds: &{:?},
    since: {:?},
    status: Status::{:?},
    replaces: &{:?},
    tag: {},
    selectable: {},
    named_only: {},
    blocks_fixes: {},
    fixable: {},
    fixable_unsafely: {},
    needs_options: {},
    page: PAGES.part({}..{}),
}}),\n",
        page.name,
        page.family,
        page.summary,
        page.category,
        page.level,
        page.preset,
        page.minor,
        nodes.join(", "),
        page.aliases,
        page.exceeds,
        page.since,
        page.status,
        page.replaces,
        page.tag.map_or("None".to_owned(), |tag| format!("Some(Tag::{tag:?})")),
        page.selectable,
        page.named_only,
        page.blocks_fixes,
        page.fixable,
        page.fixable_unsafely,
        page.needs_options,
        number(place.start),
        number(place.end),
    )
}

/// A number as Rust writes it: `101_833`.
fn number(value: usize) -> String {
    let (thousands, rest) = (value / 1_000, value % 1_000);
    if thousands == 0 { rest.to_string() } else { format!("{}_{rest:03}", number(thousands)) }
}
