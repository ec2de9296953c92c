//! The crates: each is packed with what it needs, and the program builds from what was packed.

use std::fmt::Write;

use super::command::Run;
use super::workshop::{Workshop, with_ending};
use super::{Proof, Setback};

pub(super) fn prove(shop: &Workshop) -> Proof {
    let folder = shop.fresh("crates")?;
    let cargo = || Run::new("cargo").folder(&shop.root);
    let package =
        cargo().args(["package", "--workspace", "--exclude", "xtask", "--no-verify", "--allow-dirty"]);
    package.args(["--target-dir"]).args([&folder]).works()?;
    let packed = with_ending(&folder.join("package"), ".crate")?;
    let metadata = cargo().args(["metadata", "--no-deps", "--format-version=1", "--quiet"]).works()?;
    let all = metadata.text().matches("\"publish\":null").count();
    if packed.len() != all || all == 0 {
        return Err(Setback::Failed(format!("{} crates are packed, and {all} should be", packed.len())));
    }

    // Without the repository around them; they stand for what the registry would give.
    let unpacked = folder.join("unpacked");
    std::fs::create_dir(&unpacked)?;
    let version = shop.version();
    let mut manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n\n[patch.crates-io]\n".to_owned();
    for archive in &packed {
        Run::new("tar").args(["-xzf"]).args([archive]).args(["-C"]).args([&unpacked]).works()?;
        let name = archive.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = name.strip_suffix(&format!("-{version}")).unwrap_or(&name);
        let _ = writeln!(manifest, "{name} = {{ path = \"{name}-{version}\" }}");
    }
    std::fs::write(unpacked.join("Cargo.toml"), manifest)?;
    // The versions that the other packages are built with.
    std::fs::copy(shop.root.join("Cargo.lock"), unpacked.join("Cargo.lock"))?;
    let target = shop.root.join("target/packages/cargo");
    let build =
        Run::new("cargo").args(["build", "--quiet", "--package", "plimsoll", "--profile", shop.profile()]);
    build.folder(&unpacked).env("CARGO_TARGET_DIR", &target).works()?;
    let program = target.join(shop.built()).join(format!("plimsoll{}", std::env::consts::EXE_SUFFIX));
    Run::new(program).args(["--version"]).works()?.says(&format!("plimsoll {version}"))?;
    Ok(())
}
