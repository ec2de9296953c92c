//! Running cargo, and other commands.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Problems;

/// The cargo that runs this program, so that a chosen toolchain stays chosen.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a command and waits; its output is the user's.
pub(crate) fn succeed(command: &mut Command) -> Result<(), Problems> {
    let status = command.status().map_err(|error| vec![format!("{command:?}: {error}")])?;
    if status.success() { Ok(()) } else { Err(vec![format!("{command:?}: {status}")]) }
}

/// The program that somebody names, or a debug build of this checkout.
pub(crate) fn chosen(root: &Path, named: Option<&Path>) -> Result<PathBuf, Problems> {
    if let Some(named) = named {
        return named.canonicalize().map_err(|error| vec![format!("{}: {error}", named.display())]);
    }
    succeed(cargo().args(["build", "--quiet", "--package=plimsoll"]).current_dir(root))?;
    Ok(root.join("target/debug/plimsoll"))
}
