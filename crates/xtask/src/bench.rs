//! Runs the release build beside other linters over the same files.

mod corpus;
mod measure;
mod peers;

use std::path::{Path, PathBuf};

use clap::Args;

use crate::Problems;
use corpus::Corpus;
use measure::Contest;
use peers::Peers;

/// What to compare, and how often.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder whose Dockerfiles and Compose files are linted
    folder: PathBuf,
    /// How often each program runs, after once that is not counted
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Where the other linters are (`python/bin`, `node/node_modules/.bin`), besides PATH
    #[arg(long, value_name = "FOLDER", default_value = "target/peers")]
    peers: PathBuf,
    /// Installs them there first, with pip and npm
    #[arg(long)]
    install: bool,
    /// The plimsoll to measure, instead of a fresh release build
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// Builds, measures, and prints one table for each kind of file.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let peers = Peers::new(root.join(&options.peers));
    if options.install {
        peers.install()?;
    }
    let plimsoll = options.program.clone().map_or_else(|| build(root), Ok)?;

    let corpus = Corpus::find(&options.folder);
    for (title, files, contestants) in [
        ("all files", corpus.all(), &[][..]),
        ("Dockerfiles", corpus.dockerfiles.clone(), &peers::DOCKERFILE[..]),
        ("Compose files", corpus.compose.clone(), &peers::COMPOSE[..]),
    ] {
        if files.is_empty() {
            println!("{title}: none\n");
            continue;
        }
        let mut contest = Contest::new(files);
        let mut enter = |name: &'static str, program: &Path, arguments| {
            let refused = contest.enter(name, program, arguments)?;
            if refused > 0 {
                println!("{name} gives up on {refused} files, which are left out");
            }
            Ok::<(), Problems>(())
        };
        enter("cat", Path::new("cat"), &[])?;
        enter("plimsoll", &plimsoll, &["check", "--exit-zero", "--color=never"])?;
        for peer in contestants {
            match peers.find(peer.program) {
                Some(program) => enter(peer.program, &program, peer.arguments)?,
                None => println!("{} is not here; `--install` fetches it", peer.program),
            }
        }
        let (count, size) = (contest.files().len(), corpus::size(contest.files()) / 1024);
        println!("{title}: {count} files, {size} KiB, median of {} rounds", options.rounds);
        println!("{}", contest.run(options.rounds)?);
    }
    Ok(())
}

/// The release build of this checkout.
fn build(root: &Path) -> Result<PathBuf, Problems> {
    let build = ["build", "--release", "--package", "plimsoll"];
    crate::cargo::succeed(crate::cargo::cargo().args(build).current_dir(root))?;
    Ok(root.join("target/release").join(format!("plimsoll{}", std::env::consts::EXE_SUFFIX)))
}
