//! The commands that README.md starts with, run exactly as written, in a repository with a Dockerfile and a Compose file.

use super::command::Run;
use super::workshop::Workshop;
use super::{Proof, StepError, newcomer, sample};

const DOCKERFILE: &str = "\
FROM debian:12.5 AS build
RUN apt-get update && apt-get install --no-install-recommends curl=7.88.1-10 && rm -rf /var/lib/apt/lists/*
USER 1000
";

const COMPOSE: &str = "\
services:
  web:
    build:
      context: .
      target: biuld
";

pub(super) fn prove(shop: &Workshop) -> Proof {
    shop.needs("git")?;
    shop.needs("bash")?;
    let folder = shop.fresh("start")?;
    let programs = shop.environment(&folder.join("venv"))?;
    // The newcomer has pre-commit already.
    Run::new(programs.join("pip")).args(["install", "--quiet", "pre-commit"]).works()?;
    let repository = folder.join("repository");
    std::fs::create_dir(&repository)?;
    sample::write_file(&repository, "Dockerfile", DOCKERFILE)?;
    sample::write_file(&repository, "compose.yaml", COMPOSE)?;
    sample::git(&repository, &["init", "--quiet"])?;
    sample::commit(&repository, "A service")?;

    // The mirror of this version stands where the released one will.
    let mirror = sample::mirror(shop, &folder.join("hooks-pre-commit"))?;
    let hooks = mirror.to_string_lossy().trim_end_matches("-pre-commit").to_owned();
    let wheels = shop.wheel()?.parent().unwrap_or(&folder);
    let first = shop.fresh("start-path")?;
    let run = |command: &str| {
        let run = Run::new("bash").args(["-c", command]).folder(&repository).env("PIP_FIND_LINKS", wheels);
        run.env("PRE_COMMIT_HOME", first.join("home"))
            .env("GIT_CONFIG_COUNT", "1")
            .env("GIT_CONFIG_KEY_0", format!("url.file://{hooks}.insteadOf"))
            .env("GIT_CONFIG_VALUE_0", "https://github.com/plimsoll-lint/plimsoll")
            .with_path(&programs.join("plimsoll"))
    };
    for command in &newcomer::commands(shop, "start")? {
        let (code, said) = run(command)?.ends()?;
        // Each does its work the first time; those that look may have found something.
        let looks =
            ["plimsoll check", "plimsoll fix", "pre-commit run"].iter().any(|one| command.starts_with(one));
        match code {
            Some(0) => {}
            Some(1) if looks => drop(said.says("unknown-build-target")?),
            _ => return Err(StepError::Failed(format!("`{command}` ended with {code:?}:\n{}", said.text()))),
        }
        if command == "plimsoll check" {
            said.says("apt-get-yes")?.says("unknown-build-target")?.says("did you mean `build`?")?;
        }
    }
    if !repository.join(".pre-commit-config.yaml").exists() {
        for (path, text) in sample::copied(shop)?.iter().filter(|(path, _)| path == ".pre-commit-config.yaml")
        {
            sample::write_file(&repository, path, text)?;
        }
        sample::git(&repository, &["add", "--all"])?;
    }
    // What was certain is fixed by now, and what a person must decide is still said, by the hook too.
    run("plimsoll check")?.exits(1)?.says("unknown-build-target")?.never_says("apt-get-yes")?;
    run("pre-commit run --all-files")?.exits(1)?.says("unknown-build-target")?;
    Ok(())
}
