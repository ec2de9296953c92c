//! Runs the proof of fixes over a folder. It needs the workspace's crates, so it is a program of its own.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::Problems;
use crate::cargo::{cargo, succeed};

/// What to prove.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder whose files are fixed, in memory; nothing in it changes
    folder: PathBuf,
    /// Also make the fixes after which a file may behave otherwise
    #[arg(long = "unsafe")]
    is_unsafe: bool,
    /// Fix so many mutated files instead, safe fixes first, then the others
    #[arg(long, value_name = "N")]
    mutate: Option<u64>,
    /// Which mutations these are
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

/// Applies every fix to a copy, and compares.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "plimsoll", "--example", "prove_fixes", "--manifest-path"]);
    command.arg(root.join("Cargo.toml")).arg("--").arg(&options.folder);
    if let Some(count) = options.mutate {
        command.arg(format!("--mutate={count}")).arg(format!("--seed={}", options.seed));
    }
    succeed(command.args(options.is_unsafe.then_some("--unsafe")))
}
