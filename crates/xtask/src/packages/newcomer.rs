//! The newcomer's path: the commands of README.md for a checkout, run exactly as written, in a fresh clone with an empty
//! `CARGO_HOME`. They need nothing but the Rust toolchain.

use std::path::Path;
use std::time::Instant;
use std::{fs, io};

use super::command::Run;
use super::workshop::Workshop;
use super::{Proof, StepError, sample};

/// Runs them, and prints what each takes.
pub(super) fn prove(shop: &Workshop) -> Proof {
    shop.needs("git")?;
    shop.needs("bash")?;
    let folder = shop.fresh("newcomer")?;
    let clone = folder.join("plimsoll");
    let source = shop.root.to_string_lossy();
    sample::git(&folder, &["clone", "--quiet", &source, &clone.to_string_lossy()])?;
    println!("clone: {} MiB", mebibytes(&clone)?);
    for command in &commands(shop, "newcomer")? {
        let start = Instant::now();
        let run = Run::new("bash").args(["-c", command]).folder(&clone);
        // What cargo tells the programs that it runs must not reach another cargo.
        let run = run.without("CARGO_TARGET_DIR").without("CARGO_MANIFEST_DIR").without("RUSTFLAGS");
        let said = run.env("CARGO_HOME", folder.join("cargo")).works()?;
        let (target, cargo) = (mebibytes(&clone.join("target"))?, mebibytes(&folder.join("cargo"))?);
        let seconds = start.elapsed().as_secs();
        println!("{command}: {seconds} s; target {target} MiB, CARGO_HOME {cargo} MiB");
        if command.contains(" check ") {
            said.says("unknown-build-target")?;
        }
    }
    Ok(())
}

/// How much a folder holds.
fn mebibytes(folder: &Path) -> io::Result<u64> {
    fn bytes(folder: &Path) -> io::Result<u64> {
        let mut all = 0;
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            all += if kind.is_dir() { bytes(&entry.path())? } else { entry.metadata()?.len() };
        }
        Ok(all)
    }
    Ok(bytes(folder)? >> 20)
}

/// The commands of the block that README.md marks for a step, without the comments at their ends.
pub(super) fn commands(shop: &Workshop, step: &str) -> Result<Vec<String>, StepError> {
    let readme = fs::read_to_string(shop.root.join("README.md"))?;
    let mark = format!("<!-- run by `cargo xtask packages {step}` -->\n```console\n");
    let (_, block) = readme
        .split_once(&mark)
        .ok_or_else(|| StepError::Failed(format!("README.md has no block for `{step}`")))?;
    let lines = block.lines().take_while(|line| *line != "```").filter_map(|line| line.strip_prefix("$ "));
    Ok(lines.map(|line| line.split("  #").next().unwrap_or(line).trim().to_owned()).collect())
}
