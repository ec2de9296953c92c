//! What nobody read may break a policy: no requirement is met, and each command fails, whatever the configuration says.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::process::Output;

use serde_json::Value;
use support::folder::Folder;

const POLICY: &str = "compliance:\n  containers:\n    non_root_user: required\n    privileged_containers: forbidden\n    no_plain_secrets: required\n    approved_ports: required\n";
const CONFIG: &str = "ignore = [\"compose-syntax\", \"compose-files\", \"unreadable-file\", \"template-file\", \"dockerfile-syntax\", \"unverified\"]\n";
const PRIVILEGED: &str = "services:\n  web:\n    image: ghcr.io/acme/web:1\n    privileged: true\n";

/// A repository with a clean Dockerfile, and a policy that is not part of it.
fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("Dockerfile", "FROM debian:12.5\nUSER 10001\n");
    folder.write("plimsoll.toml", CONFIG);
    folder.write("policy/policy.yaml", POLICY);
    folder
}

/// Every command says that a part was not read.
fn expect_incomplete(name: &str, folder: &Folder, place: &str) {
    let text = |done: &Output| String::from_utf8([&*done.stdout, &*done.stderr].concat()).unwrap();
    let policy = ["--policy", "policy/policy.yaml"];
    let done = folder.plimsoll(&[&["check"], &policy[..]].concat());
    assert_ne!(done.status.code(), Some(0), "{name}: {}", text(&done));
    assert!(text(&done).contains("error"), "{name}: {}", text(&done));
    for format in ["markdown", "html", "junit", "json"] {
        let args = ["report", "--date", "2026-06-01", "--exit-on", "violated", "--format", format];
        let done = folder.plimsoll(&[&args[..], &policy[..]].concat());
        assert_eq!(done.status.code(), Some(2), "{name}, {format}: {}", text(&done));
        let said = text(&done);
        assert!(said.contains("not read completely"), "{name}, {format}: {said}");
        assert!(said.contains(place), "{name}, {format}: {said}");
        if format == "json" {
            let report: Value = serde_json::from_slice(&done.stdout).unwrap();
            for one in report["requirements"].as_array().unwrap() {
                let is_open = ["not checked", "violated"].contains(&one["status"].as_str().unwrap());
                assert!(is_open, "{name}: {one}");
            }
        }
    }
    let done = folder.plimsoll(&["report", "--date", "2026-06-01", "--standard", "cis-docker"]);
    assert_eq!(done.status.code(), Some(2), "{name}: {}", text(&done));
    assert!(text(&done).contains("Policy: none"), "{name}: {}", text(&done));
}

#[test]
fn what_is_not_parsed_is_not_met() {
    for (name, path, contents) in [
        ("open", "compose.yaml", "services: {web: {image: \"x:1\", privileged: true\n".to_owned()),
        ("tab", "compose.yaml", format!("{PRIVILEGED}\tuser: root\n")),
        ("large", "compose.yaml", format!("{PRIVILEGED}# {}\n", "x".repeat(1 << 20))),
        ("template", "compose.yaml", format!("{{% if x %}}\n{PRIVILEGED}{{% endif %}}\n")),
        ("placeholder", "compose.yaml", format!("{PRIVILEGED}  <s>:\n    image: \"x:1\"\n")),
        ("stage", "app/Dockerfile", "FROM {{ base }} AS y\nFROM y\nUSER 0\n".to_owned()),
        (
            "remote",
            "compose.yaml",
            "include: [\"oci://example.com/x\"]\nservices: {a: {image: \"a:1\", user: \"1\"}}\n".to_owned(),
        ),
        (
            "missing",
            "compose.yaml",
            "include: [generated.yaml]\nservices: {a: {image: \"a:1\", user: \"1\"}}\n".to_owned(),
        ),
        (
            "variable",
            "compose.yaml",
            "include: [\"${X}\"]\nservices: {a: {image: \"a:1\", user: \"1\"}}\n".to_owned(),
        ),
        (
            "inline",
            "compose.yaml",
            "services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM a\n        USER 0\n"
                .to_owned(),
        ),
    ] {
        let folder = folder(name);
        folder.write(path, &contents);
        expect_incomplete(name, &folder, path);
    }
}

#[test]
fn what_is_no_text_is_not_met() {
    let utf16 = folder("utf16");
    let bytes: Vec<u8> = PRIVILEGED.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(utf16.0.join("compose.yaml"), [&[0xff, 0xfe], &*bytes].concat()).unwrap();
    expect_incomplete("utf16", &utf16, "compose.yaml");
}

#[cfg(unix)]
#[test]
fn what_lies_elsewhere_is_not_met() {
    let outside = Folder::new("elsewhere");
    let target = outside.write("compose.yaml", PRIVILEGED);
    let link = folder("link");
    std::os::unix::fs::symlink(target, link.0.join("compose.yaml")).unwrap();
    expect_incomplete("link", &link, "compose.yaml");
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_project_proves_nothing() {
    let folder = Folder::new("mounted-link");
    folder.write("conf/plain", "");
    std::os::unix::fs::symlink("/var/run/docker.sock", folder.0.join("conf/sock")).unwrap();
    std::os::unix::fs::symlink("/etc", folder.0.join("conf/etc")).unwrap();
    let service = |source: &str| format!("    image: \"a:1\"\n    volumes: [\"./conf/{source}:/x\"]\n");
    let services = ["plain", "sock", "etc"].map(|name| format!("  {name}:\n{}", service(name)));
    folder.write("compose.yaml", &format!("services:\n{}", services.concat()));
    folder.write(
        "plimsoll-policy.yaml",
        "compliance: { a: { engine_socket: forbidden, sensitive_mounts: forbidden } }\n",
    );
    let done = folder.plimsoll(&["report", "--format", "json", "--date", "2026-06-01"]);
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    for one in report["requirements"].as_array().unwrap() {
        for subject in one["subjects"].as_array().unwrap() {
            let expected = if subject["name"] == "plain" { "proved" } else { "unknown" };
            assert_eq!(subject["verdict"], expected, "{}: {subject}", one["key"]);
        }
    }
}
