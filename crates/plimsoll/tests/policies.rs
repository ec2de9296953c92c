//! What is promised of policies and reports, where a page of command lines cannot show it: what comes out twice, of many
//! services, or when one thing changes.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;
use support::folder::Folder;

const COMPOSE: &str = "\
services:
  api:
    image: ghcr.io/acme/api:3.2
    privileged: true
  worker:
    image: ghcr.io/acme/api:3.2
    user: root
    environment:
      API_TOKEN: f8a3b2c1d4e5f60718293a4b5c6d7e8f
  cache:
    image: redis:7
    ports: [\"6379:6379\"]
  copy:
    image: redis:7
";

const POLICY: &str = "\
compliance:
  baseline:
    privileged_containers: forbidden
    non_root_user: required
    no_plain_secrets: required
    pinned_images: required
    bound_ports: required
    memory_limit: { word: required, why: the hosts are small }
settings:
  max-waiver-days: 100000
";

fn said(folder: &Folder, args: &[&str]) -> (String, i32) {
    let done = folder.plimsoll(args);
    (String::from_utf8(done.stdout).unwrap(), done.status.code().unwrap())
}

fn json(folder: &Folder, args: &[&str]) -> Value {
    serde_json::from_str(&said(folder, args).0).unwrap()
}

/// What findings say, without the labels, which point to the policy.
fn findings(folder: &Folder, policy: &str) -> Vec<String> {
    let all = json(folder, &["check", "--policy", policy, "--format", "json"]);
    let all = all["diagnostics"].as_array().or_else(|| all["findings"].as_array()).unwrap();
    let text = |one: &Value| {
        format!(
            "{} {} {} {} {} {}",
            one["rule"], one["level"], one["message"], one["line"], one["notes"], one["requirements"]
        )
    };
    all.iter().map(text).collect()
}

#[test]
fn a_converted_policy_asks_for_the_same() {
    let folder = Folder::new("policy-converted");
    folder.write("compose.yaml", COMPOSE);
    folder.write("policy/team.yaml", POLICY);
    let (toml, code) = said(&folder, &["policy", "convert", "policy/team.yaml"]);
    assert_eq!(code, 0);
    folder.write("policy/team.toml", &toml);
    let found = findings(&folder, "policy/team.yaml");
    assert!(found.len() > 8, "{found:?}");
    assert_eq!(found, findings(&folder, "policy/team.toml"));
}

#[test]
fn a_digest_covers_each_byte_of_what_is_extended() {
    let folder = Folder::new("policy-digest");
    folder.write("base/rules.rego", "package main\ndeny contains \"a\" if false\n");
    folder.write("base/organization.yaml", "rego: [rules.rego]\n");
    folder.write("policy.yaml", "extends: [base/organization.yaml]\n");
    let digest = || said(&folder, &["policy", "digest", "policy.yaml"]).0;
    let before = digest();
    assert_eq!(before, digest());
    folder.write("base/rules.rego", "package main\ndeny contains \"b\" if false\n");
    assert!(before.len() > 64 && before != digest(), "{before}");
}

#[test]
fn each_adopted_waiver_covers_one_finding() {
    let folder = Folder::new("policy-adopted");
    folder.write("compose.yaml", COMPOSE);
    folder.write("Dockerfile", "FROM debian:12\nRUN echo\nFROM debian:12\nCMD [\"/app\"]\n");
    let policy = folder.write("plimsoll-policy.yaml", POLICY);
    let count = || {
        let all = json(&folder, &["check", "--format", "json"]);
        let errors = all["summary"]["errors"].as_u64().unwrap();
        (errors, all["waived"].as_array().map_or(0, Vec::len))
    };
    let (errors, waived) = count();
    assert!(errors > 10 && waived == 0, "{errors} {waived}");
    let done = folder.plimsoll(&["policy", "adopt", "--expires", "2099-01-01", "--owner", "team-platform"]);
    assert!(done.status.success());
    assert_eq!(count(), (0, errors as usize));
    let adopted = fs::read_to_string(&policy).unwrap();
    let (head, list) = adopted.split_once("waivers:\n").unwrap();
    let waivers: Vec<&str> = list.split_inclusive("expires: 2099-01-01\n").collect();
    assert_eq!(waivers.len() as u64, errors);
    for removed in 0..waivers.len() {
        let left: String =
            waivers.iter().enumerate().filter(|(at, _)| *at != removed).map(|(_, text)| *text).collect();
        fs::write(&policy, format!("{head}waivers:\n{left}")).unwrap();
        assert_eq!(count(), (1, waivers.len() - 1), "{}", waivers[removed]);
    }
}

#[test]
fn what_is_not_known_is_never_satisfied() {
    let folder = Folder::new("policy-unknown");
    folder.write("plimsoll-policy.yaml", "compliance: { baseline: { non_root_user: required } }\n");
    let service = "services:\n  db:\n    image: postgres:16\n";
    let status = |text: &str| {
        folder.write("compose.yaml", text);
        let report = json(&folder, &["report", "--format", "json"]);
        let requirement = &report["requirements"][0];
        let (status, subject) = (&requirement["status"], &requirement["subjects"][0]);
        (status.as_str().unwrap().to_owned(), subject["source"].as_str().unwrap().to_owned())
    };
    assert_eq!(status(service).0, "undecided");
    let (status, source) = status(&format!("{service}    user: \"999\"\n"));
    assert_eq!((&*status, &*source), ("satisfied by evidence", "user: \"999\""));
}

#[test]
fn a_control_that_is_replaced_is_not_applicable() {
    let folder = Folder::new("policy-replaced");
    folder.write("Dockerfile", "FROM docker:27.3.1-cli\nENV DOCKER_CONTENT_TRUST=1\nUSER 1000\n");
    let report = json(&folder, &["report", "--standard", "cis-docker", "--format", "json"]);
    let controls = report["standards"][0]["rows"].as_array().unwrap();
    let control = controls.iter().find(|control| control["control"] == "4.5").unwrap();
    assert_eq!(control["status"], "not applicable", "{control}");
}

#[test]
fn sarif_names_the_weakness_of_a_finding() {
    let folder = Folder::new("policy-sarif");
    folder.write("Dockerfile", "FROM debian:12.5\nCMD [\"/app\"]\n");
    let sarif = json(&folder, &["check", "--preset", "security", "--format", "sarif"]);
    let driver = &sarif["runs"][0];
    let rules = driver["tool"]["driver"]["rules"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["id"] == "root-user").unwrap();
    let tags = rule["properties"]["tags"].as_array().unwrap();
    assert!(tags.iter().any(|tag| tag == "external/cwe/cwe-250"), "{tags:?}");
    assert!(driver["taxonomies"].as_array().is_some_and(|all| !all.is_empty()), "{driver}");
}

#[test]
fn a_report_of_many_services_is_small_and_always_the_same() {
    let folder = Folder::new("policy-many");
    folder.write("plimsoll-policy.yaml", POLICY);
    let mut text = "services:\n".to_owned();
    for number in 0..500 {
        writeln!(text, "  service-{number}:\n    image: ghcr.io/acme/api:{number}\n    user: \"1000\"")
            .unwrap();
    }
    folder.write("compose.yaml", &text);
    let report =
        || said(&folder, &["report", "--format", "html", "--standard", "cis-docker", "--date", "2026-06-01"]);
    let (page, code) = report();
    assert!(code == 0 && page.len() < 2 << 20, "{code} {}", page.len());
    assert!(page.contains("service-499") && page == report().0);
}
