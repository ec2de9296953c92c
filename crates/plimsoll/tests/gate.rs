//! What a pull request can do to be checked less, and that it is seen. Passes at once where there is no Git.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod support;

use std::fs;

use support::folder::Folder;

const FILE: &str = "FROM debian:12.5\nUSER 10001\n";
/// `baked-secret`, an error, and `latest-tag`, a warning.
const BAD: &str = "FROM debian:latest\nENV PASSWORD=hunter2aaaa\nUSER 10001\n";

/// What it prints, standard output first.
fn said(folder: &Folder, args: &[&str]) -> (String, i32) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let done = command.arg("check").args(args).current_dir(&folder.0).env_clear().env("PATH", path);
    let done = done.output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    (String::from_utf8(said).unwrap(), done.status.code().unwrap())
}

fn files(folder: &Folder) -> String {
    said(folder, &["--show-files"]).0
}

#[test]
fn what_git_tracks_is_checked_whatever_ignore_files_say() {
    let folder = Folder::new("gate-tracked");
    if !folder.init() {
        return;
    }
    for path in ["Dockerfile", "ignored/a/Dockerfile", "node_modules/b/Dockerfile", "vendor/Dockerfile"] {
        folder.write(path, FILE);
    }
    folder.commit();
    folder.write(".gitignore", "Dockerfile\n/ignored\n");
    folder.write(".ignore", "*\n");
    folder.write("vendor/untracked/Dockerfile", FILE);
    folder.write(".venv/compose.yaml", "services: {}\n");
    let tracked = "Dockerfile\nignored/a/Dockerfile\nnode_modules/b/Dockerfile\nvendor/Dockerfile\n";
    for version in ["2", "3", "4"] {
        folder.git(&["update-index", "--index-version", version]);
        assert_eq!(files(&folder), tracked, "version {version}");
    }
    folder.git(&["update-index", "--split-index"]);
    assert_eq!(files(&folder), tracked);
    // In a directory that is ignored as a whole.
    let below = folder.plimsoll(&["check", "--show-files", "ignored"]);
    assert_eq!(String::from_utf8(below.stdout).unwrap(), "ignored/a/Dockerfile\n");
    // One that is not on disk is not checked, and an untracked one is named.
    fs::remove_file(folder.0.join("ignored/a/Dockerfile")).unwrap();
    folder.write("new/Dockerfile", FILE);
    let (text, code) = said(&folder, &["--format", "concise", "--select", "latest-tag"]);
    assert_eq!(
        (&*text, code),
        ("No problems in 3 files\n1 file not checked: `new/Dockerfile` (.gitignore:1)\n", 0)
    );
}

#[test]
fn worktrees_and_submodules_are_repositories() {
    let (folder, outer) = (Folder::new("gate-worktree"), Folder::new("gate-submodule"));
    if !folder.init() {
        return;
    }
    folder.write("api/Dockerfile", FILE);
    folder.commit();
    folder.git(&["worktree", "add", "--quiet", "tree"]);
    folder.write("tree/.gitignore", "*\n");
    assert_eq!(files(&folder), "api/Dockerfile\ntree/api/Dockerfile\n");
    outer.init();
    outer.write(".gitignore", "*\n");
    outer.git(&["submodule", "--quiet", "add", "--force", folder.0.to_str().unwrap(), "vendor"]);
    assert_eq!(files(&outer), "vendor/api/Dockerfile\n");
}

#[test]
fn an_index_that_cannot_be_read_costs_a_line() {
    let folder = Folder::new("gate-index");
    folder.write(".gitignore", "a\n");
    folder.write("a/Dockerfile", FILE);
    folder.write("Dockerfile", FILE);
    folder.write(".git/index", "DIRC");
    let (text, code) = said(&folder, &["--format", "concise"]);
    let line = "the file is truncated; files that Git ignores are not checked, even if they are tracked\n";
    assert!(text.contains(line) && text.starts_with("No problems in 1 file\n"), "{text}");
    assert_eq!(code, 0);
}

