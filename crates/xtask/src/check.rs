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
    /// A build without optional features says what it lacks
    Features,
    /// The fuzz targets compile
    Fuzz,
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
            Step::Features => features(root)?,
            Step::Fuzz => cargo_in(&root.join("fuzz"), &["check"])?,
            Step::Test => cargo_in(root, &["test", "--workspace"])?,
        }
    }
    Ok(())
}

/// Builds without the features that may be left out, and runs what needs one of them.
fn features(root: &Path) -> Result<(), Problems> {
    let target = root.join("target/without-features");
    let mut build = cargo();
    build.args(["build", "--package=plimsoll", "--no-default-features", "--target-dir"]).arg(&target);
    succeed(build.current_dir(root))?;
    let folder = target.join("policy");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text);
    std::fs::create_dir_all(&folder)
        .and_then(|()| write("plimsoll-policy.yaml", "rego: [main.rego]\n"))
        .and_then(|()| write("main.rego", "package main\n\ndeny contains \"x\" if input[0]\n"))
        .and_then(|()| write("Dockerfile", "FROM debian:12.5\nUSER 10001\n"))
        .map_err(|why| vec![why.to_string()])?;
    let mut check = std::process::Command::new(target.join("debug/plimsoll"));
    let done = check
        .args(["check", "--policy=plimsoll-policy.yaml", "--format=concise"])
        .current_dir(&folder)
        .output();
    let done = done.map_err(|why| vec![format!("{check:?}: {why}")])?;
    let said = String::from_utf8_lossy(&done.stdout);
    let told = said.lines().filter(|line| line.contains("this build does not include Rego")).count();
    if done.status.code() == Some(2) && told == 1 {
        return Ok(());
    }
    Err(vec![format!(
        "without the feature `rego`, a policy with Rego ends with {:?}: {said}",
        done.status.code()
    )])
}

fn cargo_in(root: &Path, arguments: &[&str]) -> Result<(), Problems> {
    succeed(cargo().args(arguments).current_dir(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ci_runs_every_step() {
        let workflow = include_str!("../../../.github/workflows/ci.yml");
        let steps = workflow.lines().find_map(|line| line.trim().strip_prefix("step: [")?.strip_suffix(']'));
        let named: Vec<&str> = steps.unwrap_or_default().split(", ").collect();
        let all = Step::value_variants().iter().filter_map(Step::to_possible_value);
        let all: Vec<String> = all.map(|step| step.get_name().to_owned()).collect();
        // The tests run on three systems.
        assert_eq!([&named[..], &["test"]].concat(), all);
    }
}
