//! A published version, installed from every registry as a stranger would, and run.

use std::path::Path;
use std::process::Command;

use crate::Problems;

/// How each registry is asked, in an empty folder; `VERSION` stands for the version.
const WAYS: [(&str, &str); 4] = [
    (
        "pip",
        "python3 -m venv venv && venv/bin/pip install --quiet plimsoll-lint==VERSION && venv/bin/plimsoll --version",
    ),
    (
        "npm",
        "echo '{}' > package.json && npm install --silent plimsoll-lint@VERSION && npx plimsoll --version",
    ),
    ("cargo", "cargo install --quiet --locked --root . plimsoll@VERSION && bin/plimsoll --version"),
    ("docker", "docker run --rm ghcr.io/plimsoll-lint/plimsoll:VERSION --version"),
];

/// Tries all of them. What is not installed here is skipped, and named.
pub(super) fn run(version: &str) -> Result<(), Problems> {
    let folder = std::env::temp_dir().join(format!("plimsoll-try-{}", std::process::id()));
    let mut problems = Problems::new();
    for (program, command) in WAYS {
        if program == "cargo" && version.contains('-') {
            println!("cargo: skip, a rehearsal publishes no crates");
            continue;
        }
        if Command::new(program).arg("--version").output().is_err() {
            println!("{program}: skip, not installed");
            continue;
        }
        match attempt(&folder.join(program), &command.replace("VERSION", version)) {
            Ok(said) if said.lines().any(|line| line == format!("plimsoll {version}")) => {
                println!("{program}: plimsoll {version}");
            }
            Ok(said) => problems.push(format!("{program}: {}", said.trim())),
            Err(error) => problems.push(format!("{program}: {error}")),
        }
    }
    // What is left behind is in the system's folder for that.
    let _ = std::fs::remove_dir_all(&folder);
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn attempt(folder: &Path, command: &str) -> std::io::Result<String> {
    std::fs::create_dir_all(folder)?;
    let done = Command::new("bash").args(["-c", command]).current_dir(folder).output()?;
    Ok([done.stdout, done.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat())
}