#[test]
fn a_trusted_revision_decides() {
    let folder = Folder::new("gate-trust");
    if !folder.init() {
        return;
    }
    let known = "FROM debian:latest\n# plimsoll: ignore[baked-secret, DL3064]\nENV PASSWORD=hunter2aaaa\nUSER 10001\n";
    folder.write("plimsoll.toml", "extends = [\"./base.toml\"]\n");
    folder.write("base.toml", "rules.root-user = \"error\"\n");
    folder.write("Dockerfile", known);
    folder.write("api/Dockerfile", FILE);
    folder.commit();
    folder.write("plimsoll.toml", "exclude = [\"**\"]\nfail-on = \"never\"\n");
    folder.write("base.toml", "rules.baked-secret = \"off\"\n");
    folder.write("api/.hadolint.yaml", "ignored: [DL3007]\n");
    folder.write(
        "api/Dockerfile",
        &format!("# check=skip=all\n# plimsoll: ignore-file[latest-tag, DL3007]\n{BAD}"),
    );
    folder.commit();
    assert_eq!(said(&folder, &["--format", "concise"]).1, 0);
    let expected = "\
Dockerfile:1:13: warning: `debian:latest` can change at any time [latest-tag, DL3007]
api/Dockerfile:4:14: error: hard-coded secret in `PASSWORD` [baked-secret, DL3064]
Found 2 problems (1 error, 1 warning) · 2 files checked
1 finding hidden by comments that are not in the trusted revision: `api/Dockerfile:3` latest-tag
note: `api/.hadolint.yaml` is not in `HEAD~1`, so it has no effect
note: `base.toml` differs from `HEAD~1`; the version in `HEAD~1` is used
note: `plimsoll.toml` differs from `HEAD~1`; the version in `HEAD~1` is used
";
    let concise = ["--format", "concise", "--ignore", "missing-healthcheck"];
    let (text, code) = said(&folder, &[&concise[..], &["--trust", "HEAD~1"]].concat());
    assert_eq!((&*text, code), (expected, 1));
    // The same from another directory, and for what the command line names.
    let named = [&concise[..], &["--trust", "HEAD~1", "--config", "plimsoll.toml"]].concat();
    assert!(said(&folder, &named).0.contains("baked-secret"));
}

#[test]
fn a_baseline_is_that_of_the_trusted_revision() {
    let folder = Folder::new("gate-baseline");
    if !folder.init() {
        return;
    }
    folder.write("Dockerfile", FILE);
    said(&folder, &["--baseline", "known.json", "--write-baseline"]);
    folder.commit();
    folder.write("Dockerfile", BAD);
    said(&folder, &["--baseline", "known.json", "--write-baseline"]);
    folder.commit();
    assert_eq!(said(&folder, &["--baseline", "known.json"]).1, 0);
    let (text, code) = said(&folder, &["--baseline", "known.json", "--trust", "HEAD~1"]);
    assert!(text.contains("note: `known.json` differs from `HEAD~1`"), "{text}");
    assert_eq!(code, 1);
    folder.write("new.json", &fs::read_to_string(folder.0.join("known.json")).unwrap());
    folder.commit();
    let (text, code) = said(&folder, &["--baseline", "new.json", "--trust", "HEAD~1"]);
    assert_eq!((&*text, code), ("error: `HEAD~1` does not contain `new.json`\n", 2));
}

#[test]
fn trust_needs_git_and_a_revision() {
    let folder = Folder::new("gate-needs");
    folder.write("Dockerfile", FILE);
    let without = folder.plimsoll(&["check", "--trust", "main"]);
    assert_eq!(without.status.code(), Some(2));
    if !folder.init() {
        return;
    }
    let (text, code) = said(&folder, &["--trust", "nowhere"]);
    assert_eq!((&*text, code), ("error: `--trust nowhere`: this revision does not exist\n", 2));
    folder.commit();
    let (text, code) = said(&folder, &["--trust", "HEAD", ".."]);
    assert_eq!((&*text, code), ("error: `--trust HEAD`: `..` is outside this repository\n", 2));
}

