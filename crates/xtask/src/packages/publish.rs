//! The publishing steps: each is cut off in the middle, run again, and once more, against registries on this machine.

use super::Proof;
use super::command::Run;
use super::workshop::{Workshop, with_ending};

pub(super) fn prove(shop: &Workshop) -> Proof {
    for program in ["node", "npm", "jq", "git", "bash"] {
        shop.needs(program)?;
    }
    let folder = shop.root.join("packaging/publish");
    Run::new(shop.tool("shellcheck")?).args(with_ending(&folder, ".sh")?).works()?;
    let rehearsal = Run::new("python3").args([folder.join("rehearsal.py")]).folder(&shop.root);
    let said = rehearsal.with_path(&shop.tool("uv")?)?.works()?;
    // A step that cannot be rehearsed here is named.
    for line in said.text().lines().filter(|line| line.contains(": skip: ")) {
        println!("             {line}");
    }
    Ok(())
}
