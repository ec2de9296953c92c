//! The schema of `plimsoll.toml`, as an editor uses it: it is a schema, takes what the documentation and the cases show,
//! and refuses what the linter refuses.

use std::path::PathBuf;

use super::command::Run;
use super::workshop::Workshop;
use super::{Proof, StepError, sample};

/// Pages that show whole configurations.
const PAGES: [&str; 2] = ["README.md", "docs/configuration.md"];

pub(super) fn prove(shop: &Workshop) -> Proof {
    let folder = shop.fresh("configuration")?;
    let schema = shop.root.join("crates/plimsoll/plimsoll.schema.json");
    let check = || Ok::<_, StepError>(Run::new(shop.tool("check-jsonschema")?));
    check()?.args(["--check-metaschema"]).args([&schema]).works()?;

    let mut right = vec![shop.root.join("crates/plimsoll/src/init/plimsoll.toml")];
    for page in PAGES {
        let text = std::fs::read_to_string(shop.root.join(page))?;
        for (index, block) in text.split("```toml\n").skip(1).enumerate() {
            let name = format!("{index}-{}.toml", page.replace('/', "-"));
            sample::write_file(&folder, &name, block.split("```").next().unwrap_or_default())?;
            right.push(folder.join(name));
        }
    }
    let cases = shop.root.join("testdata/lint");
    for case in std::fs::read_dir(&cases)? {
        let case: PathBuf = case?.path();
        let config = case.join("plimsoll.toml");
        if config.exists() && !std::fs::read_to_string(case.join("expected.txt"))?.contains("error[config]") {
            right.push(config);
        }
    }
    check()?.args(["--schemafile"]).args([&schema]).args(&right).works()?;
    let wrong = cases.join("config_mistakes/plimsoll.toml");
    let said = check()?.args(["--schemafile"]).args([&schema, &wrong]).exits(1)?;
    said.says("recomended")?.says("latst-tag")?.says("waring")?;
    Ok(())
}
