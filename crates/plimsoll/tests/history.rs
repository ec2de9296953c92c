//! `--since` along a history: what each commit brings is told when it is not committed yet, when it is, and, unless a
//! later commit takes it away, at the end. A changed line is answered for, whatever the change is. Passes at once where there is no Git.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::missing_panics_doc, clippy::too_many_lines)]

mod support;

use std::fs;
use std::process::Command;

use support::folder::Folder;

enum Change {
    Write(&'static str, String),
    Move(&'static str, &'static str),
    Remove(&'static str),
}

use Change::{Move, Remove, Write};

/// What a commit does, with what is new then: places and rules.
type Commit = (&'static str, Vec<Change>, &'static [&'static str]);

const COMPOSE: &str = "\
services:
  api:
    build:
      context: api
      target: release
  web:
    extends:
      file: common.yaml
      service: web
";
const COMMON: &str = "services:\n  web:\n    image: nginx:${TAG}\n";
const API: &str = "\
FROM debian:12.5 AS build
RUN apt-get update && apt-get install curl
FROM debian:latest AS release
RUN apt-get update && apt-get install git
USER 1000
";

fn write(path: &'static str, text: impl Into<String>) -> Change {
    Write(path, text.into())
}

fn history() -> Vec<Commit> {
    let lower = format!("# What is built.\n\n{API}");
    let longer = lower.replace("update && ", "update && \\\n    ");
    let windows = longer.replace('\n', "\r\n");
    let staged = longer.replace("AS release", "AS final");
    let with_final = COMPOSE.replace("release", "final");
    let moved = with_final.replace("context: api", "context: images/api");
    let worker = format!("{moved}  worker:\n    build: worker\n");
    let third = "FROM debian:12.5 AS third\nRUN apt-get update && \\\n    apt-get install git\nUSER 1000\n";
    let thrice = staged.replace("FROM debian:latest", &format!("{third}FROM debian:latest"));
    let swapped = format!("{third}{}", staged.trim_start_matches("# What is built.\n\n"));
    let ignored = swapped
        .replace("FROM debian:latest", "# plimsoll: ignore[latest-tag, DL3007] as ever\nFROM debian:latest");
    let other = ignored.replace("ignore[latest-tag, DL3007]", "ignore[untagged-image]");
    let renamed = other.replace("USER 1000", "WORKDIR app\nUSER 1000");
    vec![
        (
            "the first files",
            vec![
                write("compose.yaml", COMPOSE),
                write("common.yaml", COMMON),
                write(".env", "TAG=1.29.3\n"),
                write("api/Dockerfile", API),
            ],
            &[
                "api/Dockerfile:2:31 apt-get-yes, DL3014",
                "api/Dockerfile:3:13 latest-tag, DL3007",
                "api/Dockerfile:4:31 apt-get-yes, DL3014",
            ],
        ),
        ("lines are added above", vec![write("api/Dockerfile", lower)], &[]),
        (
            "lines are broken",
            vec![write("api/Dockerfile", &*longer)],
            &["api/Dockerfile:5:13 apt-get-yes, DL3014", "api/Dockerfile:8:13 apt-get-yes, DL3014"],
        ),
        ("lines end otherwise", vec![write("api/Dockerfile", windows)], &[]),
        ("and again", vec![write("api/Dockerfile", &*longer)], &[]),
        (
            "a stage is renamed that a service builds",
            vec![write("api/Dockerfile", &*staged)],
            &["api/Dockerfile:6:13 latest-tag, DL3007", "compose.yaml:5:15 unknown-build-target"],
        ),
        ("the service follows", vec![write("compose.yaml", with_final)], &[]),
        (
            "a file moves",
            vec![Move("api/Dockerfile", "images/api/Dockerfile"), write("compose.yaml", &*moved)],
            &[],
        ),
        (
            "a service with a new file",
            vec![
                write("compose.yaml", worker),
                write("worker/Dockerfile", "FROM debian:12.5\nRUN apt-get install nano\nUSER 1000\n"),
            ],
            &["worker/Dockerfile:2:13 apt-get-yes, DL3014"],
        ),
        (
            "the file goes, and the service stays",
            vec![Remove("worker/Dockerfile")],
            &["compose.yaml:11:12 missing-dockerfile"],
        ),
        ("the service goes, too", vec![write("compose.yaml", &*moved)], &[]),
        (
            "a second finding like one that was there",
            vec![write("images/api/Dockerfile", thrice)],
            &["images/api/Dockerfile:8:13 apt-get-yes, DL3014"],
        ),
        ("stages change places", vec![write("images/api/Dockerfile", swapped)], &[]),
        ("a variable gets a value", vec![write(".env", "TAG=latest\n")], &["common.yaml:3:18 latest-tag"]),
        (
            "what a service extends",
            vec![write(
                "common.yaml",
                format!("{COMMON}    volumes: [\"/run/docker.sock:/run/docker.sock\"]\n"),
            )],
            &["common.yaml:4:16 engine-socket"],
        ),
        (
            "a rule is turned on",
            vec![write("plimsoll.toml", "[rules]\nundigested-image = \"warning\"\n")],
            &[],
        ),
        ("a finding is silenced", vec![write("images/api/Dockerfile", ignored)], &[]),
        (
            "and no more",
            vec![write("images/api/Dockerfile", &*other)],
            &[
                "images/api/Dockerfile:8:1 unused-suppression",
                "images/api/Dockerfile:9:13 latest-tag, DL3007",
            ],
        ),
        (
            "a file moves and changes at once",
            vec![
                Move("images/api/Dockerfile", "images/api/new.Dockerfile"),
                write("images/api/new.Dockerfile", renamed),
                write(
                    "compose.yaml",
                    moved.replace("images/api\n", "images/api\n      dockerfile: new.Dockerfile\n"),
                ),
            ],
            &[
                "images/api/new.Dockerfile:4:9 relative-workdir, DL3000",
                "images/api/new.Dockerfile:13:9 relative-workdir, DL3000",
            ],
        ),
    ]
}

/// The commit after which there is a tag, and what is new since then in the end.
const MIDDLE: &str = "the service goes, too";
const SINCE_MIDDLE: &[&str] = &[
    "common.yaml:3:18 latest-tag",
    "common.yaml:4:16 engine-socket",
    "images/api/new.Dockerfile:1:6 undigested-image",
    "images/api/new.Dockerfile:3:13 apt-get-yes, DL3014",
    "images/api/new.Dockerfile:4:9 relative-workdir, DL3000",
    "images/api/new.Dockerfile:9:1 unused-suppression",
    "images/api/new.Dockerfile:13:9 relative-workdir, DL3000",
];

#[test]
fn each_commit_is_told_what_it_brings() {
    let folder = Folder::new("history");
    fs::remove_dir_all(folder.0.join(".git")).unwrap();
    if !git(&folder, &["init", "--quiet", "--initial-branch=main"]) {
        return;
    }
    folder.write("README", "");
    commit(&folder, "nothing");
    for (name, changes, expected) in history() {
        for change in changes {
            match change {
                Write(path, text) => drop(folder.write(path, &text)),
                Move(from, to) => {
                    fs::create_dir_all(folder.0.join(to).parent().unwrap()).unwrap();
                    assert!(git(&folder, &["mv", from, to]));
                }
                Remove(path) => fs::remove_file(folder.0.join(path)).unwrap(),
            }
        }
        assert_eq!(since(&folder, "HEAD"), expected, "{name}");
        commit(&folder, name);
        assert_eq!(since(&folder, "HEAD~1"), expected, "{name}, committed");
        assert!(since(&folder, "HEAD").is_empty(), "{name}");
        assert!(name != MIDDLE || git(&folder, &["tag", "middle"]));
    }
    assert_eq!(since(&folder, "middle"), SINCE_MIDDLE);
}

fn git(folder: &Folder, args: &[&str]) -> bool {
    let who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.args(who).args(["-c", "core.autocrlf=false"]).args(args).current_dir(&folder.0);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command.status().is_ok_and(|done| done.success())
}

fn commit(folder: &Folder, message: &str) {
    assert!(git(folder, &["add", "--all"]) && git(folder, &["commit", "--quiet", "--message", message]));
}

/// What is new since a revision: `path:line:column rule`.
fn since(folder: &Folder, revision: &str) -> Vec<String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    // A relative WORKDIR is found only in stricter presets.
    command.args([
        "check",
        "--format",
        "concise",
        "--extend-select",
        "relative-workdir",
        "--since",
        revision,
    ]);
    command.current_dir(&folder.0);
    let done = command.env_clear().env("PATH", path).output().unwrap();
    assert_ne!(done.status.code(), Some(2), "{}", String::from_utf8_lossy(&done.stderr));
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    let finding = |line: &str| {
        let (place, rest) = line.split_once(": ")?;
        let (_, rule) = rest.strip_suffix(']')?.rsplit_once('[')?;
        Some(format!("{place} {rule}"))
    };
    said.lines().filter_map(finding).collect()
}
