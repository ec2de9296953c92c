//! Manifests for other channels: written with the check sums of real archives, and read by the programs that they are for, as
//! far as these are installed.

use std::path::Path;

use super::command::Run;
use super::workshop::Workshop;
use super::{Proof, StepError};

/// Reads and renders a recipe of conda, as its own builder does.
const RENDER: &str = "
import sys
from rattler_build import Stage0Recipe, VariantConfig
recipe = Stage0Recipe.from_file(sys.argv[1])
print(recipe)
recipe.render(VariantConfig({'c_stdlib': ['sysroot']}))
";

/// What a manifest of Scoop must have.
const SCOOP: &str = r#"{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "required": ["version", "description", "homepage", "license", "architecture", "bin", "checkver", "autoupdate"],
  "properties": {
    "architecture": {
      "required": ["64bit", "arm64"],
      "additionalProperties": {
        "required": ["url", "hash", "extract_dir"],
        "properties": { "url": { "pattern": "\\.zip$" }, "hash": { "pattern": "^[0-9a-f]{64}$" } }
      }
    }
  }
}"#;

pub(super) fn prove(shop: &Workshop) -> Proof {
    let folder = shop.fresh("manifests")?;
    let archives = folder.join("archives");
    std::fs::create_dir(&archives)?;
    // Manifests care for names and sums only, so that a small file stands for the program.
    shop.archives(&archives, &shop.root.join("LICENSE-MIT"), &shop.targets()?)?;
    Run::new(shop.tool("maturin")?).args(["sdist", "--out"]).args([&archives]).folder(&shop.root).works()?;
    shop.assemble("sums").args([&archives]).works()?;
    let sums = archives.join("SHA256SUMS");
    let written = folder.join("written");
    crate::release::write_manifests(&shop.root, &sums, &written)
        .map_err(|why| StepError::Failed(why.join("\n")))?;
    let sums = std::fs::read_to_string(sums)?;
    for manifest in
        ["homebrew/plimsoll.rb", "scoop/plimsoll.json", "aur/plimsoll-bin/PKGBUILD", "conda/recipe.yaml"]
    {
        let text = std::fs::read_to_string(written.join(manifest))?;
        let has_sum = sums.lines().filter_map(|line| line.split(' ').next()).any(|sum| text.contains(sum));
        if !has_sum || text.contains(&"0".repeat(64)) {
            return Err(StepError::Failed(format!("{manifest} has not the check sums of the archives")));
        }
    }

    let check = |args: &[&str]| Ok::<_, StepError>(Run::new(shop.tool("check-jsonschema")?).args(args));
    std::fs::write(folder.join("scoop.json"), SCOOP)?;
    check(&["--schemafile"])?
        .args([folder.join("scoop.json"), written.join("scoop/plimsoll.json")])
        .works()?;
    check(&["--check-metaschema"])?.args([shop.root.join("crates/plimsoll/plimsoll.schema.json")]).works()?;
    check(&["--builtin-schema", "vendor.github-workflows"])?
        .args([written.join("integrations/reviewdog.yml")])
        .works()?;
    let python = shop.tool("python")?;
    Run::new(python)
        .args(["-c", RENDER])
        .args([written.join("conda/recipe.yaml")])
        .works()?
        .says("plimsoll-lint")?;
    if shop.has("ruby") {
        Run::new("ruby").args(["-c"]).args([written.join("homebrew/plimsoll.rb")]).works()?;
    }
    if shop.has("nix-instantiate") {
        Run::new("nix-instantiate").args(["--parse"]).args([shop.root.join("flake.nix")]).works()?;
    }
    if shop.has("nvim") {
        let command = format!("lua dofile('{}')", written.join("editors/nvim-lspconfig.lua").display());
        Run::new("nvim").args(["--headless", "--clean", "-c", &command, "-c", "qa!"]).works()?;
    }
    for package in ["plimsoll", "plimsoll-bin"] {
        prove_aur(shop, &written.join("aur").join(package))?;
    }
    Ok(())
}

/// `makepkg` reads the package as `.SRCINFO` tells. It wants its own package manager, and a user other than root.
fn prove_aur(shop: &Workshop, folder: &Path) -> Proof {
    let stub = folder.join("bin/pacman");
    std::fs::create_dir(folder.join("bin"))?;
    std::fs::write(&stub, "#!/bin/sh\nexit 0\n")?;
    Run::new("chmod").args(["-R", "a+rwX,+x"]).args([folder]).works()?;
    let script = "cp -r \"$1\" \"$2\" && cd \"$2\" && makepkg --printsrcinfo > found && diff found .SRCINFO";
    let copy = std::env::temp_dir().join(format!("plimsoll-aur-{}", std::process::id()));
    let run = || {
        let as_user =
            Run::new("setpriv").args(["--reuid=65534", "--regid=65534", "--clear-groups", "bash", "-c"]);
        as_user.args([script, "bash"]).args([folder, &copy]).with_path(&stub)
    };
    if !shop.has("makepkg") || !shop.has("setpriv") {
        return Ok(());
    }
    let proof = run()?.works().map(drop);
    std::fs::remove_dir_all(&copy)?;
    proof
}
