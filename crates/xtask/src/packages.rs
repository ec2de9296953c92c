//! Builds every package and uses each as a stranger would: installed from scratch, run in a repository made for it.
//!
//! Needs what such strangers have (Python, node, Git, package registries), so that it is no part of `cargo test`.
//! A step whose program is missing is skipped, and says so.

mod action;
mod archive;
mod command;
mod configuration;
mod crates;
mod deb;
mod docker_plugin;
mod image;
mod manifests;
mod newcomer;
mod npm;
mod outputs;
mod pre_commit;
mod publish;
mod sample;
mod scanning;
mod sdist;
mod start;
mod vscode;
mod wheel;
mod workflows;
mod workshop;

use std::path::Path;
use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::Problems;
use workshop::Workshop;

/// What to prove, and how.
#[derive(Args)]
pub(crate) struct Options {
    /// What to prove [default: all, in this order]
    steps: Vec<Step>,
    /// Builds with the development profile: sooner done, and not what users get
    #[arg(long)]
    dev: bool,
}

/// A package, or a place that uses one.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Step {
    /// The wheel: built, installed with pip, run
    Wheel,
    /// The source distribution: built, installed with pip, run
    Sdist,
    /// The crates: packed, and the smallest built from what was packed
    Crates,
    /// The archives: packed twice, compared, unpacked, run
    Archive,
    /// The npm packages: packed, installed from their tarballs, run
    Npm,
    /// The package for Debian and Ubuntu: built, unpacked, linted, run
    Deb,
    /// `docker lint`: with the real client of Docker
    DockerPlugin,
    /// The extension for VS Code: packed with and without the program
    Vscode,
    /// Manifests for other channels: with the check sums of the archives, read by the programs they are for
    Manifests,
    /// The publishing steps: against registries on this machine, again and again
    Publish,
    /// The image: its command, with what its ignore file lets through, and its last stage, with buildah; without Docker
    Image,
    /// The hooks: with the real pre-commit, from this repository and from a mirror with the wheel
    PreCommit,
    /// The GitHub Action: each of its steps run for real
    Action,
    /// Workflows, templates and what the documentation tells to copy: with actionlint, zizmor and schemas
    Workflows,
    /// The schema of `plimsoll.toml`: takes what is right, refuses what is wrong
    Configuration,
    /// Formats: read by programs that are made to read them
    Outputs,
    /// The commands that README.md starts with, once the wheel is installed
    Start,
    /// The commands of README.md for a checkout: a fresh clone, an empty `CARGO_HOME`, times and sizes
    Newcomer,
}

/// Why a step did not pass.
enum StepError {
    /// Something that the step requires is missing here.
    Skipped(String),
    /// The package is not as it should be.
    Failed(String),
}

type Proof = Result<(), StepError>;

/// Runs the steps, all of them when none is named, and says of each how it went.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let shop = Workshop::new(root, options.dev);
    let steps = if options.steps.is_empty() { Step::value_variants() } else { &options.steps };
    let mut problems = Problems::new();
    for step in steps {
        let start = Instant::now();
        let proof = match step {
            Step::Wheel => wheel::prove(&shop),
            Step::Sdist => sdist::prove(&shop),
            Step::Crates => crates::prove(&shop),
            Step::Archive => archive::prove(&shop),
            Step::Npm => npm::prove(&shop),
            Step::Deb => deb::prove(&shop),
            Step::DockerPlugin => docker_plugin::prove(&shop),
            Step::Vscode => vscode::prove(&shop),
            Step::Manifests => manifests::prove(&shop),
            Step::Publish => publish::prove(&shop),
            Step::Image => image::prove(&shop),
            Step::PreCommit => pre_commit::prove(&shop),
            Step::Action => action::prove(&shop),
            Step::Workflows => workflows::prove(&shop),
            Step::Configuration => configuration::prove(&shop),
            Step::Outputs => outputs::prove(&shop),
            Step::Start => start::prove(&shop),
            Step::Newcomer => newcomer::prove(&shop),
        };
        let said = match proof {
            Ok(()) => "pass".to_owned(),
            Err(StepError::Skipped(why)) => format!("skip: {why}"),
            Err(StepError::Failed(why)) => {
                problems.push(format!("{step:?}: {why}"));
                "FAIL".to_owned()
            }
        };
        println!("{:12} {said} ({} s)", format!("{step:?}"), start.elapsed().as_secs());
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}
