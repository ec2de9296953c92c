//! Kinds of input with a file that says how others are checked: a list in one, and what is compared with it in the other.

use super::{Growing, lines};

/// As many labels and keys as a policy may have.
const LABELS: usize = 200;
const FORBIDDEN_KEYS: usize = 500;

const TOML: &str = "plimsoll.toml";
const POLICY: &str = "plimsoll-policy.yaml";
const COMPOSE: &str = "compose.yaml";
const DOCKERFILE: &str = "Dockerfile";

/// Every kind.
#[rustfmt::skip]
pub(super) const ALL: &[Growing] = &[
    Growing { name: "trusted registries", size: 1_000, files: &[(TOML, registries), (DOCKERFILE, images)] },
    Growing { name: "registries of hadolint", size: 1_000, files: &[(".hadolint.yaml", trusted), (DOCKERFILE, images)] },
    Growing { name: "descriptions of images", size: 500, files: &[(TOML, described), (DOCKERFILE, images)] },
    Growing { name: "excluded paths", size: 4_000, files: &[(TOML, excluded), (DOCKERFILE, plain)] },
    Growing { name: "unknown rules", size: 2_000, files: &[(TOML, unknown_rules), (DOCKERFILE, plain)] },
    Growing { name: "approved images", size: 500, files: &[(POLICY, approved_images), (COMPOSE, services)] },
    Growing { name: "approved paths", size: 500, files: &[(POLICY, approved_mounts), (COMPOSE, mounts)] },
    Growing { name: "approved capabilities", size: 500, files: &[(POLICY, approved_capabilities), (COMPOSE, capabilities)] },
    Growing { name: "environments", size: 500, files: &[(POLICY, environments), (COMPOSE, services)] },
    Growing { name: "requirements by default", size: 500, files: &[(POLICY, by_default), (COMPOSE, services)] },
    Growing { name: "images of environments", size: 250, files: &[(POLICY, images_of_environments), (COMPOSE, services)] },
    Growing { name: "requirements of services", size: 1_000, files: &[(POLICY, only), (COMPOSE, services)] },
    Growing { name: "waivers for files", size: 500, files: &[(POLICY, waivers_for_files), (COMPOSE, services)] },
    Growing { name: "waivers for services", size: 500, files: &[(POLICY, waivers_for_services), (COMPOSE, services)] },
    Growing { name: "policies that are extended twice", size: 2_000, files: &[(POLICY, extended), ("b.yaml", small_policy), (DOCKERFILE, plain)] },
    Growing { name: "services that lines ask for", size: 1_000, files: &[("a.sh", asked_services), (COMPOSE, services)] },
    Growing { name: "targets that lines ask for", size: 1_000, files: &[("a.sh", asked_targets), ("docker-bake.hcl", targets)] },
    Growing { name: "approved ports", size: 500, files: &[(POLICY, approved_ports), (COMPOSE, published)] },
    Growing { name: "labels and services", size: 500, files: &[(POLICY, required_labels), (COMPOSE, services)] },
    Growing { name: "services under all labels", size: 500, files: &[(POLICY, most_labels), (COMPOSE, services)] },
    Growing { name: "keys and services", size: 1_000, files: &[(POLICY, forbidden_keys), (COMPOSE, services)] },
    Growing { name: "services under all keys", size: 500, files: &[(POLICY, most_keys), (COMPOSE, services)] },
    Growing { name: "arguments of a target", size: 500, files: &[("docker-bake.hcl", target_arguments), (DOCKERFILE, arguments)] },
    Growing { name: "stages of services", size: 250, files: &[(COMPOSE, targeting), (DOCKERFILE, stages)] },
    Growing { name: "unknown daemon options", size: 2_000, files: &[("daemon.json", daemon_options)] },
    Growing { name: "log options of the daemon", size: 2_000, files: &[("daemon.json", log_options)] },
    Growing { name: "steps of Jenkins", size: 1_000, files: &[("Jenkinsfile", steps)] },
    Growing { name: "steps without strings", size: 4_000, files: &[("Jenkinsfile", steps_without_strings)] },
    Growing { name: "variables of a script", size: 1_000, files: &[("a.sh", exported), (COMPOSE, open_ports)] },
    Growing { name: "keys in a file of variables", size: 1_000, files: &[(".env", keys)] },
    Growing { name: "services and a chain of stages", size: 500, files: &[(COMPOSE, targeting), (DOCKERFILE, chained_stages)] },
    Growing { name: "services and users of a stage", size: 500, files: &[(COMPOSE, building), (DOCKERFILE, installing)] },
    Growing { name: "variables of .env", size: 2_000, files: &[(COMPOSE, reading), (".env", variables)] },
    Growing { name: "rules in Rego", size: 1_000, files: &[(POLICY, in_rego), ("main.rego", rego_rules), (DOCKERFILE, plain)] },
    Growing { name: "commands to start", size: 2_000, files: &[(DOCKERFILE, commands)] },
];

