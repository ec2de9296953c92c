//! Names of files, and what they tell.

use super::compose::TEMPLATE_PARTS;
use super::dockerfile::names::{NO_DOCKERFILE, TEMPLATES};
use super::{CONFIG_NAME, FileKind, HADOLINT_NAMES, NAMED_HADOLINT_NAMES};
use crate::peers::PeerConfig;
use crate::policy::POLICY_NAMES;

const DOCKERFILES: [&str; 11] = [
    "Dockerfile",
    "a/dockerfile",
    "x/Dockerfile.prod",
    "Dockerfile.linux.extra",
    "web.Dockerfile",
    "b.dockerfile",
    "Containerfile",
    "prod.containerfile",
    "Dockerfile-alpine",
    "Dockerfile_ci",
    "Dockerfile-alpine3.19",
];
const COMPOSE: [&str; 12] = [
    "compose.yml",
    "docker-compose.yaml",
    "docker-compose-dev.yml",
    "compose.prod.yaml",
    "docker-compose_ci.yml",
    "podman-compose.yaml",
    "podman-compose.dev.yml",
    "api_docker-compose.yml",
    "api.docker-compose.yaml",
    "docker-stack.yml",
    "swarm/docker-stack.prod.yaml",
    "github/workflows/compose.yml",
];
const DAEMON: [&str; 6] = [
    "docker/deamon.json",
    "daemon.json",
    "etc/docker/daemon.json",
    "docker-daemon.json",
    "daemon-dev.json",
    "daemon.prod.JSON",
];
const SECCOMP: [&str; 3] = ["seccomp.json", "chrome-Seccomp.json", "a/seccomp_profile.prod.json"];
const CLIENT: [&str; 4] =
    [".docker/config.json", "home/.docker/config.json", "dockerconfig.json", "k8s/.dockerconfigjson"];
const DEVCONTAINER: [&str; 3] =
    [".devcontainer.json", ".devcontainer/devcontainer.json", ".devcontainer/api/devcontainer.json"];
const BAKE: [&str; 4] = ["docker-bake.json", "bake.json", "ci/docker-bake.override.json", "bake.prod.JSON"];
const QUADLET: [&str; 5] = ["web.container", "quadlet/web.build", "web.pod", "web.network", "data.volume"];
const DOTENV: [&str; 4] = [".env", "api/.env.production", "api.env", "a.env.local"];
const SCRIPTS: [&str; 23] = [
    "up.sh",
    "scripts/deploy.bash",
    "test/run.bats",
    "Makefile",
    "build/GNUmakefile",
    "docker.mk",
    "justfile",
    ".justfile",
    "package.json",
    "Taskfile.yml",
    ".github/workflows/docker-compose.yml",
    "a/.github/workflows/compose.yaml",
    ".gitea/workflows/docker-compose.yml",
    ".github/actions/build/action.yml",
    ".gitlab-ci.yml",
    ".circleci/config.yml",
    "azure-pipelines.yml",
    ".woodpecker.yml",
    ".woodpecker/test.yaml",
    "Jenkinsfile",
    "ci/release.jenkinsfile",
    "units/web.service",
    "roles/web/tasks/main.yml",
];
const NEITHER: [&str; 25] = [
    "docker/config.json",
    "daemon.json.j2",
    "daemons.json",
    "my-daemon.json",
    "daemon/main.json",
    "Dockerfile.dockerignore",
    ".dockerignore",
    "Dockerfile.j2",
    "Dockerfile.prod.template",
    "Dockerfile-linux.template",
    "Dockerfile.sh",
    "dockerfile_test.go",
    "dockerfile-lint.yml",
    "dockerfile-1.json",
    "Dockerfiles",
    "mydockerfile",
    "Dockerfile/README",
    "composer.yml",
    "docker.yml",
    "docker_compose.yml",
    "compose.json",
    "compose/main.yml",
    "compose.yaml.j2",
    "docker-compose.prod.j2.yml",
    "docker-compose-template.yml",
];

#[test]
fn names_tell() {
    for (paths, kind) in [
        (&DOCKERFILES[..], Some(FileKind::Dockerfile)),
        (&COMPOSE, Some(FileKind::Compose)),
        (&DAEMON, Some(FileKind::Daemon)),
        (&SECCOMP, Some(FileKind::Seccomp)),
        (&CLIENT, Some(FileKind::ClientConfig)),
        (&DEVCONTAINER, Some(FileKind::Devcontainer)),
        (&BAKE, Some(FileKind::Bake)),
        (&QUADLET, Some(FileKind::Quadlet)),
        (&SCRIPTS, Some(FileKind::Script)),
        (&DOTENV, Some(FileKind::Dotenv)),
        (&NEITHER, None),
    ] {
        for path in paths {
            assert_eq!(FileKind::of(path), kind, "{path}");
        }
    }
    assert_eq!(FileKind::of("a/plimsoll.toml"), Some(FileKind::Config));
    assert_eq!(FileKind::of_named("stack.yml"), FileKind::Compose);
    assert_eq!(FileKind::of_named("build/app"), FileKind::Dockerfile);
}

