//! `--since` on real histories: each test makes a repository with Git, and passes at once where there is none.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::missing_panics_doc)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const DOCKERFILE: &str = "FROM debian:12.5\nRUN apt-get update && apt-get install curl\nUSER app\n";

/// A repository in a folder of its own, removed in the end.
struct Repository(PathBuf);

impl Repository {
    /// `None` where there is no Git.
    fn new(name: &str) -> Option<Repository> {
        let folder = std::env::temp_dir().join(format!("plimsoll-since-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let repository = Repository(folder.canonicalize().unwrap());
        Command::new("git").arg("--version").output().ok()?;
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        Some(repository)
    }

    fn write(&self, path: &str, text: &str) -> &Repository {
        fs::create_dir_all(self.0.join(path).parent().unwrap()).unwrap();
        fs::write(self.0.join(path), text).unwrap();
        self
    }

    fn git(&self, args: &[&str]) {
        let who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let mut command = Command::new("git");
        command.args(who).args(args).current_dir(&self.0);
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let done = command.output().unwrap();
        assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message=m"]);
    }

    /// What is found since a revision, without the last lines, and the exit code.
    fn since(&self, revision: &str) -> (Vec<String>, i32) {
        self.check(".", &["--since", revision])
    }

    fn check(&self, folder: &str, args: &[&str]) -> (Vec<String>, i32) {
        let done = plimsoll(&self.0.join(folder), args);
        let said =
            String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        let lines = said.lines().filter(|line| line.contains(": ")).map(str::to_owned).collect();
        (lines, done.status.code().unwrap())
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn plimsoll(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    command.args(["check", "--format", "concise"]).args(args).current_dir(folder);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").output().unwrap()
}

const NOTHING: (Vec<String>, i32) = (Vec::new(), 0);

#[test]
fn what_was_there_is_not_told() {
    let Some(repository) = Repository::new("was-there") else { return };
    repository.write("Dockerfile", DOCKERFILE).commit();
    assert_eq!(repository.check(".", &[]).1, 1);
    assert_eq!(repository.since("HEAD"), NOTHING);

    // Lines move, and are indented otherwise.
    repository.write(
        "Dockerfile",
        &format!("# syntax=docker/dockerfile:1\n\n{}", DOCKERFILE.replace("RUN ", "RUN   ")),
    );
    assert_eq!(repository.since("HEAD"), NOTHING);

    // A changed line is answered for, and the others are not.
    repository.write("Dockerfile", &DOCKERFILE.replace("USER", "WORKDIR app\nUSER"));
    let (found, code) = repository.since("HEAD");
    assert_eq!(code, 1);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("Dockerfile:3:9: warning: ") && found[0].ends_with("[relative-workdir, DL3000]")
    );
    repository.write("Dockerfile", &DOCKERFILE.replace("curl", "curl git"));
    assert_eq!(repository.since("HEAD").0.len(), 1);
}

#[test]
fn of_those_that_are_alike_the_new_one_is_told() {
    let Some(repository) = Repository::new("alike") else { return };
    let install = "RUN apt-get update && apt-get install curl\n";
    let before = format!("FROM debian:12.5 AS a\n{install}USER app\n");
    repository.write("Dockerfile", &before).commit();
    repository
        .write("Dockerfile", &format!("FROM debian:12.5 AS base\nRUN true\n{install}RUN false\n\n{before}"));
    let (found, _) = repository.since("HEAD");
    let of_rule: Vec<&String> = found.iter().filter(|line| line.ends_with("[apt-get-yes, DL3014]")).collect();
    assert_eq!(of_rule.len(), 1, "{found:?}");
    assert!(of_rule[0].starts_with("Dockerfile:3:"), "{found:?}");
}

#[test]
fn files_may_get_other_names() {
    let Some(repository) = Repository::new("renamed") else { return };
    repository.write("Dockerfile", &(DOCKERFILE.to_owned() + &"RUN true\n".repeat(20))).commit();
    repository.git(&["branch", "before"]);
    fs::create_dir(repository.0.join("api")).unwrap();
    repository.git(&["mv", "Dockerfile", "api/Dockerfile"]);
    assert_eq!(repository.since("before"), NOTHING);
    repository.commit();
    assert_eq!(repository.since("before"), NOTHING);
    assert_eq!(repository.check("api", &["--since", "before"]), NOTHING);
    assert_eq!(repository.check(".", &["--since", "before", "api/Dockerfile"]), NOTHING);
    let absolute = repository.0.join("api/Dockerfile");
    assert_eq!(repository.check("api", &["--since", "before", absolute.to_str().unwrap()]), NOTHING);
}

#[cfg(unix)]
#[test]
fn scripts_without_an_extension_are_told_by_their_first_line() {
    use std::os::unix::fs::PermissionsExt;
    let Some(repository) = Repository::new("executable") else { return };
    let run = "docker run --memmory 1g debian:12.5\n";
    for (path, start) in [
        ("bin/deploy", "#!/usr/bin/env bash\n"),
        ("bin/tool", "#!/usr/bin/python3\n"),
        ("bin/data", "#!/bin/sh\n"),
    ] {
        repository.write(path, &format!("{start}{run}"));
        let mode = if path == "bin/data" { 0o644 } else { 0o755 };
        fs::set_permissions(repository.0.join(path), fs::Permissions::from_mode(mode)).unwrap();
    }
    repository.commit();
    let (found, _) = repository.check(".", &[]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("bin/deploy:2:12: error: "), "{found:?}");
    assert_eq!(repository.check(".", &["bin/deploy"]).0, found);
    assert_eq!(repository.check(".", &["bin/data"]).0.len(), 1);
    assert_eq!(repository.since("HEAD"), NOTHING);
    repository.write("bin/deploy", &format!("#!/bin/sh\n{run}{run}"));
    assert_eq!(repository.since("HEAD").0.len(), 1);
}

#[test]
fn what_a_change_causes_elsewhere_is_told() {
    let Some(repository) = Repository::new("elsewhere") else { return };
    repository
        .write("compose.yaml", "services:\n  api:\n    build:\n      context: api\n      target: release\n")
        .write("api/Dockerfile", "FROM debian:12.5 AS release\nUSER app\nCMD [\"a\"]\n")
        .commit();
    repository.write("api/Dockerfile", "FROM debian:12.5 AS final\nUSER app\nCMD [\"a\"]\n");
    let (found, code) = repository.since("HEAD");
    assert_eq!((found.len(), code), (1, 1), "{found:?}");
    assert!(
        found[0].starts_with("compose.yaml:5:15: error: ") && found[0].ends_with("[unknown-build-target]")
    );
    // Seen from the folder of the Compose file's neighbour, too.
    assert_eq!(repository.check("api", &["--since", "HEAD", "../compose.yaml"]).0.len(), 1);
}

#[test]
fn new_files_are_new() {
    let Some(repository) = Repository::new("new-files") else { return };
    repository.write("README", "").commit();
    repository.write("Dockerfile", DOCKERFILE);
    assert_eq!(repository.since("HEAD").0.len(), 1);
    // What Git ignores was there before, for all that can be known.
    repository.write(".gitignore", ".env\n").write(".env", "A=1\n");
    repository.write("compose.yaml", "services:\n  a:\n    image: a:1.2\n    env_file: .env\n").commit();
    repository.write("compose.yaml", "services:\n  a:\n    image: a:1.3\n    env_file: .env\n");
    assert_eq!(repository.since("HEAD"), NOTHING);
}

#[test]
fn what_others_did_meanwhile_is_not_told() {
    let Some(repository) = Repository::new("meanwhile") else { return };
    repository.write("Dockerfile", DOCKERFILE).commit();
    repository.git(&["checkout", "--quiet", "-b", "topic"]);
    repository.write("README", "").commit();
    repository.git(&["checkout", "--quiet", "main"]);
    // Fixed there, so that here it looks new, which it is not.
    repository.write("Dockerfile", &DOCKERFILE.replace("install", "install -y")).commit();
    repository.git(&["checkout", "--quiet", "topic"]);
    assert_eq!(repository.since("main"), NOTHING);
}

#[test]
fn todays_configuration_judges_both_sides() {
    let Some(repository) = Repository::new("configuration") else { return };
    repository.write("Dockerfile", "FROM debian:12.5\nUSER app\nCMD run\n").write("lint.toml", "").commit();
    repository.write("plimsoll.toml", "extends = [\"all\"]\n");
    assert_eq!(repository.since("HEAD"), NOTHING);
    fs::rename(repository.0.join("plimsoll.toml"), repository.0.join("lint.toml")).unwrap();
    assert_eq!(repository.check(".", &["--since", "HEAD", "--config", "lint.toml"]), NOTHING);
    // Mistakes in it are told, new or not.
    repository.write("plimsoll.toml", "extend = []\n").commit();
    let (found, code) = repository.since("HEAD");
    assert_eq!(code, 2, "{found:?}");
    assert!(found.iter().any(|line| line.starts_with("plimsoll.toml:1:1: error: ")), "{found:?}");
}

#[test]
fn settings_of_git_run_nothing() {
    let Some(repository) = Repository::new("hostile") else { return };
    repository.write(".gitattributes", "* diff=evil filter=evil\n").write("Dockerfile", DOCKERFILE).commit();
    for key in
        ["core.fsmonitor", "diff.external", "diff.evil.textconv", "filter.evil.clean", "filter.evil.smudge"]
    {
        repository.git(&["config", key, "touch evil; cat"]);
    }
    repository.git(&["config", "core.pager", "touch evil; cat"]);
    repository.write("Dockerfile", &DOCKERFILE.replace("curl", "git"));
    assert_eq!(repository.since("HEAD").0.len(), 1);
    assert!(!repository.0.join("evil").exists());
}

#[test]
fn what_cannot_be_done_is_said_in_one_line() {
    let folder = std::env::temp_dir().join(format!("plimsoll-since-{}-none", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let fails = |folder: &Path, revision: &str, path: Option<&str>, expected: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
        command.args(["check", "--since", revision]).current_dir(folder);
        command.env("GIT_CEILING_DIRECTORIES", std::env::temp_dir());
        path.map(|path| command.env("PATH", path));
        let done = command.output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{said}");
        assert!(said.contains(expected) && said.lines().count() == 1, "{said}");
        assert!(done.stdout.is_empty());
    };
    fails(
        &folder,
        "HEAD",
        Some("/nowhere"),
        "error: `--since HEAD`: this option requires `git`, which was not found",
    );
    if let Some(repository) = Repository::new("failures") {
        fails(&folder, "HEAD", None, "error: `--since HEAD`: git: not a git repository");
        repository.write("Dockerfile", DOCKERFILE);
        fails(&repository.0, "HEAD", None, "this revision does not exist");
        repository.commit();
        fails(&repository.0, "HEAD:Dockerfile", None, "this revision does not exist");
        fails(&repository.0, "^HEAD", None, "error: `--since ^HEAD`: this is not a single revision");
        fails(&repository.0, "", None, "error: `--since` requires a value");
        fails(&repository.0, "--output=evil", None, "a revision cannot start with `-`");
        assert!(!repository.0.join("evil").exists());
    }
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn shallow_clones_say_what_they_lack() {
    let Some(repository) = Repository::new("full") else { return };
    repository.write("Dockerfile", DOCKERFILE).commit();
    repository.git(&["tag", "old"]);
    repository.write("Dockerfile", &DOCKERFILE.replace("USER", "WORKDIR app\nUSER")).commit();
    let Some(shallow) = Repository::new("shallow") else { return };
    let url = format!("file://{}", repository.0.display());
    shallow.git(&["fetch", "--quiet", "--depth=1", "--no-tags", &url, "main"]);
    shallow.git(&["checkout", "--quiet", "FETCH_HEAD"]);
    let (said, code) = shallow.since("old");
    let expected = "error: `--since old`: this revision is not in the shallow clone; run `git fetch` first";
    assert_eq!((said, code), (vec![expected.to_owned()], 2));
    // With the commit itself, and nothing between it and what is checked out, detached as that is.
    shallow.git(&["fetch", "--quiet", "--depth=1", &url, "tag", "old"]);
    assert_eq!(shallow.since("old").0.len(), 1);
    assert_eq!(repository.since("old...").0.len(), 1);
}

#[test]
fn only_what_is_new_is_fixed() {
    let Some(repository) = Repository::new("fix") else { return };
    repository.write("Dockerfile", DOCKERFILE).commit();
    let both = format!("{DOCKERFILE}RUN apt-get update && apt-get install wget\n");
    repository.write("Dockerfile", &both);
    let diff = plimsoll(&repository.0, &["--diff", "--since", "HEAD"]);
    let diff = String::from_utf8(diff.stdout).unwrap();
    assert!(diff.contains("+RUN apt-get update && apt-get install -y wget"), "{diff}");
    assert!(!diff.contains("-y curl"), "{diff}");
    assert_eq!(fs::read_to_string(repository.0.join("Dockerfile")).unwrap(), both);
    plimsoll(&repository.0, &["--fix", "--since", "HEAD"]);
    let fixed = both.replace("install wget", "install -y wget");
    assert_eq!(fs::read_to_string(repository.0.join("Dockerfile")).unwrap(), fixed);
}

#[test]
fn a_submodule_is_compared_with_the_commit_that_is_recorded() {
    let (Some(library), Some(repository)) = (Repository::new("library"), Repository::new("super")) else {
        return;
    };
    library.write("Dockerfile", DOCKERFILE).commit();
    let from = library.0.to_string_lossy().into_owned();
    repository.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &from, "lib"]);
    repository.commit();
    assert_eq!(repository.since("HEAD"), NOTHING);
    repository.write("lib/Dockerfile", &format!("{DOCKERFILE}RUN apt-get update && apt-get install wget\n"));
    let (found, code) = repository.since("HEAD");
    assert_eq!(code, 1);
    assert!(found.iter().all(|line| line.starts_with("lib/Dockerfile:4:")), "{found:?}");
    // The commit is not here any more.
    fs::remove_dir_all(repository.0.join(".git/modules/lib/objects")).unwrap();
    fs::create_dir(repository.0.join(".git/modules/lib/objects")).unwrap();
    let (said, code) = repository.since("HEAD");
    assert_eq!((said.len(), code), (1, 0), "{said:?}");
    assert!(said[0].starts_with("warning: submodule `lib`: "), "{said:?}");
}

#[cfg(unix)]
#[test]
fn a_linked_directory_is_followed_in_the_commit_too() {
    let Some(repository) = Repository::new("linked") else { return };
    repository.write("real/Dockerfile", DOCKERFILE);
    repository.write("compose.yaml", "services:\n  web:\n    build: context\n");
    std::os::unix::fs::symlink("real", repository.0.join("context")).unwrap();
    repository.commit();
    assert_eq!(repository.since("HEAD"), NOTHING);
    repository.write("real/Dockerfile", &format!("{DOCKERFILE}RUN apt-get update && apt-get install wget\n"));
    assert_eq!(repository.since("HEAD").1, 1);
}

#[cfg(unix)]
#[test]
fn a_link_of_the_trusted_revision_is_named() {
    let Some(repository) = Repository::new("trusted-link") else { return };
    repository.write("Dockerfile", DOCKERFILE);
    std::os::unix::fs::symlink("/etc/passwd", repository.0.join("plimsoll.toml")).unwrap();
    repository.commit();
    let (said, code) = repository.check(".", &["--trust", "HEAD"]);
    assert_eq!(code, 2);
    let link = "symbolic link `plimsoll.toml` points outside the project, to `/etc/passwd`";
    assert!(said.iter().any(|line| line.contains(link)), "{said:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_path_that_is_not_text_is_not_new() {
    use std::os::unix::ffi::OsStrExt;
    let Some(repository) = Repository::new("bytes") else { return };
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.Dockerfile");
    if fs::write(repository.0.join(name), DOCKERFILE).is_err() {
        return;
    }
    repository.write("Dockerfile", DOCKERFILE).commit();
    assert_eq!(repository.since("HEAD"), NOTHING);
}
