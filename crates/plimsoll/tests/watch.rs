//! What `--watch` sees: every file that a check depends on, wherever it lies. Nothing is waited for longer than it takes.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::missing_panics_doc
)]

mod support;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use support::folder::Folder;

/// A machine may be busy. Nobody waits so long who is not stuck.
const DEADLINE: Duration = Duration::from_mins(2);
/// Where the findings of each check go: whole before the next line on standard error.
const FINDINGS: &str = "findings.ndjson";

/// A program that watches, ended with the test.
struct Watching {
    program: Child,
    said: Receiver<String>,
    findings: std::path::PathBuf,
}

impl Watching {
    fn start(folder: &Folder, args: &[&str]) -> Watching {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
        command.args(["check", "--watch", "--output", &format!("ndjson={FINDINGS}")]).args(args);
        command.current_dir(&folder.0).env_clear().stdin(Stdio::null()).stdout(Stdio::null());
        let mut program = command.stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(program.stderr.take().unwrap()).lines();
        let (send, said) = channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| send.send(line)));
        Watching { program, said, findings: folder.0.join(FINDINGS) }
    }

    /// Waits for a check after which these rules spoke. There may be others before it: a file is emptied, then written.
    fn finds(&self, rules: &[&str]) {
        let mut found = Vec::new();
        let deadline = Instant::now() + DEADLINE;
        while Instant::now() < deadline {
            let Ok(line) = self.said.recv_timeout(DEADLINE) else { break };
            if line.starts_with("waiting for changes") {
                found = self.spoke();
                if found == rules {
                    return;
                }
            }
        }
        panic!("{rules:?} are not found, but {found:?}");
    }

    fn spoke(&self) -> Vec<String> {
        let text = fs::read_to_string(&self.findings).unwrap();
        let rule =
            |line: &str| line.split("\"rule\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        text.lines().map(rule).collect()
    }

    fn line(&self) -> String {
        self.said.recv_timeout(DEADLINE).unwrap()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

const COMPOSE: &str = "\
services:
  web:
    image: \"debian:${TAG:-12.5}\"
    env_file: ../secret/web.env
    user: \"10001\"
  api:
    extends:
      file: ../common/api.yaml
      service: base
  built:
    build:
      context: ../image
      dockerfile: ../docker/built.txt
";

#[test]
fn what_no_search_finds_is_seen() {
    let folder = Folder::new("watch");
    folder.write("app/compose.yaml", COMPOSE);
    folder.write("common/api.yaml", "services:\n  base:\n    image: debian:12.5\n");
    folder.write("docker/built.txt", "FROM debian:12.5\nCOPY a.txt /\nUSER app\n");
    folder.write("app/plimsoll.toml", "[rules]\nmissing-env-file = \"warning\"\n");
    folder.write("image/a.txt", "");
    folder.write("secret/web.env", "");
    let watching = Watching::start(&folder, &["app"]);
    watching.finds(&[]);

    // Files that were missing count as much as those that were there.
    folder.write("app/.env", "TAG=latest\n");
    watching.finds(&["latest-tag"]);
    fs::remove_file(folder.0.join("app/.env")).unwrap();
    watching.finds(&[]);

    fs::remove_file(folder.0.join("secret/web.env")).unwrap();
    watching.finds(&["missing-env-file"]);
    folder.write("secret/web.env", "A=1\n");
    watching.finds(&[]);

    folder.write(
        "common/api.yaml",
        "services:\n  base:\n    image: debian:12.5\n    volumes: [\"/run/docker.sock:/run/docker.sock\"]\n",
    );
    watching.finds(&["engine-socket"]);
    folder.write("common/api.yaml", "services:\n  base:\n    image: debian:12.5\n");
    watching.finds(&[]);

    folder.write("docker/built.txt", "FROM debian:12.5\nWORKDIR a\nCOPY a.txt /\nUSER app\n");
    watching.finds(&["relative-workdir"]);
    folder.write("image/.dockerignore", "*.txt\n");
    watching.finds(&["relative-workdir", "ignored-copy-source"]);

    // The configuration above, which was not there either.
    folder.write("plimsoll.toml", "[rules]\nrelative-workdir = \"off\"\n");
    watching.finds(&["ignored-copy-source"]);

    // A file that the search finds now.
    folder.write("app/Dockerfile", "FROM debian:latest\nUSER 1000\n");
    watching.finds(&["latest-tag", "ignored-copy-source"]);
}

#[test]
fn a_file_that_is_gone_for_a_moment_ends_nothing() {
    let folder = Folder::new("watch-gone");
    folder.write("Dockerfile", "FROM debian:latest\nCMD [\"/app\"]\n");
    let config = folder.write("lint.toml", "");
    let watching = Watching::start(&folder, &["--config", "lint.toml", "--select", "latest-tag"]);
    watching.finds(&["latest-tag"]);
    fs::remove_file(&config).unwrap();
    while watching.line() != "error: lint.toml: No such file or directory" {}
    fs::write(&config, "exclude = [\"Dockerfile\"]\n").unwrap();
    watching.finds(&[]);
}

#[test]
fn a_mistake_on_the_command_line_is_no_beginning() {
    let folder = Folder::new("watch-mistake");
    folder.write("Dockerfile", "FROM debian:latest\nCMD [\"/app\"]\n");
    let mut watching = Watching::start(&folder, &["--preset", "strikt"]);
    assert_eq!(watching.line(), "error: unknown preset `strikt`: did you mean `strict`?");
    assert_eq!(watching.program.wait().unwrap().code(), Some(2));
}
