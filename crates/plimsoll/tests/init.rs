//! `plimsoll init` in a repository that holds something already.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod support;

use std::path::Path;
use std::process::{Command, Output};

use support::folder::Folder;

const DOCKERFILE: &str = "FROM debian:12.5\nRUN cd /srv && make\nENV DB_PASSWORD=kV7-qq2Lx\nUSER 10001\n";
const HADOLINT: &str = "override:\n  info: [DL3064]\nfailure-threshold: error\n";

fn plimsoll(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    command.args(args).current_dir(folder).env_clear().output().unwrap()
}

/// What `check` prints and how it ends.
fn check(folder: &Path) -> (String, Option<i32>) {
    let checked = plimsoll(folder, &["check", "--format", "concise"]);
    (String::from_utf8(checked.stdout).unwrap(), checked.status.code())
}

#[test]
fn a_configuration_of_hadolint_is_taken_over() {
    let folder = Folder::new("init-hadolint");
    folder.write("Dockerfile", DOCKERFILE);
    folder.write(".hadolint.yaml", HADOLINT);
    let before = check(&folder.0);
    assert!(before.0.contains("[directory-change"), "{}", before.0);
    // hadolint knows the name of the variable only, so its severities do not make less of the secret.
    assert!(before.0.contains("error: ") && before.1 == Some(1), "{}", before.0);

    let init = folder.plimsoll(&["init"]);
    assert_eq!(
        String::from_utf8_lossy(&init.stdout),
        "wrote plimsoll.toml with the settings of .hadolint.yaml\n"
    );
    assert_eq!(check(&folder.0), before);
    std::fs::remove_file(folder.0.join(".hadolint.yaml")).unwrap();
    assert_eq!(check(&folder.0), before);
}

#[test]
fn a_configuration_of_hadolint_above_stays_in_force() {
    let folder = Folder::new("init-hadolint-above");
    folder.write("service/Dockerfile", DOCKERFILE);
    folder.write(".hadolint.yaml", HADOLINT);
    let service = folder.0.join("service");
    let before = check(&service);
    let init = plimsoll(&service, &["init"]);
    let said = String::from_utf8_lossy(&init.stdout).into_owned();
    assert!(said.contains("it extends `hadolint` too, because ../.hadolint.yaml applies here"), "{said}");
    assert_eq!(check(&service), before);
}

#[test]
fn what_runs_the_linter_is_written_at_the_root() {
    let folder = Folder::new("init-root");
    folder.write("service/Dockerfile", DOCKERFILE);
    let init = plimsoll(&folder.0.join("service"), &["init", "--hook", "--github", "--gitlab"]);
    assert!(init.status.success());
    assert!(String::from_utf8_lossy(&init.stdout).contains("wrote ../.gitlab-ci.yml: "));
    for path in [
        ".pre-commit-config.yaml",
        ".github/workflows/plimsoll.yml",
        ".gitlab-ci.yml",
        "service/plimsoll.toml",
    ] {
        assert!(folder.0.join(path).exists(), "{path}");
    }
}