#[test]
fn the_policy_is_that_of_the_trusted_revision() {
    let folder = Folder::new("gate-policy");
    if !folder.init() {
        return;
    }
    let policy = "settings: { max-waiver-days: 50000 }\ncompliance:\n  container_security:\n    non_root_user: required\n";
    folder.write("plimsoll-policy.yaml", policy);
    folder.write("Dockerfile", "FROM debian:12.5\nCMD [\"/app\"]\n");
    folder.commit();
    let waiver = "waivers:\n  - { id: W, requirement: non_root_user, where: { files: [\"**\"] }, reason: r, owner: o, \
                  expires: 2099-01-01 }\n";
    folder.write("plimsoll-policy.yaml", &format!("{policy}{waiver}"));
    folder.commit();
    let concise = ["--format", "concise"];
    assert_eq!(said(&folder, &concise).1, 0, "the branch waives it");
    let (text, code) = said(&folder, &[&concise[..], &["--trust", "HEAD~1"]].concat());
    assert!(text.contains("error: the container runs as root [root-user]"), "{text}");
    assert!(text.contains("note: `plimsoll-policy.yaml` differs from `HEAD~1`"), "{text}");
    assert_eq!(code, 1, "{text}");
    // Removed altogether.
    std::fs::remove_file(folder.0.join("plimsoll-policy.yaml")).unwrap();
    folder.commit();
    let (text, code) = said(&folder, &[&concise[..], &["--trust", "HEAD~2"]].concat());
    assert!(text.contains("error: the container runs as root"), "{text}");
    assert!(text.contains("note: `plimsoll-policy.yaml` was removed"), "{text}");
    assert_eq!(code, 1, "{text}");
    // A policy from outside wins over what the repository waives.
    folder.write("plimsoll-policy.yaml", &format!("{policy}{waiver}"));
    folder.write("outside.yaml", policy);
    let (text, code) = said(&folder, &[&concise[..], &["--policy", "outside.yaml"]].concat());
    assert!(text.contains("waiver `W` does not match any finding"), "{text}");
    assert_eq!(code, 1, "{text}");
}