#[test]
fn texts_tell_where_names_do_not() {
    for path in [
        "Dockerfile.rego",
        "pkg/dockerfile.go",
        "Dockerfile.example",
        "Dockerfile.LICENSE",
        "Dockerfile.cross.toml",
    ] {
        assert!(FileKind::is_something_else(path, || Some(b"package docker".to_vec())), "{path}");
    }
    for path in ["Dockerfile", "Dockerfile.prod", "main.go", "Dockerfile.ubi8"] {
        assert!(!FileKind::is_something_else(path, || Some(b"package docker".to_vec())), "{path}");
    }
    let is_go = |text: &str| FileKind::is_something_else("dockerfile.go", || Some(text.as_bytes().to_vec()));
    for text in ["FROM a", "# c\n\n  arg A=1\n", "FORM debian\n"] {
        assert!(!is_go(text), "{text}");
    }
    for text in
        ["package docker", "// x\npackage pkg\n", "use std::fs;\n", "[a]\n", "", "class Dockerfile; end"]
    {
        assert!(is_go(text), "{text}");
    }
}

/// A pattern of the first hook.
fn pattern_of_hooks(key: &str) -> regex::Regex {
    const HOOKS: &str = include_str!("../../../../.pre-commit-hooks.yaml");
    let line = HOOKS.lines().find(|line| line.trim_start().starts_with(key)).expect("the first hook has it");
    let (_, quoted) = line.split_once('\'').expect("it is quoted");
    regex::Regex::new(quoted.trim_end_matches('\'')).expect("it is a regular expression")
}

/// The `files` and `exclude` of the hooks choose what the linter itself would.
#[test]
fn hooks_choose_the_same_files() {
    let (files, exclude) = (pattern_of_hooks("files:"), pattern_of_hooks("exclude:"));
    let agree = |path: &str| {
        let wanted = FileKind::of(path).is_some_and(|kind| kind.is_linted() && kind.format().is_default());
        // What decides about others is handed over with them.
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        let is_env = name.ends_with(".env") || name.contains(".env.");
        let is_setting = FileKind::of(path).is_some_and(|kind| !kind.is_linted());
        let decides = name.ends_with(".dockerignore") || name.ends_with(".rego") || is_setting || is_env;
        assert_eq!(files.is_match(path) && !exclude.is_match(path), wanted || decides, "{path}");
    };
    DOCKERFILES
        .iter()
        .chain(&COMPOSE)
        .chain(&DAEMON)
        .chain(&SECCOMP)
        .chain(&CLIENT)
        .chain(&DEVCONTAINER)
        .chain(&BAKE)
        .chain(&QUADLET)
        .chain(&SCRIPTS)
        .chain(&DOTENV)
        .chain(&NEITHER)
        .for_each(|path| agree(path));
    let settings = [CONFIG_NAME].into_iter().chain(HADOLINT_NAMES).chain(NAMED_HADOLINT_NAMES);
    let of_peers = PeerConfig::all().flat_map(|peer| peer.files).copied();
    for name in settings.chain(of_peers).chain(POLICY_NAMES).chain(["policies/a.rego"]) {
        agree(name);
        agree(&format!("a/{name}"));
        agree(&format!("{name}x"));
    }
    // And every way to put the parts of names together.
    let endings: Vec<String> = NO_DOCKERFILE.iter().chain(&TEMPLATES).map(|end| format!(".{end}")).collect();
    let more =
        ["", ".", ".prod", "-alpine", "_ci", "s", "3", "-1.2", ".1", "-a.b", ".yml", ".yaml", ".YML", ".go"];
    let parts: Vec<&str> = more.into_iter().chain(endings.iter().map(String::as_str)).collect();
    // The patterns do not know workflows that are called as templates of Compose files are.
    let is_odd = |path: &str| {
        let name = path.strip_prefix(".github/workflows/").unwrap_or_default();
        !name.to_ascii_lowercase().contains("file") && exclude.is_match(name)
    };
    for folder in ["", "a/", "dockerfile/", "compose.yml/", ".github/workflows/", ".github/"] {
        for front in ["", "x.", "x-", "x", "."] {
            for kind in [
                "Dockerfile",
                "containerfile",
                "compose",
                "docker-compose",
                "docker_compose",
                "podman-compose",
                "docker-stack",
                "daemon",
            ] {
                for first in &parts {
                    for second in &parts {
                        let path = format!("{folder}{front}{kind}{first}{second}");
                        if !is_odd(&path) {
                            agree(&path);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn hooks_leave_templates_of_compose_files_out() {
    let exclude = pattern_of_hooks("exclude:");
    for part in TEMPLATE_PARTS {
        for path in [
            format!("compose.{part}.yaml"),
            format!("a/docker-compose-{part}.yml"),
            format!("docker-compose.prod.{part}.yml"),
            format!("docker-stack_{part}-1.yaml"),
        ] {
            assert_eq!(FileKind::of(&path), None, "{path}");
            assert!(exclude.is_match(&path), "{path}");
        }
        for path in [format!("compose.{part}s.yaml"), format!("{part}.docker-compose.yml")] {
            assert_eq!(FileKind::of(&path), Some(FileKind::Compose), "{path}");
            assert!(!exclude.is_match(&path), "{path}");
        }
    }
}

#[test]
fn texts_tell() {
    for compose in [
        "services:\n  a: {}",
        "\u{feff}# c\r\n\r\n---\r\nname: x\r\n",
        "{\n\"services\": {}}",
        "x-a: &a\n",
        "%YAML 1.2\n---\n\"services\": {}\n",
    ] {
        assert_eq!(FileKind::of_text(compose.as_bytes()), FileKind::Compose, "{compose:?}");
    }
    for dockerfile in [
        "",
        "# syntax=docker/dockerfile:1\nFROM a:b",
        "FROM  a",
        "{{ x }}\nFROM a",
        "ARG A=b:c",
        "LABEL a: b",
    ] {
        assert_eq!(FileKind::of_text(dockerfile.as_bytes()), FileKind::Dockerfile, "{dockerfile:?}");
    }
}
