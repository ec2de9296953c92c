//! Writes what the pages say about the requirements, as the list that `lib.rs` includes.
#![expect(clippy::disallowed_methods, reason = "it reads this crate's pages, not a user's files")]

use std::path::{Path, PathBuf};

use plimsoll_pages::{RequirementPage, camel_case};

fn main() -> Result<(), String> {
    let folder = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("requirements");
    println!("cargo::rerun-if-changed=requirements");
    let pages = plimsoll_pages::requirements(&folder).map_err(|problems| problems.join("\n"))?;
    let entries: String = pages.iter().map(entry).collect();
    let path = Path::new(&variable("OUT_DIR")?).join("requirements.rs");
    std::fs::write(&path, format!("&[\n{entries}]\n")).map_err(|error| format!("{}: {error}", path.display()))
}

fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}"))
}

/// The entry of a requirement.
fn entry(page: &RequirementPage) -> String {
    let subjects: Vec<String> =
        page.subjects.iter().map(|kind| format!("SubjectKind::{}", camel_case(kind))).collect();
    let proof =
        if page.has_proof { format!("Some(requirements::{}::proof)", page.stem) } else { "None".to_owned() };
    let declaration = Some(&page.declares).filter(|name| !name.is_empty());
    format!(
        "Requirement {{
    name: {:?},
    summary: {:?},
    is_bad: {},
    subjects: &[{}],
    rules: &{:?},
    keys: &{:?},
    declaration: {:?},
    beyond: {:?},
    proof: {},
}},\n",
        page.name,
        page.summary,
        page.is_bad,
        subjects.join(", "),
        page.rules,
        page.keys,
        declaration,
        page.beyond,
        proof,
    )
}
