//! A stranger's repository: no link leads out of it, and nothing but a regular file is opened.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use support::folder::Folder;

/// No check of a few lines takes so long: it waits for something that never comes.
const HANGS_AFTER: Duration = Duration::from_mins(1);

const SECRET: &str = "FROM secret:hunter2\nMAINTAINER hunter2\nUSER hunter2\nHUNTER2=hunter2\n";
const PLAIN: &str = "FROM alpine:3.22\nUSER 1\n";

/// What names a file: the files around it, the path that is a link in the end, and the arguments.
struct Place {
    files: &'static [(&'static str, &'static str)],
    link: &'static str,
    args: &'static [&'static str],
}

const fn place(link: &'static str, files: &'static [(&'static str, &'static str)]) -> Place {
    Place { files, link, args: &["check"] }
}

const fn with(args: &'static [&'static str], link: &'static str) -> Place {
    Place { files: &[("Dockerfile", PLAIN)], link, args }
}

/// Every place that names a file which is read.
fn places() -> Vec<Place> {
    vec![
        place(".env", &[("compose.yaml", "services: {web: {image: \"web:${TAG}\"}}\n")]),
        place("e", &[("compose.yaml", "services: {web: {image: a:1, env_file: e}}\n")]),
        place("f", &[("compose.yaml", "services: {web: {build: {context: ., dockerfile: f}}}\n")]),
        place(
            "twice",
            &[(
                "compose.yaml",
                "services: {a: {build: {context: ., dockerfile: twice}}, b: {build: {context: ., dockerfile: twice}}}\n",
            )],
        ),
        place("i.yaml", &[("compose.yaml", "include: [i.yaml]\nservices: {web: {image: a:1}}\n")]),
        place("x.yaml", &[("compose.yaml", "services: {web: {extends: {file: x.yaml, service: a}}}\n")]),
        place("compose.override.yaml", &[("compose.yaml", "services: {web: {image: a:1}}\n")]),
        place(".dockerignore", &[("Dockerfile", "FROM alpine:3.22\nCOPY . .\nUSER 1\n")]),
        place("Dockerfile.dockerignore", &[("Dockerfile", "FROM alpine:3.22\nCOPY . .\nUSER 1\n")]),
        place("plimsoll.toml", &[("Dockerfile", PLAIN)]),
        place(".hadolint.yaml", &[("Dockerfile", PLAIN)]),
        place("o.toml", &[("Dockerfile", PLAIN), ("plimsoll.toml", "extends = [\"./o.toml\"]\n")]),
        place("plimsoll-policy.yaml", &[("Dockerfile", PLAIN)]),
        place("b.yaml", &[("Dockerfile", PLAIN), ("plimsoll-policy.yaml", "extends: [b.yaml]\n")]),
        place("p.yaml", &[("Dockerfile", PLAIN), ("plimsoll.toml", "[policy]\nfiles = [\"p.yaml\"]\n")]),
        place("a.rego", &[("Dockerfile", PLAIN), ("plimsoll-policy.yaml", "rego: [a.rego]\n")]),
        place("d.yaml", &[("Dockerfile", PLAIN), ("plimsoll-policy.yaml", "data: [d.yaml]\n")]),
        place("h.yaml", &[("Dockerfile", PLAIN), ("plimsoll.toml", "extends = [\"h.yaml\"]\n")]),
        with(&["check", "Dockerfile.far"], "Dockerfile.far"),
        with(&["check", "--config", "c.toml"], "c.toml"),
        with(&["check", "--baseline", "b.json"], "b.json"),
        with(&["parse", "p"], "p"),
        with(&["graph", "g"], "g"),
        with(&["migrate", "h.yaml"], "h.yaml"),
    ]
}

