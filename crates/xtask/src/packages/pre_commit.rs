//! The hooks, with the real pre-commit: tried, installed, run by `git commit`; from this repository and from a mirror.

use std::path::{Path, PathBuf};

use super::command::Run;
use super::workshop::Workshop;
use super::{Proof, StepError, sample};

pub(super) fn prove(shop: &Workshop) -> Proof {
    shop.needs("git")?;
    let hooks = Hooks { shop, program: shop.tool("pre-commit")?, folder: shop.fresh("pre-commit")? };
    hooks.run("validate-manifest").args([shop.root.join(".pre-commit-hooks.yaml")]).works()?;
    let mirror = sample::mirror(shop, &hooks.folder.join("mirror"))?;
    hooks.the_wheel_is_used(&mirror)?;
    hooks.the_right_files_are_chosen(&mirror)?;
    hooks.an_installed_program_is_used()?;
    hooks.this_repository_is_built()
}

struct Hooks<'s> {
    shop: &'s Workshop,
    program: PathBuf,
    folder: PathBuf,
}

impl Hooks<'_> {
    /// pre-commit, with a cache of its own, and with the wheel of this build where pip looks for it.
    fn run(&self, command: &str) -> Run {
        Run::new(&self.program).args([command]).env("PRE_COMMIT_HOME", self.folder.join("home"))
    }

    /// pre-commit that finds the wheel of this build, as it will find the released one.
    fn run_with_wheel(&self, command: &str, repository: &Path) -> Result<Run, StepError> {
        let wheels = self.shop.wheel()?.parent().unwrap_or(&self.folder);
        Ok(self.run(command).env("PIP_FIND_LINKS", wheels).folder(repository))
    }

    /// A new repository of a user.
    fn user(&self, name: &str) -> Result<PathBuf, StepError> {
        let repository = self.folder.join(name);
        std::fs::create_dir_all(&repository)?;
        sample::write(&repository)?;
        Ok(repository)
    }

    /// Installed as the documentation says; then `git commit` itself is refused, and passes once all is well.
    fn the_wheel_is_used(&self, mirror: &Path) -> Proof {
        let repository = self.user("commits")?;
        sample::write_file(
            &repository,
            ".pre-commit-config.yaml",
            &configuration(mirror, &format!("v{}", self.shop.version()), "plimsoll"),
        )?;
        self.run_with_wheel("install", &repository)?.args(["--install-hooks"]).works()?;
        sample::git(&repository, &["add", ".pre-commit-config.yaml"])?;
        let commit = || {
            let wheels = self.shop.wheel()?.parent().unwrap_or(&self.folder);
            let commit = Run::new("git").args(["commit", "--message", "A change"]).folder(&repository);
            let commit =
                commit.env("PRE_COMMIT_HOME", self.folder.join("home")).env("PIP_FIND_LINKS", wheels);
            commit.with_path(&self.program)
        };
        // Nothing of it is linted.
        commit()?.works()?.says("Skipped")?;
        let dockerfile = std::fs::read_to_string(repository.join("Dockerfile"))?;
        sample::write_file(&repository, "Dockerfile", &format!("# Changed\n{dockerfile}"))?;
        sample::git(&repository, &["add", "Dockerfile"])?;
        let said = commit()?.exits(1)?;
        said.says("apt-get-yes")?.says("--> Dockerfile:3:")?.never_says("Containerfile")?;
        sample::write_file(&repository, "Dockerfile", &dockerfile.replace("install", "install --yes"))?;
        sample::git(&repository, &["add", "Dockerfile"])?;
        commit()?.works()?.says("Passed")?;
        // What changed between two revisions, as CI asks.
        let between =
            self.run_with_wheel("run", &repository)?.args(["--from-ref", "HEAD~1", "--to-ref", "HEAD"]);
        between.works()?.says("Passed")?;
        Ok(())
    }

    fn the_right_files_are_chosen(&self, mirror: &Path) -> Proof {
        let repository = self.user("tries")?;
        let tries =
            self.run_with_wheel("try-repo", &repository)?.args([mirror]).args(["plimsoll", "--all-files"]);
        let said = tries.exits(1)?;
        for path in sample::LINTED {
            said.says(&format!("--> {path}:"))?;
        }
        // The hook gets ignore files for what they decide, and finds nothing in them.
        for path in sample::LEFT_OUT {
            said.never_says(&format!("--> {path}:"))?;
        }
        // One process for all of them: one summary.
        let summaries = said.text().matches("with `--preset security`").count();
        if summaries == 1 {
            Ok(())
        } else {
            Err(StepError::Failed(format!("{summaries} processes, not one")))
        }
    }

    /// `plimsoll-system` takes the program from the path.
    fn an_installed_program_is_used(&self) -> Proof {
        let repository = self.user("system")?;
        let tries = self.run("try-repo").args([&self.shop.root]).args(["plimsoll-system", "--all-files"]);
        let tries = tries.folder(&repository).with_path(&self.shop.program()?)?;
        tries.exits(1)?.says("unknown-build-target")?;
        Ok(())
    }

    /// pre-commit clones this repository at its last commit and builds the wheel from there.
    fn this_repository_is_built(&self) -> Proof {
        let repository = self.user("builds")?;
        let head = Run::new("git").args(["rev-parse", "HEAD"]).folder(&self.shop.root).works()?;
        let configuration = configuration(&self.shop.root, head.text().trim(), "plimsoll");
        sample::write_file(&repository, ".pre-commit-config.yaml", &configuration)?;
        sample::git(&repository, &["add", "--all"])?;
        let run = self.run("run").args(["--all-files"]).folder(&repository);
        // Not in `target` itself: Cargo would take these crates for the ones here.
        let run = run
            .env("CARGO_TARGET_DIR", self.shop.root.join("target/packages/cargo"))
            .env("MATURIN_PEP517_ARGS", format!("--profile {}", self.shop.profile()));
        run.exits(1)?.says("unknown-build-target")?;
        Ok(())
    }
}

/// What a user writes.
fn configuration(hooks: &Path, revision: &str, hook: &str) -> String {
    let hooks = hooks.display();
    format!("repos:\n  - repo: {hooks}\n    rev: {revision}\n    hooks:\n      - id: {hook}\n")
}
