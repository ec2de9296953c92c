//! The source distribution: what pip builds where there is no wheel.

use super::command::Run;
use super::workshop::{Workshop, with_ending};
use super::{Proof, StepError, sample};

pub(super) fn prove(shop: &Workshop) -> Proof {
    let folder = shop.fresh("sdist")?;
    Run::new(shop.tool("maturin")?).args(["sdist", "--out"]).args([&folder]).folder(&shop.root).works()?;
    let made = with_ending(&folder, ".tar.gz")?;
    let [source] = &made[..] else { return Err(StepError::Failed(format!("maturin packed {made:?}"))) };
    Run::new(shop.tool("twine")?).args(["check", "--strict"]).args([source]).works()?;

    let programs = shop.environment(&folder.join("venv"))?;
    // With what was built for other packages, as compiling it once more proves nothing. The profile is maturin's own choice
    // unless it is told, and a release build takes minutes.
    let install = Run::new(programs.join("pip"))
        .args(["install", "--quiet", "--no-binary=plimsoll-lint"])
        .args([source]);
    let install = install.env("CARGO_TARGET_DIR", shop.root.join("target/packages/cargo"));
    install.env("MATURIN_PEP517_ARGS", format!("--profile {}", shop.profile())).works()?;
    let plimsoll = || Run::new(programs.join("plimsoll"));
    plimsoll().args(["--version"]).works()?.says(&format!("plimsoll {}", shop.version()))?;
    let repository = folder.join("repository");
    std::fs::create_dir(&repository)?;
    sample::write(&repository)?;
    plimsoll().args(["check"]).folder(&repository).exits(1)?.says("unknown-build-target")?;
    Ok(())
}
