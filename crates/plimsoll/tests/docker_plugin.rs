//! `docker lint`: installed, used as Docker uses it, removed; and the plugin of another program is left alone.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::folder::Folder;

const PROGRAM: &str = env!("CARGO_BIN_EXE_plimsoll");

/// A user with a folder for Docker's configuration.
struct User(Folder);

impl User {
    fn new(name: &str) -> User {
        User(Folder::new(name))
    }

    fn plugin(&self) -> PathBuf {
        self.0.0.join("docker/cli-plugins/docker-lint")
    }

    /// What `plimsoll docker-plugin …` prints, and how it ends.
    fn docker_plugin(&self, args: &[&str]) -> (String, Option<i32>) {
        let mut command = Command::new(PROGRAM);
        command.arg("docker-plugin").args(args).env_clear().env("DOCKER_CONFIG", self.0.0.join("docker"));
        said(&command.output().unwrap())
    }
}

fn said(done: &Output) -> (String, Option<i32>) {
    let text = [&done.stdout[..], &done.stderr].concat();
    (String::from_utf8(text).unwrap(), done.status.code())
}

#[test]
fn it_is_installed_used_and_removed() {
    let user = User::new("docker-plugin");
    assert_eq!(user.docker_plugin(&["status"]).1, Some(1));
    for _ in 0..2 {
        let (text, code) = user.docker_plugin(&["install"]);
        assert!(text.contains("`docker lint` runs") && code == Some(0), "{text}");
    }
    assert_eq!(user.docker_plugin(&["status"]).1, Some(0));

    user.0.write("Dockerfile", "FROM debian:12.5\nRUN apt-get install curl\nUSER 10001\n");
    let docker =
        |args: &[&str]| Command::new(user.plugin()).args(args).current_dir(&user.0.0).output().unwrap();
    let (metadata, code) = said(&docker(&["docker-cli-plugin-metadata"]));
    assert!(metadata.contains("\"SchemaVersion\":\"0.1.0\"") && code == Some(0), "{metadata}");
    let (text, code) = said(&docker(&["--context", "far", "lint", "--format", "concise"]));
    assert!(text.contains("[apt-get-yes, DL3014]") && code == Some(1), "{text}");
    let (text, code) = said(&docker(&["lint", "--no-such-option"]));
    assert!(text.contains("--no-such-option") && code == Some(2), "{text}");

    let (text, code) = user.docker_plugin(&["remove"]);
    assert!(text.contains("removed") && code == Some(0), "{text}");
    assert!(!user.plugin().exists());
    assert_eq!(user.docker_plugin(&["remove"]).1, Some(0));
}

#[test]
fn another_programs_plugin_is_left_alone() {
    let user = User::new("docker-plugin-stranger");
    user.0.write("docker/cli-plugins/docker-lint", "#!/bin/sh\n");
    assert_eq!(user.docker_plugin(&["status"]).1, Some(1));
    for action in ["install", "remove"] {
        let (text, code) = user.docker_plugin(&[action]);
        assert!(text.contains("belongs to another program") && code == Some(2), "{text}");
    }
    let (text, code) = user.docker_plugin(&["install", "--force"]);
    assert!(text.contains("wrote") && code == Some(0), "{text}");
    assert_eq!(user.docker_plugin(&["status"]).1, Some(0));
}

#[test]
fn a_link_to_a_program_that_is_gone_is_mended() {
    let user = User::new("docker-plugin-broken");
    user.0.write("docker/cli-plugins/other", "");
    std::os::unix::fs::symlink("/nowhere/plimsoll", user.plugin()).unwrap();
    let (text, code) = user.docker_plugin(&["status"]);
    assert!(text.starts_with("broken: ") && code == Some(1), "{text}");
    assert_eq!(user.docker_plugin(&["install"]).1, Some(0));
    assert_eq!(user.docker_plugin(&["status"]).1, Some(0));
}

#[test]
fn a_place_that_vanishes_is_named() {
    let user = User::new("docker-plugin-venv");
    user.0.write("venv/pyvenv.cfg", "");
    let program = user.0.0.join("venv/bin/plimsoll");
    std::fs::create_dir_all(program.parent().unwrap()).unwrap();
    // By another process: one that a parallel test forks here would still hold the copy open for writing.
    assert!(Command::new("cp").args([Path::new(PROGRAM), &program]).status().unwrap().success());
    let mut install = Command::new(&program);
    install.args(["docker-plugin", "install"]).env_clear().env("DOCKER_CONFIG", user.0.0.join("docker"));
    let (text, code) = said(&install.output().unwrap());
    assert!(text.contains("warning: the program is in the virtual environment") && code == Some(0), "{text}");
}

#[test]
fn without_a_home_directory_it_says_so() {
    let done = Command::new(PROGRAM).args(["docker-plugin", "status"]).env_clear().output().unwrap();
    let (text, code) = said(&done);
    assert!(text.contains("DOCKER_CONFIG") && code == Some(2), "{text}");
}
