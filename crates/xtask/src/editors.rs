//! `cargo xtask editors`: real editors talk to the server, as far as they are installed; and how long it takes to answer.

mod latency;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;

use crate::{Problems, check};

/// What is tried.
#[derive(Args)]
pub(crate) struct Options {
    /// The program [default: the debug build]
    #[arg(long)]
    program: Option<PathBuf>,

    /// Measure how long findings take after a keystroke, too; with a release build, if the numbers are to mean anything
    #[arg(long)]
    latency: bool,
}

/// An editor, how to run it without a screen, and the script that drives it.
struct Editor {
    program: &'static str,
    arguments: &'static [&'static str],
    script: &'static str,
}

const EDITORS: [Editor; 2] = [
    Editor { program: "nvim", arguments: &["--headless", "-u", "NONE", "-S"], script: "neovim.lua" },
    Editor { program: "emacs", arguments: &["--batch", "-l"], script: "emacs.el" },
];

const DOCKERFILE: &str = "FROM debian:12\nRUN apt-get update && apt-get install curl\nUSER app\n";

/// Runs every editor that is there.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let program = if let Some(program) = &options.program {
        program.canonicalize().map_err(|why| vec![format!("{}: {why}", program.display())])?
    } else {
        check::succeed(check::cargo().args(["build", "--package=plimsoll"]).current_dir(root))?;
        root.join("target/debug/plimsoll")
    };
    let folder = std::env::temp_dir().join(format!("plimsoll-editors-{}", std::process::id()));
    let done = try_all(root, &program, &folder, options);
    // What is left behind in the temporary folder does no harm.
    let _ = std::fs::remove_dir_all(&folder);
    done
}

fn try_all(root: &Path, program: &Path, folder: &Path, options: &Options) -> Result<(), Problems> {
    let mut problems = Problems::new();
    for editor in &EDITORS {
        let prepared = std::fs::create_dir_all(folder.join(".git"))
            .and_then(|()| std::fs::write(folder.join("Dockerfile"), DOCKERFILE));
        prepared.map_err(|why| vec![why.to_string()])?;
        let mut command = Command::new(editor.program);
        command.args(editor.arguments).arg(root.join("editors/proof").join(editor.script));
        command.env("PLIMSOLL", program).env("FOLDER", folder).stdin(Stdio::null());
        match command.output() {
            Ok(output) if output.status.success() => println!("{}: ok", editor.program),
            Ok(output) => {
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                problems.push(format!("{}: {}", editor.program, said.trim()));
            }
            Err(_) => println!("{}: not installed, skipped", editor.program),
        }
    }
    if options.latency {
        latency::measure(program, folder).map_err(|why| vec![why.to_string()])?;
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}
