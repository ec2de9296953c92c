//! A small repository of somebody who uses Plimsoll, with files that it must read and files that it must not.

use std::path::{Path, PathBuf};

use super::StepError;
use super::command::Run;
use super::workshop::Workshop;

/// Each of these gets a finding; the first ones are one project.
pub(super) const LINTED: [&str; 7] = [
    "compose.yaml",
    "Dockerfile",
    "api/Dockerfile.prod",
    "api/Dockerfile-alpine",
    "api/worker.dockerfile",
    "deploy/Containerfile",
    "deploy/docker-compose.override.yml",
];

/// Nobody reads these, though their names come near and their text would be full of findings.
pub(super) const LEFT_OUT: [&str; 6] = [
    "Dockerfile.dockerignore",
    "api/Dockerfile.j2",
    "api/dockerfile_test.go",
    ".github/workflows/docker-compose.yml",
    "deploy/composer.yml",
    "notes.md",
];

/// One finding, which has a safe fix: `apt-get-yes`.
const DOCKERFILE: &str = "\
FROM debian:12.5
RUN apt-get update && apt-get install --no-install-recommends curl=7.88.1-10 && rm -rf /var/lib/apt/lists/*
USER 1000
";

/// One finding: `unknown-build-target`.
const COMPOSE: &str = "\
services:
  web:
    build:
      context: .
      target: relaese
";

/// Writes the repository into an empty folder and commits it.
pub(super) fn write(folder: &Path) -> Result<(), StepError> {
    let compose = |path: &&str| path.ends_with(".yml") || path.ends_with(".yaml");
    for path in LINTED {
        write_file(folder, path, if compose(&path) { COMPOSE } else { DOCKERFILE })?;
    }
    for path in LEFT_OUT {
        write_file(folder, path, if compose(&path) { COMPOSE } else { DOCKERFILE })?;
    }
    write_file(folder, "Dockerfile.dockerignore", "notes.md\n")?;
    // What the override in `deploy` builds.
    std::fs::rename(folder.join("deploy/Containerfile"), folder.join("deploy/Dockerfile"))?;
    write_file(folder, "deploy/Containerfile", DOCKERFILE)?;
    git(folder, &["init", "--quiet", "--initial-branch=main"])?;
    commit(folder, "All of it")
}

/// Writes one file.
pub(super) fn write_file(folder: &Path, path: &str, text: &str) -> Result<(), StepError> {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
    Ok(std::fs::write(path, text)?)
}

/// Commits everything, without any hook.
pub(super) fn commit(folder: &Path, message: &str) -> Result<(), StepError> {
    git(folder, &["add", "--all"])?;
    git(folder, &["commit", "--quiet", "--no-verify", "--allow-empty", "--message", message])
}

/// Runs Git, which must work.
pub(super) fn git(folder: &Path, args: &[&str]) -> Result<(), StepError> {
    Run::new("git").args(args).folder(folder).works().map(drop)
}

/// The mirror of the hooks as the release workflow makes it: its package asks for the released wheel.
pub(super) fn mirror(shop: &Workshop, folder: &Path) -> Result<PathBuf, StepError> {
    for (from, to) in [
        (".pre-commit-hooks.yaml", ".pre-commit-hooks.yaml"),
        ("packaging/pre-commit/pyproject.toml", "pyproject.toml"),
    ] {
        write_file(folder, to, &std::fs::read_to_string(shop.root.join(from))?)?;
    }
    git(folder, &["init", "--quiet"])?;
    commit(folder, "The release")?;
    git(folder, &["tag", &format!("v{}", shop.version())])?;
    Ok(folder.to_path_buf())
}

/// The files that `docs/ci.md` tells to copy, by their paths: its blocks with a path behind the language.
pub(super) fn copied(shop: &Workshop) -> Result<Vec<(String, String)>, StepError> {
    let page = std::fs::read_to_string(shop.root.join("docs/ci.md"))?;
    let mut files = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some((_, path)) = line.strip_prefix("```").and_then(|info| info.split_once(' ')) else {
            continue;
        };
        let text = lines.by_ref().take_while(|line| *line != "```").flat_map(|line| [line, "\n"]).collect();
        files.push((path.to_owned(), text));
    }
    if files.is_empty() {
        Err(StepError::Failed("docs/ci.md has nothing to copy".to_owned()))
    } else {
        Ok(files)
    }
}