#[cfg(unix)]
#[test]
fn tracked_links_executables_and_vendored_files_are_checked() {
    let folder = Folder::new("gate-tracked-kinds");
    if !folder.init() {
        return;
    }
    folder.write("df.txt", BAD);
    std::os::unix::fs::symlink("df.txt", folder.0.join("Dockerfile")).unwrap();
    folder.write("vendor/a.b/c/Dockerfile", FILE);
    folder.write("build", "#!/bin/sh\ndocker run --bogus x\n");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(folder.0.join("build"), mode).unwrap();
    folder.commit();
    folder.write(".gitignore", "Dockerfile\nbuild\n");
    let mut found: Vec<String> = files(&folder).lines().map(str::to_owned).collect();
    found.sort();
    assert_eq!(found, ["Dockerfile", "build", "vendor/a.b/c/Dockerfile"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_laxer_settings_is_checked_by_its_own() {
    let folder = Folder::new("gate-lax-link");
    folder.write("test/Dockerfile", BAD);
    folder.write("alike/Dockerfile", FILE);
    std::os::unix::fs::symlink("test/Dockerfile", folder.0.join("Dockerfile")).unwrap();
    std::os::unix::fs::symlink("alike/Dockerfile", folder.0.join("Dockerfile.alike")).unwrap();
    for config in [
        "exclude = [\"test/**\"]\n",
        "[[override]]\nfiles = [\"test/**\"]\nrules.baked-secret = \"off\"\nrules.DL3064 = \"off\"\n",
    ] {
        folder.write("plimsoll.toml", config);
        let (text, code) = said(&folder, &["--format", "concise", "--select", "baked-secret"]);
        assert!(code == 1 && text.starts_with("Dockerfile:2:"), "{config}: {text}");
        assert!(!text.contains("Dockerfile.alike"), "{text}");
    }
}

#[test]
fn formats_that_are_turned_off_are_named() {
    let folder = Folder::new("gate-formats");
    folder.write("Dockerfile", BAD);
    folder.write("plimsoll.toml", "[formats]\ndockerfile = false\n");
    let (text, _) = said(&folder, &["--format", "concise"]);
    assert!(text.contains("1 file not checked: `Dockerfile` (plimsoll.toml:2)"), "{text}");
    let (json, _) = said(&folder, &["--format", "json"]);
    assert!(json.contains("\"formats\""), "{json}");
}

#[test]
fn a_repository_cannot_weaken_a_policy_from_outside() {
    let (outer, folder) = (Folder::new("gate-policy-outside"), Folder::new("gate-policy-inside"));
    outer.write(
        "p.yaml",
        "compliance:\n  s:\n    non_root_user: required\n    privileged_containers: forbidden\n",
    );
    let policy = outer.0.join("p.yaml");
    folder.write("Dockerfile", "FROM alpine:3.22\nCMD [\"/app\"]\n");
    folder.write("compose.yaml", "services:\n  a:\n    image: alpine:3.22\n    privileged: true\n");
    folder.write("over.yaml", "services:\n  a:\n    privileged: false\n    user: \"1\"\n");
    let args = ["--format", "concise", "--policy", policy.to_str().unwrap()];
    for config in [
        "",
        "[formats]\ndockerfile = false\ncompose = false\n",
        "[[image]]\nname = \"alpine\"\nuser = \"app\"\n",
        "[[project]]\nfiles = [\"compose.yaml\", \"over.yaml\"]\n",
    ] {
        folder.write("plimsoll.toml", config);
        let (text, code) = said(&folder, &args);
        assert_eq!(code, 1, "{config}: {text}");
        for finding in ["root-user", "privileged-container"] {
            assert!(text.contains(finding), "{config}: no {finding}: {text}");
        }
    }
    folder.write("plimsoll.toml", "exclude = [\"**\"]\n");
    let (text, code) = said(&folder, &args);
    assert!(code == 2 && text.contains("`exclude` hides"), "{text}");
}

#[test]
fn a_policy_that_is_not_read_in_whole_is_a_mistake() {
    let folder = Folder::new("gate-policy-unread");
    folder.write("Dockerfile", FILE);
    let asks = "compliance: { baseline: { memory_limit: required } }\n";
    folder.write("plimsoll-policy.yaml", &format!("{asks}{}", "# x\n".repeat(1 << 18)));
    let (text, code) = said(&folder, &[]);
    assert!(code == 2 && text.contains("is larger than 1024 KiB"), "{text}");
    assert!(!text.contains("no requirements"), "{text}");
    fs::write(folder.0.join("plimsoll-policy.yaml"), [asks.as_bytes(), b"# \xff\n"].concat()).unwrap();
    let (text, code) = said(&folder, &[]);
    assert!(code == 2 && text.contains("the policy is not valid UTF-8"), "{text}");
    // The replacement character is as valid as any other.
    fs::write(folder.0.join("plimsoll-policy.yaml"), format!("{asks}# \u{fffd}\n")).unwrap();
    let (text, code) = said(&folder, &[]);
    assert!(code == 0 && !text.contains("UTF-8"), "{text}");
}

#[test]
fn a_baseline_covers_a_policy_that_says_so() {
    let folder = Folder::new("gate-policy-baseline");
    folder.write("compose.yaml", "services:\n  a:\n    image: ghcr.io/acme/a:1.2\n    privileged: true\n");
    let policy = |settings: &str| {
        let asks = "compliance: { baseline: { privileged_containers: forbidden } }\n";
        folder.write("plimsoll-policy.yaml", &format!("{asks}{settings}"));
    };
    policy("");
    said(&folder, &["--baseline", "known.json", "--write-baseline"]);
    let (text, code) = said(&folder, &["--baseline", "known.json"]);
    assert!(code == 1 && text.contains("privileged-container"), "{text}");
    policy("settings: { baseline: true }\n");
    let (text, code) = said(&folder, &["--baseline", "known.json"]);
    assert!(code == 0 && !text.contains("privileged-container"), "{text}");
    // Another policy does not let it.
    folder.write("other.yaml", "compliance: { baseline: { privileged_containers: forbidden } }\n");
    let (text, code) = said(&folder, &["--baseline", "known.json", "--policy", "other.yaml"]);
    assert!(code == 1 && text.contains("privileged-container"), "{text}");
}

#[test]
fn only_what_is_selected_is_fixed() {
    let folder = Folder::new("gate-policy-fix");
    folder.write(
        "compose.yaml",
        "services:\n  a:\n    image: ghcr.io/acme/a:1.2\n    ports: [\"5432:5432\"]\n",
    );
    folder.write(
        "plimsoll-policy.yaml",
        "compliance: { baseline: { read_only_root: required, bound_ports: required } }\n",
    );
    let (diff, _) = said(&folder, &["--select", "public-port", "--unsafe-fixes", "--diff"]);
    assert!(diff.contains("127.0.0.1:5432") && !diff.contains("+    read_only"), "{diff}");
    let (diff, _) = said(&folder, &["--unsafe-fixes", "--diff"]);
    assert!(diff.contains("+    read_only"), "{diff}");
}

#[test]
fn a_policy_from_outside_says_what_the_repository_can_waive() {
    let (outer, folder) = (Folder::new("gate-waivable-outside"), Folder::new("gate-waivable-inside"));
    let policy = outer.0.join("p.yaml");
    let write = |beside: &str| {
        let memory = format!("memory_limit: {{ word: required, {beside} }}");
        outer.write("p.yaml", &format!("compliance: {{ a: {{ {memory}, cpu_limit: required }} }}\n"));
    };
    folder.write("compose.yaml", "services:\n  a:\n    image: ghcr.io/acme/a:1.2\n");
    let waiver = |number: u8, key: &str| {
        let dates = "granted: 2026-12-01, expires: 2027-02-01";
        format!(
            "- {{ id: W-{number}, requirement: {key}, where: {{ services: [a] }}, reason: x, owner: y, {dates} }}\n"
        )
    };
    let waivers = [waiver(1, "memory_limit"), waiver(2, "cpu_limit")].concat();
    let own = "compliance: { b: { process_limit: preferred } }\nwaivers:\n";
    folder.write("plimsoll-policy.yaml", &format!("{own}{waivers}"));
    let args = ["--date", "2026-12-24", "--format", "concise", "--policy", policy.to_str().unwrap()];
    for (beside, is_waived) in [("level: error", false), ("waivable: [repository]", true)] {
        write(beside);
        let (text, code) = said(&folder, &args);
        assert_eq!(text.contains("`mem_limit`"), !is_waived, "{beside}: {text}");
        assert!(code == 1 && text.contains("`cpus`"), "{beside}: {text}");
    }
    write("waivable: [anyone]");
    let (text, code) = said(&folder, &args);
    assert!(code == 2 && text.contains("unknown value `anyone`"), "{text}");
}

#[test]
fn groups_are_for_text_only() {
    let folder = Folder::new("gate-groups");
    folder.write("Dockerfile", FILE);
    let (text, code) = said(&folder, &["--format", "json", "--group-by", "stride"]);
    assert!(code == 2 && text.contains("`--group-by` is not supported by the format `json`"), "{text}");
}
