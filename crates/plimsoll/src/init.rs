//! `plimsoll init`: a `plimsoll.toml` to start from, and what runs the linter elsewhere.

mod surroundings;

use std::io::Write;
use std::process::ExitCode;

use plimsoll_linter::{CONFIG_NAME, Disk};

use crate::args::InitArgs;
use crate::failure::Failure;
use crate::migrate::migrated;
use crate::stderr::Stderr;
use crate::write::create;
use surroundings::{HadolintFile, Surroundings, exists};

/// Writes what was asked for. What exists is left alone, and shown what could be added to it.
pub(crate) fn init(args: &InitArgs) -> Result<ExitCode, Failure> {
    let disk = Disk::here(&[".".to_owned()]).map_err(Failure::here)?;
    let around = Surroundings::find(&disk);
    let has_more = args.hook || args.github || args.gitlab;
    let mut code = ExitCode::SUCCESS;
    // Someone who wants a hook or a workflow may well have a configuration.
    if !(has_more && exists(&disk, CONFIG_NAME)) {
        let (text, next) = configuration(&disk, around.hadolint.as_ref())?;
        create(&disk, CONFIG_NAME, &text)?;
        writeln!(std::io::stdout(), "wrote {CONFIG_NAME}{next}")?;
    }
    let files = [
        (
            args.hook,
            ".pre-commit-config.yaml",
            include_str!("init/pre-commit-config.yaml"),
            "run `pre-commit install` next",
        ),
        (
            args.github,
            ".github/workflows/plimsoll.yml",
            include_str!("init/github.yml"),
            "it runs on the next push",
        ),
        (args.gitlab, ".gitlab-ci.yml", include_str!("init/gitlab.yml"), "it runs on the next push"),
    ];
    for (_, name, text, next) in files.into_iter().filter(|(is_wanted, ..)| *is_wanted) {
        // pre-commit, GitHub and GitLab read these in the root of the repository only.
        let path = format!("{}{name}", around.root);
        let text = text.replace("@VERSION@", env!("CARGO_PKG_VERSION"));
        match create(&disk, &path, &text) {
            Ok(()) => writeln!(std::io::stdout(), "wrote {path}: {next}")?,
            Err(Failure::Usage(why)) => {
                code = ExitCode::from(2);
                writeln!(Stderr, "error: {why}")?;
                writeln!(std::io::stdout(), "add this to {path}:\n\n{text}")?;
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(code)
}

/// The text of the configuration, and what to say about it. It must not turn off what a configuration of hadolint
/// turned on.
fn configuration(disk: &Disk, hadolint: Option<&HadolintFile>) -> Result<(String, String), Failure> {
    let template = include_str!("init/plimsoll.toml");
    Ok(match hadolint {
        None => (template.to_owned(), ": `plimsoll check` reads it".to_owned()),
        Some(HadolintFile::Beside(path)) => (migrated(disk, path)?, format!(" with the settings of {path}")),
        Some(HadolintFile::Elsewhere(path)) => {
            let both = template.replace(r#"["recommended"]"#, r#"["recommended", "hadolint"]"#);
            (both, format!(": it extends `hadolint` too, because {path} applies here"))
        }
    })
}
