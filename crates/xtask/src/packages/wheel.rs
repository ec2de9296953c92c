//! The wheel: built by maturin, installed by pip into an environment of its own, and run.

use super::command::Run;
use super::workshop::Workshop;
use super::{Proof, sample};

pub(super) fn prove(shop: &Workshop) -> Proof {
    let wheel = shop.wheel()?;
    let folder = shop.fresh("wheel-user")?;
    let programs = shop.environment(&folder.join("venv"))?;
    // The wheel alone, without an index: it must not need anything else.
    Run::new(programs.join("pip")).args(["install", "--quiet", "--no-index"]).args([wheel]).works()?;
    // As Python writes the versions of rehearsals.
    let version = format!("Version: {}\n", shop.version().replace("-rc.", "rc"));
    Run::new(programs.join("pip")).args(["show", "plimsoll-lint"]).works()?.says(&version)?;

    let repository = folder.join("repository");
    std::fs::create_dir(&repository)?;
    sample::write(&repository)?;
    let plimsoll = || Run::new(programs.join("plimsoll")).folder(&repository);
    plimsoll().args(["--version"]).works()?.says(&format!("plimsoll {}", shop.version()))?;
    let said = plimsoll().args(["check"]).exits(1)?;
    said.says("unknown-build-target")?;
    for path in sample::LINTED {
        said.says(&format!("--> {path}:"))?;
    }
    for path in sample::LEFT_OUT {
        said.never_says(path)?;
    }
    plimsoll().args(["explain", "DL3014"]).works()?.says("apt-get-yes")?;
    Ok(())
}
