//! What a release needs that is kept in the repository: versions in step, a changelog, manifests for other channels, and a
//! workflow that cannot stop half-way. RELEASING.md says when each is asked for.

mod agreement;
mod changelog;
mod manifests;
mod template;
mod trial;
mod workflow;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::cargo::{cargo, succeed};
use crate::repository::{self, File};
use crate::{Problems, tidy, versions};

/// What to do.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Checks that version, changelog, manifests, names and workflow agree
    Check {
        /// The tag that is about to be released; without it the changelog may still say "Unreleased"
        #[arg(long)]
        tag: Option<String>,
    },
    /// Puts a new version in every file that names one
    Prepare {
        /// Such as `0.2.0`, or `0.2.0-rc.1` for a rehearsal
        version: String,
    },
    /// Prints what the changelog says about the version of the workspace
    Notes,
    /// Writes the manifests for other channels
    Manifests {
        /// `SHA256SUMS` of the archives; without it, zeros stand for the checksums
        #[arg(long)]
        sums: Option<PathBuf>,
        /// Where to [default: where they are committed]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Installs a published version from every registry and runs it
    Try {
        /// The version
        version: String,
    },
}

/// Does what is asked for.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    match &options.task {
        Task::Check { tag } => check(root, tag.as_deref()),
        Task::Prepare { version } => prepare(root, version),
        Task::Notes => changelog::notes(root).map(|notes| print!("{notes}")),
        Task::Manifests { sums, out } => {
            let out = out.clone().unwrap_or_else(|| root.join(manifests::FOLDER));
            manifests::write(root, sums.as_deref(), &out)
        }
        Task::Try { version } => trial::run(version),
    }
}

/// Writes the manifests with these check sums.
pub(crate) fn write_manifests(root: &Path, sums: &Path, out: &Path) -> Result<(), Problems> {
    manifests::write(root, Some(sums), out)
}

/// Whether everything agrees.
fn check(root: &Path, tag: Option<&str>) -> Result<(), Problems> {
    let version = versions::of_workspace(root);
    let mut problems = tidy::other_versions(root);
    if let Some(tag) = tag.filter(|tag| *tag != format!("v{version}")) {
        problems.push(format!("the tag is {tag}, and Cargo.toml says {version}"));
    }
    problems.extend(changelog::check(root, &version, tag.is_some()));
    problems.extend(agreement::check(root));
    problems.extend(manifests::check(root));
    problems.extend(workflow::check(root));
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Puts a version everywhere. Nothing is committed, and nothing leaves this folder.
fn prepare(root: &Path, version: &str) -> Result<(), Problems> {
    if !versions::is_version(version) {
        return Err(vec![format!("`{version}` is not a version: write 0.2.0 or 0.2.0-rc.1")]);
    }
    for file in repository::files(root).filter(File::is_kept_in_step) {
        let places = versions::places(&file.path, &file.text);
        put(root, &file.path, &file.text, &versions::replaced(&file.text, &places, version))?;
    }
    let path = root.join("CHANGELOG.md");
    let text = std::fs::read_to_string(&path).map_err(|error| vec![format!("CHANGELOG.md: {error}")])?;
    put(root, "CHANGELOG.md", &text, &changelog::released(&text, version))?;
    manifests::write(root, None, &root.join(manifests::FOLDER))?;
    // The lock files are right already; cargo has the last word. It needs no crate for that, only those for this platform
    // are here.
    succeed(cargo().args(["update", "--quiet", "--workspace", "--offline", "--locked"]).current_dir(root))?;
    check(root, None)
}

fn put(root: &Path, path: &str, old: &str, new: &str) -> Result<(), Problems> {
    if old == new {
        return Ok(());
    }
    println!("wrote {path}");
    std::fs::write(root.join(path), new).map_err(|error| vec![format!("{path}: {error}")])
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_release_could_be_prepared() {
        let problems = super::check(&crate::root(), None).err().unwrap_or_default();
        assert!(problems.is_empty(), "\n{}", problems.join("\n"));
    }
}
