//! Everything that CI runs, in one command.

use std::path::Path;

use clap::ValueEnum;

use crate::cargo::{cargo, succeed};
use crate::{Problems, generate, prose, tidy};

/// A step; they run in this order.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Step {
    /// Formatting
    Fmt,
    /// Lints, of tests too
    Clippy,
    /// Arrows, lengths, names
    Tidy,
    /// The English of pages, messages and help
    Prose,
    /// The registry, the index and the schema are up to date
    Generated,
    /// The documentation builds without a warning
    Doc,
    /// All tests
    Test,
}

/// Runs the steps, all of them when none is named, up to the first that fails.
pub(crate) fn run(root: &Path, steps: &[Step]) -> Result<(), Problems> {
    let steps = if steps.is_empty() { Step::value_variants() } else { steps };
    for step in steps {
        println!("── {step:?}");
        match step {
            Step::Fmt => cargo_in(root, &["fmt", "--all", "--check"])?,
            Step::Clippy => {
                cargo_in(root, &["clippy", "--workspace", "--all-targets", "--", "--deny=warnings"])?;
            }
            Step::Tidy => tidy::check(root)?,
            Step::Prose => prose::check(root)?,
            Step::Generated => generate::check(root)?,
            Step::Doc => {
                let mut command = cargo();
                command.args(["doc", "--workspace", "--no-deps", "--document-private-items"]);
                succeed(command.env("RUSTDOCFLAGS", "--deny=warnings").current_dir(root))?;
            }
            Step::Test => cargo_in(root, &["test", "--workspace"])?,
        }
    }
    Ok(())
}

fn cargo_in(root: &Path, arguments: &[&str]) -> Result<(), Problems> {
    succeed(cargo().args(arguments).current_dir(root))
}