fn exported(size: usize) -> String {
    lines(size, |at| format!("export PORT_{at}=1\n")) + "docker compose up\n"
}

fn open_ports(size: usize) -> String {
    let service = |at| format!("  s{at}:\n    image: a:1\n    ports: [\"${{PORT_{at}}}:80\"]\n");
    "services:\n".to_owned() + &lines(size, service)
}

fn keys(size: usize) -> String {
    lines(size, |at| format!("SECRET_KEY_{at}=56NtB4zYq8RkT4vZc0pLw8Qm2Xb7Jd{at}\n"))
}

fn plain(_: usize) -> String {
    "FROM debian:12.5\nUSER 1\nCMD [\"a\"]\n".to_owned()
}

fn images(size: usize) -> String {
    lines(size, |at| format!("FROM q{at}.example.org/a:1\n"))
}

fn services(size: usize) -> String {
    "services:\n".to_owned()
        + &lines(size, |at| format!("  s{at}:\n    image: q{at}.example.org/a:1\n    user: root\n"))
}

fn mounts(size: usize) -> String {
    let service = |at| format!("  s{at}:\n    image: a:1\n    volumes: [\"/var/b{at}:/x\"]\n");
    "services:\n".to_owned() + &lines(size, service)
}

fn capabilities(size: usize) -> String {
    "services:\n".to_owned()
        + &lines(size, |at| format!("  s{at}:\n    image: a:1\n    cap_add: [NET_ADMIN]\n"))
}

fn registries(size: usize) -> String {
    let pattern =
        |at| if at % 2 == 0 { format!("\"r{at}.example.com\",\n") } else { format!("\"*.r{at}.com\",\n") };
    format!("trusted-registries = [\n{}]\n", lines(size, pattern))
}

fn trusted(size: usize) -> String {
    "trustedRegistries:\n".to_owned() + &lines(size, |at| format!("  - r{at}.example.com\n"))
}

fn described(size: usize) -> String {
    lines(size, |at| format!("[[image]]\nname = \"r.example.com/a{at}*\"\nuser = \"app\"\n"))
}

fn excluded(size: usize) -> String {
    format!("exclude = [\n{}]\n", lines(size, |at| format!("\"a{at}*/b?\",\n")))
}

fn unknown_rules(size: usize) -> String {
    format!("[rules]\n{}", lines(size, |at| format!("latst-tag{at} = \"off\"\n")))
}

fn declared(table: &str, size: usize, item: impl Fn(usize) -> String) -> String {
    format!("declare:\n  {table}:\n    allow:\n{}", lines(size, |at| format!("      - {}\n", item(at))))
}

fn approved_images(size: usize) -> String {
    declared("images", size, |at| format!("\"r{at}.example.com/**\""))
}

fn approved_mounts(size: usize) -> String {
    declared("mounts", size, |at| format!("\"/srv/a{at}/**\""))
}

/// More than the policy may have are a mistake of it.
fn required_labels(size: usize) -> String {
    format!("declare:\n  labels:\n{}", lines(size, |at| format!("    - {{key: l{at}, on: service}}\n")))
}

fn most_labels(_: usize) -> String {
    required_labels(LABELS)
}

/// More than the policy may have are a mistake of it.
fn forbidden_keys(size: usize) -> String {
    format!(
        "declare:\n  compose:\n    forbid:\n{}",
        lines(size, |at| format!("      - services.*.x-k{at}\n"))
    )
}

fn most_keys(_: usize) -> String {
    forbidden_keys(FORBIDDEN_KEYS)
}

fn approved_capabilities(size: usize) -> String {
    declared("capabilities", size, |at| format!("C{at}"))
}

fn with_environments(size: usize, rest: &str) -> String {
    format!("environments:\n{}{rest}", lines(size, |at| format!("  e{at}:\n    files: [\"e{at}/**\"]\n")))
}

fn environments(size: usize) -> String {
    let asks = lines(size, |at| format!("      e{at}: required\n"));
    with_environments(size, &format!("compliance:\n  all:\n    non_root_user:\n{asks}"))
}

fn by_default(size: usize) -> String {
    let asks = lines(size, |at| format!("  s{at}:\n    non_root_user:\n      default: required\n"));
    with_environments(size, &format!("compliance:\n{asks}"))
}

fn images_of_environments(size: usize) -> String {
    let tables = lines(size, |at| format!("    e{at}:\n      allow: [a{at}]\n"));
    with_environments(size, &format!("declare:\n  images:\n{tables}"))
}

