//! The same findings, whichever path to a repository is given.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod support;

use std::fs;
use std::process::Command;

use support::folder::Folder;

/// A step that builds from a directory that does not exist.
const WORKFLOW: &str = "on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v5\n      \
                        - uses: docker/build-push-action@v6\n        with:\n          context: api\n";

#[test]
fn a_workflow_is_checked_where_its_repository_starts() {
    let folder = Folder::new("workflow");
    folder.write("repo/.github/workflows/ci.yml", WORKFLOW);
    folder.write("repo/vendor/tool/.github/workflows/ci.yml", WORKFLOW);
    fs::create_dir(folder.0.join("repo/.git")).unwrap();
    let absolute = folder.0.join("repo");
    for path in ["repo", ".", absolute.to_str().unwrap(), "repo/.github/workflows/ci.yml"] {
        let output = folder.plimsoll(&["check", "--format", "concise", "--quiet", path]);
        let text = String::from_utf8(output.stdout).unwrap();
        let places: Vec<&str> = text.lines().filter_map(|line| line.split(": ").next()).collect();
        let [place] = places.as_slice() else { panic!("{path}: {text}") };
        assert!(place.ends_with("repo/.github/workflows/ci.yml:9:20"), "{path}: {text}");
    }
}

#[test]
fn a_directory_for_tests_is_one_from_inside_as_well() {
    let folder = Folder::new("from-inside");
    folder.write("tests/images/Dockerfile", "FROM debian:13\nRUN make\nCMD [\"/app\"]\n");
    for (start, path) in [(".", "."), ("tests", "."), ("tests/images", "."), ("tests/images", "Dockerfile")] {
        for (preset, expected) in [("recommended", 0), ("security", 1)] {
            let output = Command::new(env!("CARGO_BIN_EXE_plimsoll"))
                .args(["check", "--format", "concise", "--quiet", "--preset", preset, path])
                .current_dir(folder.0.join(start))
                .env_clear()
                .output()
                .unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            let found = text.lines().filter(|line| line.contains("root-user")).count();
            assert_eq!(found, expected, "{start} {path} {preset}: {text}");
        }
    }
}

/// What lies above the root of a repository is not known, and says nothing about what lies in it.
#[test]
fn what_is_above_a_repository_does_not_count() {
    let folder = Folder::new("module");
    folder.write("go.mod", "module example.org/app\n\ngo 1.26\n");
    folder.write(
        "Dockerfile",
        "FROM golang:1.25\nWORKDIR /src\nCOPY go.mod ./\nRUN go mod download\nCOPY . .\n",
    );
    let name = folder.0.file_name().unwrap().to_str().unwrap();
    let (above, absolute) = (std::env::temp_dir(), folder.0.to_str().unwrap());
    for (start, path) in [(&folder.0, "."), (&folder.0, absolute), (&above, name), (&above, absolute)] {
        let output = Command::new(env!("CARGO_BIN_EXE_plimsoll"))
            .args(["check", "--format", "concise", "--quiet", "--preset", "all", path])
            .current_dir(start)
            .env_clear()
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        for rule in ["outdated-go", "unfiltered-context"] {
            assert!(text.contains(rule), "{path} from {}: {text}", start.display());
        }
    }
}