/// What a run prints, and its exit code; one that hangs fails.
fn run(folder: &Path, args: &[&str], input: &str) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    command.args(args).current_dir(folder).env_clear().env("ENVIRONMENT", "hunter2");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = command.spawn().unwrap();
    let start = Instant::now();
    // Standard input stays open as long as the run lasts: reading it would wait.
    let mut stdin = running.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    let held = input.is_empty().then_some(stdin);
    let code = loop {
        if let Some(status) = running.try_wait().unwrap() {
            break status.code().unwrap();
        }
        if start.elapsed() > HANGS_AFTER {
            running.kill().unwrap();
            panic!("{args:?} hangs in {}", folder.display());
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    drop(held);
    let mut said = String::new();
    running.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    running.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    (said, code)
}

/// The directory of a case, with what a link could lead to.
fn folder(name: &str, place: &Place) -> (Folder, Folder) {
    let all = Folder::new(name);
    all.write("outside/file", SECRET);
    let repo = Folder(all.0.join("repo"));
    fs::create_dir_all(repo.0.join(".git")).unwrap();
    for (path, text) in place.files {
        repo.write(path, text);
    }
    (all, repo)
}

#[test]
fn no_link_leads_out() {
    for (at, place) in places().iter().enumerate() {
        for target in
            ["../outside/file", "/dev/stdout", "/dev/stdin", "/proc/self/environ", "../outside/missing"]
        {
            let (_all, repo) = folder(&format!("out-{at}"), place);
            symlink(target, repo.0.join(place.link)).unwrap();
            let (said, code) = run(&repo.0, place.args, "");
            let expected = format!(
                "the symbolic link `{}` points outside the project, to `{target}`, and is not followed",
                place.link
            );
            assert!(said.contains(&expected), "{}: {said}", place.link);
            assert!(!said.to_lowercase().contains("hunter2"), "{}: {said}", place.link);
            assert!([1, 2].contains(&code), "{}: {said}", place.link);
        }
    }
}

#[test]
fn links_within_the_repository_are_followed() {
    for (at, place) in places().iter().enumerate() {
        let (_all, repo) = folder(&format!("in-{at}"), place);
        repo.write("deep/file", "FROM alpine:3.22\nUSER inside\n");
        symlink("deep", repo.0.join("way")).unwrap();
        symlink("../repo/way/file", repo.0.join(place.link)).unwrap();
        let (said, _) = run(&repo.0, place.args, "");
        assert!(!said.contains("symbolic link"), "{}: {said}", place.link);
    }
}

/// What git-crypt has locked is so on purpose.
#[test]
fn nothing_is_said_of_a_link_to_an_encrypted_env_file() {
    let (_all, repo) = folder("encrypted", &place(".env", &[("Dockerfile", PLAIN)]));
    repo.write("shared/.env", "\0GITCRYPT\0hunter2=hunter2hunter2\n");
    symlink("shared/.env", repo.0.join(".env")).unwrap();
    let (said, code) = run(&repo.0, &["check"], "");
    assert_eq!(code, 0, "{said}");
    assert!(!said.contains("encrypted"), "{said}");
}

/// A policy in a submodule that nobody fetched: it must not pass for no policy.
#[test]
fn a_policy_behind_a_link_that_leads_nowhere_is_missed() {
    let (_all, repo) = folder("nowhere", &place("plimsoll-policy.yaml", &[("Dockerfile", PLAIN)]));
    symlink("policy/baseline.yaml", repo.0.join("plimsoll-policy.yaml")).unwrap();
    let report = &["report", "--standard", "cis-docker"][..];
    for (args, expected) in [(&["check"][..], "cannot read the policy"), (report, "INCOMPLETE: the policy")] {
        let (said, code) = run(&repo.0, args, "");
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn nothing_but_regular_files_is_opened() {
    for (at, place) in places().iter().enumerate() {
        let (_all, repo) = folder(&format!("pipe-{at}"), place);
        let made = Command::new("mkfifo").arg(repo.0.join(place.link)).status();
        if !made.is_ok_and(|status| status.success()) {
            return;
        }
        let (said, code) = run(&repo.0, place.args, "");
        assert!(said.contains("this is a named pipe, not a regular file"), "{}: {said}", place.link);
        assert!([1, 2].contains(&code), "{}: {said}", place.link);
    }
}

/// Git reads no ignore file through a link, and neither does a search: it goes on without that file.
#[test]
fn ignore_files_that_are_none_do_not_hold_up_a_search() {
    for (at, place) in
        [".gitignore", ".ignore", "sub/.gitignore", ".git/info/exclude", ".git/index", ".git/config"]
            .into_iter()
            .enumerate()
    {
        for target in ["/dev/stdout", "/dev/stdin", "../outside/file", "pipe"] {
            let all = Folder::new(&format!("ignores-{at}"));
            all.write("outside/file", "*\n");
            let repo = Folder(all.0.join("repo"));
            fs::create_dir_all(repo.0.join(".git/info")).unwrap();
            repo.write("sub/Dockerfile", PLAIN);
            match target {
                "pipe" => assert!(Command::new("mkfifo").arg(repo.0.join(place)).status().unwrap().success()),
                _ => symlink(target, repo.0.join(place)).unwrap(),
            }
            for start in [&repo.0, &repo.0.join("sub")] {
                let (said, code) = run(start, &["check"], "");
                assert_eq!(code, 0, "{place} -> {target}: {said}");
                assert!(said.contains("No problems in 1 file"), "{place} -> {target}: {said}");
            }
        }
    }
}

#[test]
fn a_link_on_the_way_is_found_as_well() {
    let all = Folder::new("way");
    all.write("outside/Dockerfile", SECRET);
    let repo = Folder(all.0.join("repo"));
    fs::create_dir_all(repo.0.join(".git")).unwrap();
    repo.write("compose.yaml", "services: {web: {build: ctx}}\n");
    symlink("../outside", repo.0.join("ctx")).unwrap();
    for args in [&["check"][..], &["fix"], &["fix", "ctx/Dockerfile"], &["fix", "ctx"], &["check", "--diff"]]
    {
        let (said, _) = run(&repo.0, args, "");
        if !args.contains(&"--diff") {
            assert!(
                said.contains("symbolic link `ctx` points outside the project, to `../outside`"),
                "{said}"
            );
        }
        assert!(!said.contains("hunter2"), "{said}");
        assert_eq!(fs::read_to_string(all.0.join("outside/Dockerfile")).unwrap(), SECRET);
    }
}

#[test]
fn a_source_of_copy_is_looked_at_only() {
    let place = place("data", &[("Dockerfile", "FROM alpine:3.22\nCOPY data /data\nUSER 1\n")]);
    for target in ["../outside/file", "/dev/stdout", "../outside"] {
        let (_all, repo) = folder("copy", &place);
        symlink(target, repo.0.join("data")).unwrap();
        assert_eq!(run(&repo.0, &["check"], "").1, 0, "{target}");
    }
}

/// A builder follows the link, so a branch could otherwise hide a Dockerfile behind one.
#[test]
fn a_dockerfile_behind_a_link_is_checked_once() {
    let found = |files: &[(&str, &str)], links: &[(&str, &str)]| {
        let all = Folder::new("hidden");
        all.write("outside/file", SECRET);
        let repo = Folder(all.0.join("repo"));
        fs::create_dir_all(repo.0.join(".git")).unwrap();
        for (path, text) in files {
            repo.write(path, text);
        }
        for (link, target) in links {
            symlink(target, repo.0.join(link)).unwrap();
        }
        let (said, _) = run(&repo.0, &["check", "--format", "concise"], "");
        let found = said.lines().filter(|line| line.contains("[root-user") || line.contains("symbolic link"));
        found.map(|line| line.split(':').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let root = "FROM alpine:3.22\nUSER root\n";
    assert_eq!(found(&[("build.txt", root)], &[("Dockerfile", "build.txt")]), ["Dockerfile"]);
    assert_eq!(found(&[("a/x", root)], &[("a/Dockerfile", "x"), ("b", "a")]), ["a/Dockerfile"]);
    assert_eq!(found(&[("a/Dockerfile", root)], &[("Dockerfile", "a/Dockerfile")]), ["a/Dockerfile"]);
    assert_eq!(found(&[("a/x", root)], &[("Dockerfile", "../outside/file")]), ["Dockerfile"]);
    assert_eq!(found(&[("a/x", root)], &[("Dockerfile", "missing"), ("x.Dockerfile", "a")]), [""; 0]);
}

#[test]
fn nothing_is_written_through_a_link() {
    let all = Folder::new("written");
    for (path, text) in [("outside/out", "kept\n"), ("repo/Dockerfile", PLAIN), ("repo/.hadolint.yaml", "")] {
        all.write(path, text);
    }
    let repo = Folder(all.0.join("repo"));
    fs::create_dir_all(repo.0.join(".git")).unwrap();
    symlink("../outside/out", repo.0.join("out")).unwrap();
    symlink("../outside", repo.0.join("way")).unwrap();
    symlink("../outside", repo.0.join(".github")).unwrap();
    symlink("../outside/new", repo.0.join("plimsoll.toml")).unwrap();
    for args in [
        &["check", "--output", "json=out"][..],
        &["check", "--output", "json=way/new.json"],
        &["check", "--baseline", "out", "--write-baseline"],
        &["init", "--github"],
        &["migrate"],
    ] {
        let (said, code) = run(&repo.0, args, "");
        assert_eq!(code, 2, "{args:?}: {said}");
        let left: Vec<_> =
            fs::read_dir(all.0.join("outside")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["out"], "{args:?}");
        assert_eq!(fs::read_to_string(all.0.join("outside/out")).unwrap(), "kept\n", "{args:?}: {said}");
    }
}

#[test]
fn what_the_user_names_outside_is_trusted() {
    let all = Folder::new("trusted");
    all.write("ours/real.toml", "extends = [\"./more.toml\"]\n");
    all.write("ours/more.toml", "rules.untagged-image = \"off\"\n");
    symlink("real.toml", all.0.join("ours/ci.toml")).unwrap();
    let repo = Folder(all.0.join("repo"));
    fs::create_dir_all(repo.0.join(".git")).unwrap();
    repo.write("Dockerfile", "FROM alpine\nUSER 1\n");
    assert_eq!(run(&repo.0, &["check"], "").1, 1);
    let (said, code) =
        run(&repo.0, &["check", "--config", "../ours/ci.toml", "--output", "json=../ours/out.json"], "");
    assert_eq!(code, 0, "{said}");
    assert!(all.0.join("ours/out.json").is_file());
    let (said, code) = run(&repo.0, &["check", "--config", "/dev/stdin"], "");
    assert_eq!((&*said, code), ("error: /dev/stdin: this is a named pipe, not a regular file\n", 2));
}

#[test]
fn a_link_to_another_repository_stays_outside() {
    let all = Folder::new("other");
    all.write("other/Dockerfile", "FROM alpine:3.22\nMAINTAINER x\nUSER 1\n");
    for repository in ["repo", "other"] {
        fs::create_dir_all(all.0.join(repository).join(".git")).unwrap();
    }
    symlink("../other", all.0.join("repo/link")).unwrap();
    let (said, code) = run(&all.0.join("repo"), &["fix", "link"], "");
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("symbolic link `link` points outside the project"), "{said}");
    assert!(fs::read_to_string(all.0.join("other/Dockerfile")).unwrap().contains("MAINTAINER"));
    // Named by its own path, it is a project like any other.
    let (said, _) = run(&all.0.join("repo"), &["fix", "--preset", "strict", "../other"], "");
    assert!(said.contains("Fixed 1 problem"), "{said}");
}

#[test]
fn standard_input_has_two_names_and_other_devices_none() {
    let folder = Folder::new("devices");
    let text = "FROM alpine\nUSER 1\n";
    let by_dash = run(&folder.0, &["check", "-"], text);
    assert_eq!(run(&folder.0, &["check", "/dev/stdin"], text), by_dash);
    assert!(by_dash.0.contains("untagged-image"), "{by_dash:?}");
    for (path, what) in [("/dev/null", "a device"), ("/proc/self/environ", "a system file")] {
        let (said, code) = run(&folder.0, &["check", path, "--format", "concise"], "");
        assert_eq!(code, 2, "{said}");
        assert!(
            said.contains(&format!("this is {what}, not a regular file")) && !said.contains("hunter2"),
            "{said}"
        );
    }
}

#[test]
fn a_path_that_is_too_long_is_called_that() {
    let folder = Folder::new("long");
    let long = format!("{}/", "a".repeat(200)).repeat(25) + "Dockerfile";
    let (said, code) = run(&folder.0, &["check", &long], "");
    assert!(said.contains("the path is too long") && code == 2, "{said}");
}
