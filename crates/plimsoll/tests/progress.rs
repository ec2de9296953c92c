//! What a slow check says on its way: a line at a terminal, nothing to anybody else. It is slow because it reads a pipe
//! that nobody writes to yet.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::missing_panics_doc)]

mod support;

use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use support::folder::Folder;

const PROGRAM: &str = env!("CARGO_BIN_EXE_plimsoll");

/// A Dockerfile that has no text before it is written.
fn pipe(folder: &Folder) -> Option<PathBuf> {
    let made = Command::new("mkfifo").arg("Dockerfile").current_dir(&folder.0).status();
    made.is_ok_and(|made| made.success()).then(|| folder.0.join("Dockerfile"))
}

/// Writes it, as often as it is read.
fn answer(pipe: PathBuf) {
    std::thread::spawn(move || while std::fs::write(&pipe, "FROM debian:12.5\nUSER 1000\n").is_ok() {});
}

#[test]
fn a_terminal_is_told() {
    let folder = Folder::new("progress-terminal");
    let Some(pipe) = pipe(&folder) else { return };
    // A terminal of its own for the program, where there is `script` of util-linux.
    if !Command::new("script").arg("--version").output().is_ok_and(|done| done.status.success()) {
        return;
    }
    let mut command = Command::new("script");
    command.args(["--quiet", "--return", "--command", &format!("'{PROGRAM}' check Dockerfile"), "/dev/null"]);
    command.current_dir(&folder.0).env("TERM", "xterm").stdin(Stdio::null()).stdout(Stdio::piped());
    let mut slow = command.spawn().unwrap();
    let mut out = slow.stdout.take().unwrap();
    let mut said = vec![0; "checking 1 file …".len()];
    out.read_exact(&mut said).unwrap();
    assert_eq!(String::from_utf8_lossy(&said), "checking 1 file …");
    answer(pipe);
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert!(rest.starts_with("\r\u{1b}[2K") && rest.contains("No problems in 1 file"), "{rest:?}");
    assert!(slow.wait().unwrap().success());
}

#[test]
fn nobody_else_is() {
    let folder = Folder::new("progress-pipe");
    let Some(pipe) = pipe(&folder) else { return };
    let mut command = Command::new(PROGRAM);
    command.args(["check", "Dockerfile"]).current_dir(&folder.0).env_clear().stdin(Stdio::null());
    let slow = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Longer than a terminal waits.
    std::thread::sleep(Duration::from_millis(1500));
    answer(pipe);
    let done = slow.wait_with_output().unwrap();
    assert!(done.status.success());
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
}
