//! Which files hold scripts, by their names; and which of these are worth reading.

use plimsoll_shell::Shell;

use super::host::Host;
use crate::formats::Name;

/// Globs for editors and for pre-commit.
pub(super) const GLOBS: &[&str] = &[
    "**/*.{sh,bash,ksh,zsh,bats}",
    "**/{Makefile,makefile,GNUmakefile,*.mk}",
    "**/{justfile,Justfile,.justfile,*.just}",
    "**/{Taskfile,taskfile}{,.dist}.{yml,yaml}",
    "**/{package,composer}.json",
    "**/{.github,.forgejo,.gitea}/workflows/*.{yml,yaml}",
    "**/action.{yml,yaml}",
    "**/*.gitlab-ci.{yml,yaml}",
    "**/{.gitlab/ci,.buildkite,.semaphore}/*.{yml,yaml}",
    "**/{bitbucket-pipelines,azure-pipelines*,.travis,appveyor,.appveyor,buildspec,.drone}.{yml,yaml}",
    "**/.circleci/config.yml",
    "**/.woodpecker*",
    "**/.woodpecker/*.{yml,yaml}",
    "**/{Jenkinsfile*,*.jenkinsfile}",
    "**/*.service",
    "**/{tasks,handlers,playbooks}/*.{yml,yaml}",
];

/// The folders of workflows: of GitHub, and of those who read the same.
const WORKFLOWS: [&str; 3] = [".github/workflows", ".forgejo/workflows", ".gitea/workflows"];

/// The root of the repository that a workflow at this path is in: every file beside it is one.
pub(crate) fn root_of_workflow(path: &str) -> Option<&str> {
    let (folder, _) = path.rsplit_once('/')?;
    let root = WORKFLOWS.into_iter().find_map(|own| folder.strip_suffix(own))?;
    if root.is_empty() { Some(root) } else { root.strip_suffix('/') }
}

/// What a file beside a Jenkinsfile may end in.
const NOT_GROOVY: [&str; 8] = ["md", "txt", "json", "yml", "yaml", "sh", "xml", "template"];

/// What holds the scripts in a file; `None` where no scripts are looked for.
pub(super) fn host(name: Name<'_>) -> Option<Host> {
    let path = name.path.to_ascii_lowercase();
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    let is_yaml = matches!(extension, "yml" | "yaml");
    // `Dockerfile.sh` is a template of one, or a script for one: nobody knows.
    if file.starts_with("dockerfile") || file.starts_with("containerfile") {
        return None;
    }
    let is_in = |wanted: &str| {
        folder == wanted || folder.strip_suffix(wanted).is_some_and(|before| before.ends_with('/'))
    };
    Some(match (file, extension) {
        ("makefile" | "gnumakefile", _) | (_, "mk") => Host::Make,
        ("justfile" | ".justfile", _) | (_, "just") => Host::Just,
        ("package.json" | "composer.json", _) => Host::Package,
        ("jenkinsfile", _) | (_, "jenkinsfile") => Host::Jenkins,
        // `Jenkinsfile.release`, but no text or data about one.
        _ if stem == "jenkinsfile" && !NOT_GROOVY.contains(&extension) => Host::Jenkins,
        (_, "sh" | "bash" | "ksh" | "zsh" | "bats") => Host::Shell,
        (_, "service") => Host::Unit,
        (_, "md" | "mdx" | "markdown") => Host::Markdown,
        _ if !is_yaml => return None,
        _ if root_of_workflow(&path).is_some() => Host::Workflow,
        _ if stem == "action" => Host::Action,
        _ if matches!(stem, "taskfile" | "taskfile.dist") => Host::Tasks,
        _ if ["tasks", "handlers", "playbooks"].into_iter().any(is_in) => Host::Ansible,
        _ if is_in(".woodpecker") || stem.starts_with(".woodpecker") => Host::Ci,
        ("config.yml", _) if is_in(".circleci") => Host::Ci,
        _ if [".gitlab/ci", ".buildkite", ".semaphore"].into_iter().any(is_in) => Host::Ci,
        _ if stem.ends_with(".gitlab-ci") || stem.starts_with("azure-pipelines") => Host::Ci,
        _ => match stem {
            "bitbucket-pipelines" | ".travis" | "appveyor" | ".appveyor" | "buildspec" | ".drone" => Host::Ci,
            _ => return None,
        },
    })
}

/// Whether the first bytes of a file name a shell: `#!/usr/bin/env bash`.
pub(crate) fn starts_like_script(start: &[u8]) -> bool {
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let shell = Shell::from_shebang(&String::from_utf8_lossy(line));
    shell.is_some_and(|shell| matches!(shell, Shell::Posix(_)))
}

/// Whether the name of a client is in a text: what is looked for first, as most scripts have none.
pub(super) fn speaks_of_clients(text: &str) -> bool {
    ["docker", "podman", "nerdctl"].iter().any(|name| text.contains(name))
        // The containers of a workflow.
        || (text.contains("services:") || text.contains("container:")) && text.contains("image:")
}
