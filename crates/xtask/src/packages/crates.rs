//! The crates: each can be packed with what it needs, and one of them builds from what was packed.

use super::command::Run;
use super::workshop::Workshop;
use super::{Proof, StepError};

/// What is packed is built outside the workspace: the one that needs no other.
const SMALLEST: &str = "plimsoll-diagnostics";

pub(super) fn prove(shop: &Workshop) -> Proof {
    let folder = shop.fresh("crates")?;
    let cargo = || Run::new("cargo").folder(&shop.root);
    let target = shop.root.join("target/packages/cargo");
    let package =
        cargo().args(["package", "--workspace", "--exclude", "xtask", "--no-verify", "--allow-dirty"]);
    package.args(["--target-dir"]).args([&folder]).works()?;
    let packed = super::workshop::with_ending(&folder.join("package"), ".crate")?;
    let metadata = cargo().args(["metadata", "--no-deps", "--format-version=1", "--quiet"]).works()?;
    let all = metadata.text().matches("\"publish\":null").count();
    if packed.len() != all || all == 0 {
        return Err(StepError::Failed(format!("{} crates are packed, and {all} should be", packed.len())));
    }
    let name = format!("{SMALLEST}-{}", shop.version());
    let archive = folder.join("package").join(format!("{name}.crate"));
    Run::new("tar").args(["-xzf"]).args([&archive]).args(["-C"]).args([&folder]).works()?;
    let check = Run::new("cargo").args(["check", "--quiet"]).folder(&folder.join(name));
    // A workspace of its own: it lies below ours.
    let manifest = folder.join(format!("{SMALLEST}-{}", shop.version())).join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest)? + "\n[workspace]\n";
    std::fs::write(&manifest, text)?;
    check.env("CARGO_TARGET_DIR", target).works()?;
    Ok(())
}