fn only(size: usize) -> String {
    let names = lines(size, |at| format!("s{at},"));
    format!("compliance:\n  a:\n    non_root_user:\n      word: required\n      only: [{names}]\n")
}

fn waivers(size: usize, place: impl Fn(usize) -> String) -> String {
    let waiver = |at| {
        let about =
            "owner: a, reason: b, granted: 2026-05-01, expires: 2026-08-01, requirement: non_root_user";
        format!("  - {{id: W{at}, {about}, where: {{{}}}}}\n", place(at))
    };
    format!("compliance:\n  a:\n    non_root_user: required\nwaivers:\n{}", lines(size, waiver))
}

fn waivers_for_files(size: usize) -> String {
    waivers(size, |at| format!("files: [\"s{at}*/?\"]"))
}

fn waivers_for_services(size: usize) -> String {
    waivers(size, |at| format!("services: [s{at}]"))
}

fn extended(size: usize) -> String {
    format!("extends: [{}]\n", "b.yaml, ".repeat(size))
}

fn small_policy(_: usize) -> String {
    "compliance:\n  a:\n    non_root_user: required\n".to_owned()
}

fn asked_services(size: usize) -> String {
    "#!/bin/sh\n".to_owned() + &lines(size, |at| format!("docker compose run s{at}x\n"))
}

fn asked_targets(size: usize) -> String {
    "#!/bin/sh\n".to_owned() + &lines(size, |at| format!("docker buildx bake t{at}x\n"))
}

fn targets(size: usize) -> String {
    lines(size, |at| format!("target \"t{at}\" {{ context = \".\" }}\n"))
}

fn approved_ports(size: usize) -> String {
    declared("ports", size, |at| (at + 1).to_string())
}

fn published(size: usize) -> String {
    let service = |at| format!("  s{at}:\n    image: a:1\n    ports: [\"{}:80\"]\n", at + 30_000);
    "services:\n".to_owned() + &lines(size, service)
}

fn target_arguments(size: usize) -> String {
    format!("target \"a\" {{\n  args = {{\n{}  }}\n}}\n", lines(size, |at| format!("    A{at} = \"b\"\n")))
}

fn arguments(size: usize) -> String {
    "FROM debian:12.5\n".to_owned() + &lines(size, |at| format!("ARG A{at}\n"))
}

fn targeting(size: usize) -> String {
    let service = |at| format!("  s{at}:\n    build:\n      context: .\n      target: t{at}\n");
    "services:\n".to_owned() + &lines(size, service)
}

fn stages(size: usize) -> String {
    lines(size, |at| format!("FROM debian:12.5 AS t{at}\nRUN echo {at}\n"))
}

fn chained_stages(size: usize) -> String {
    "FROM debian:12.5 AS t0\n".to_owned()
        + &lines(size, |at| format!("FROM t{at} AS t{}\nRUN echo {at}\n", at + 1))
}

fn building(size: usize) -> String {
    "services:\n".to_owned() + &lines(size, |at| format!("  s{at}:\n    build: .\n"))
}

fn installing(size: usize) -> String {
    "FROM debian:12.5\n".to_owned() + &lines(size, |at| format!("RUN apt-get install -y p{at}\n"))
}

fn reading(size: usize) -> String {
    let variable = |at| format!("      B{at}: ${{VARIABLE{at}}}\n");
    format!("services:\n  a:\n    image: a:1\n    environment:\n{}", lines(size, variable))
}

fn variables(size: usize) -> String {
    lines(size, |at| format!("VARIABLE{at}=b\n"))
}

fn in_rego(_: usize) -> String {
    "rego: [main.rego]\n".to_owned()
}

fn rego_rules(size: usize) -> String {
    let rule = |at| format!("r{at} if input.a == {at}\n");
    format!("package main\n\ndeny contains \"x\" if r0\n\n{}", lines(size, rule))
}

fn daemon_options(size: usize) -> String {
    format!("{{{}\"debug\": true}}", lines(size, |at| format!("\"insecure-regstry{at}\": 1,\n")))
}

fn log_options(size: usize) -> String {
    let options = lines(size, |at| format!("\"max-siz{at:04}\": \"1\",\n"));
    format!("{{\"log-driver\": \"json-file\", \"log-opts\": {{{options}\"max-file\": \"3\"}}}}")
}

fn steps(size: usize) -> String {
    format!("pipeline {{\n{}}}\n", lines(size, |at| format!("sh 'docker run --rm debian:12 a{at}'\n")))
}

fn steps_without_strings(size: usize) -> String {
    format!("// docker\n{}", "sh ".repeat(size))
}

fn commands(size: usize) -> String {
    format!("FROM debian:12.5\n{}", "CMD a\n".repeat(size))
}
