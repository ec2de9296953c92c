//! The extension for VS Code: one file for a platform, with the program, and one without.

use super::command::Run;
use super::workshop::{Workshop, with_ending};
use super::{Proof, StepError};

pub(super) fn prove(shop: &Workshop) -> Proof {
    shop.needs("node")?;
    shop.needs("npm")?;
    let folder = shop.fresh("vscode")?;
    let extension = shop.root.join("editors/vscode");
    Run::new("npm").args(["ci", "--silent", "--ignore-scripts"]).folder(&extension).works()?;
    let pack = Run::new("node").args([extension.join("pack.mjs"), folder.clone()]);
    pack.args([format!("{}={}", shop.host()?, shop.program()?.display())]).works()?;
    let packed = with_ending(&folder, ".vsix")?;
    let [platform, universal] = &packed[..] else {
        return Err(StepError::Failed(format!("packed are {packed:?}")));
    };
    let list = |path| Run::new("python3").args(["-m", "zipfile", "-l"]).args([path]).works();
    list(platform)?
        .says("extension/bin/plimsoll")?
        .says("extension/dist/extension.js")?
        .says("extension/icon.png")?;
    list(universal)?.never_says("extension/bin/")?.says("extension/dist/extension.js")?;
    Ok(())
}
