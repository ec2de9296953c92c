//! The npm packages: laid out by `packaging/npm/pack.mjs`, packed, installed from their tarballs, and run.

use std::path::PathBuf;

use super::command::Run;
use super::workshop::Workshop;
use super::{Proof, StepError, sample};

pub(super) fn prove(shop: &Workshop) -> Proof {
    shop.needs("node")?;
    shop.needs("npm")?;
    let program = shop.program()?;
    let folder = shop.fresh("npm")?;
    let target = format!("{}={}", shop.host()?, program.display());
    let pack = Run::new("node").args([shop.root.join("packaging/npm/pack.mjs"), folder.join("packages")]);
    pack.args([target]).works()?;

    // The package that users name, and the one for this platform.
    let mut tarballs = Vec::new();
    for package in std::fs::read_dir(folder.join("packages"))? {
        let package = package?.path();
        Run::new("npm").args(["pack", "--pack-destination"]).args([&folder, &package]).works()?;
    }
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        tarballs.extend(path.extension().is_some_and(|end| end == "tgz").then_some(path));
    }
    tarballs.sort_by_key(|path| path.to_string_lossy().len());
    let [wrapper, platform] = &tarballs[..] else {
        return Err(StepError::Failed(format!("npm packed {tarballs:?}")));
    };

    let user = install(&folder.join("user"), &[wrapper, platform])?;
    let repository = folder.join("repository");
    std::fs::create_dir(&repository)?;
    sample::write(&repository)?;
    let plimsoll = user.join("node_modules/.bin/plimsoll");
    Run::new(&plimsoll).args(["--version"]).works()?.says(&format!("plimsoll {}", shop.version()))?;
    Run::new(&plimsoll).args(["check"]).folder(&repository).exits(1)?.says("unknown-build-target")?;

    // Where the program was left out, that is what is said.
    let without = install(&folder.join("without"), &[wrapper])?;
    Run::new(without.join("node_modules/.bin/plimsoll")).exits(2)?.says("is not installed")?;
    Ok(())
}

/// Installs tarballs and nothing else: what they would like besides is not asked for.
fn install(folder: &std::path::Path, tarballs: &[&PathBuf]) -> Result<PathBuf, StepError> {
    std::fs::create_dir(folder)?;
    std::fs::write(folder.join("package.json"), "{ \"private\": true }\n")?;
    let install = Run::new("npm").args(["install", "--offline", "--no-audit", "--no-fund"]).args(tarballs);
    install.folder(folder).works()?;
    Ok(folder.to_path_buf())
}
