//! Fixes that could do harm: each of these once cost a line, a value or an error.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeMap;

use plimsoll_diagnostics::Applicability::{Safe, Unsafe};
use plimsoll_linter::{CountedFiles, Fixed, MemoryFiles};

fn files(all: &[(&str, &str)]) -> MemoryFiles {
    MemoryFiles(all.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
}

/// The text of one file after all fixes, which a second run leaves alone.
fn fixed(path: &str, text: &str) -> String {
    let mut repository = files(&[(path, text)]);
    repository.0.extend(support::fix(&repository, Some("all"), Unsafe).texts);
    let again = support::fix(&repository, Some("all"), Unsafe);
    assert!(again.texts.is_empty(), "a second run changes {path}:\n{}", again.texts[path]);
    repository.0.remove(path).unwrap()
}

#[test]
fn what_could_not_be_read_stays_with_all_that_follows() {
    for slip in [
        "    labels:\n      - x=1\n     - y=2\n",
        "    labels:\n      x: 1\n      y\n",
        "    ? labels\n   y: [\n",
    ] {
        let text = format!("services:\n  app:\n    image: ghcr.io/acme/app:4.1\n{slip}");
        assert_eq!(fixed("compose.yaml", &text), text);
    }
}

#[test]
fn a_service_above_the_slip_is_fixed() {
    let text = "services:\n  app:\n    image: acme/app:4.1\n    ports:\n      - 8080:80\n  web:\n    labels:\n      - x=1\n     - y=2\n";
    let new = support::fix(&files(&[("compose.yaml", text)]), Some("all"), Safe).texts.remove("compose.yaml");
    assert_eq!(new.unwrap(), text.replace("8080:80", "'8080:80'"));
}

#[test]
fn a_key_without_a_value_is_there() {
    let new = fixed(
        "compose.yaml",
        "services:\n  cache:\n    image: redis:7.4\n    healthcheck:\n    mem_limit:\n",
    );
    assert_eq!(new.matches("healthcheck:").count(), 1, "{new}");
    assert_eq!(new.matches("mem_limit:").count(), 1, "{new}");
}

#[test]
fn a_health_check_calls_what_the_image_has() {
    let store = |tag: &str| fixed("compose.yaml", &format!("services:\n  store:\n    image: mongo:{tag}\n"));
    assert!(store("4.2").contains("mongo, --quiet") && !store("4.2").contains("mongosh"), "{}", store("4.2"));
    assert!(store("7.0").contains("mongosh"), "{}", store("7.0"));
}

#[test]
fn what_others_use_by_an_alias_is_not_edited() {
    let text =
        "x-ports: &ports\n  - 8080:80\nservices:\n  app:\n    image: acme/app:4.1\n    ports: *ports\n";
    let new = fixed("compose.yaml", text);
    assert!(new.contains("  - 8080:80\n"), "{new}");
    // Without an alias it is one value of one service.
    let own = "services:\n  app:\n    image: acme/app:4.1\n    ports:\n      - 8080:80\n";
    assert!(!fixed("compose.yaml", own).contains("- 8080:80\n"));
}

#[test]
fn a_command_that_swallowed_an_instruction_is_left_alone() {
    let run = "RUN apt-get update && apt-get install -y --no-install-recommends curl \\\nCOPY a /srv/a\n";
    let new = fixed("Dockerfile", &format!("FROM debian:12.5\n{run}USER 1\n"));
    assert!(new.contains(run), "{new}");
}

#[test]
fn a_script_that_lost_a_backslash_is_no_instruction() {
    let text = "FROM debian:12.5\nRUN make -C /src\n    cd /src && make check\nUSER 10001\n";
    assert_eq!(fixed("Dockerfile", text), text);
    let new =
        fixed("Dockerfile", "FROM debian:12.5\nRUN make -C /src &&\n    cp /src/a /usr/bin/\nUSER 10001\n");
    assert!(new.contains("RUN make -C /src && \\\n    cp /src/a /usr/bin/\n"), "{new}");
    assert!(fixed("Dockerfile", "FROM debian:12.5\nRUNN true\nUSER 10001\n").contains("RUN true"));
}

#[test]
fn a_continuation_that_brings_an_error_into_its_command_is_not_written() {
    for lost in ["    && rm \\\nCOPY a /srv/a\n", "    && (\nCOPY a /srv/a\n", "    | &&\n"] {
        let text = format!("FROM debian:12.5\nRUN make -C /src\n{lost}USER 10001\n");
        assert_eq!(fixed("Dockerfile", &text), text);
    }
}

#[test]
fn the_directory_is_the_same_after_a_step() {
    let new = fixed(
        "Dockerfile",
        "FROM node:22.1\nWORKDIR /app\nRUN cd /tmp && make install\nCOPY . .\nUSER node\n",
    );
    assert!(new.contains("WORKDIR /app\nWORKDIR /tmp\nRUN make install\nWORKDIR /app\nCOPY"), "{new}");
    // Where the image works is not known.
    let text = "FROM acme/base:4.1\nRUN cd /tmp && make install\nUSER node\n";
    assert_eq!(fixed("Dockerfile", text), text);
}

#[test]
fn package_lists_stay_for_who_installs_by_them() {
    let of_stage = "FROM debian:12.5 AS base\nRUN apt-get update && apt-get install -y --no-install-recommends gnupg=2\nFROM base\nRUN apt-get install -y --no-install-recommends curl=7\nUSER 10001\n";
    assert!(!fixed("Dockerfile", of_stage).contains("rm -rf"));
    let apart = "FROM debian:12.5\nRUN apt-get update\nRUN apt-get install -y --no-install-recommends curl=7\nUSER 10001\n";
    let new = fixed("Dockerfile", apart);
    assert!(
        new.contains("RUN apt-get update && apt-get install -y --no-install-recommends curl=7 && rm -rf"),
        "{new}"
    );
}

/// A project of which the keys are sorted and measures added: both at once would put them into the wrong mapping.
const TANGLED: &str = "secrets:\n  key:\n    file: key.txt\nservices:\n  app:\n    profiles: [x]\n    build:\n      context: .\n      secrets:\n        - key\n";

fn tangled(count: usize) -> MemoryFiles {
    let project = |number| {
        [
            (format!("{number}/compose.yaml"), TANGLED.to_owned()),
            (format!("{number}/Dockerfile"), "FROM alpine:3.20\nRUN true\n".to_owned()),
        ]
    };
    MemoryFiles((0..count).flat_map(project).collect::<BTreeMap<_, _>>())
}

#[test]
fn one_run_fixes_many_projects_whatever_happens_in_one() {
    let mut files = tangled(120);
    let fixed = support::fix(&files, Some("all"), Unsafe);
    assert!(fixed.withheld.is_empty());
    assert_eq!(fixed.texts.len(), 120);
    files.0.extend(fixed.texts);
    assert!(support::fix(&files, Some("all"), Unsafe).texts.is_empty());
}

#[test]
fn every_finding_of_a_rule_is_fixed() {
    let text = format!("FROM alpine:3.20\n{}", "MAINTAINER me\n".repeat(4000));
    let Fixed { texts, made, .. } = support::fix(&files(&[("Dockerfile", &text)]), Some("strict"), Safe);
    assert!(!texts["Dockerfile"].contains("MAINTAINER"));
    assert_eq!(made["Dockerfile"]["maintainer"], 4000);
}

#[test]
fn twice_as_many_projects_are_twice_as_much_work() {
    let reads = |count| {
        let files = CountedFiles::new(tangled(count));
        support::fix(&files, Some("all"), Unsafe);
        files.reads()
    };
    let (one, two) = (reads(20), reads(40));
    assert!(two * 10 <= one * 23, "{one} files are read for 20 projects, {two} for 40");
}
