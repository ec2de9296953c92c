//! `plimsoll init`: a commented `plimsoll.toml`, and what runs the linter elsewhere.

use std::io::Write;
use std::process::ExitCode;

use plimsoll_linter::{CONFIG_NAME, Disk};

use crate::args::InitArgs;
use crate::failure::Failure;
use crate::stderr::Stderr;
use crate::write::create;

/// Writes what was asked for. What exists is left alone, and shown what could be added to it.
pub(crate) fn init(args: &InitArgs) -> Result<ExitCode, Failure> {
    let files = [
        (true, CONFIG_NAME, include_str!("init/plimsoll.toml"), "`plimsoll check` reads it"),
        (
            args.hook,
            ".pre-commit-config.yaml",
            include_str!("init/pre-commit-config.yaml"),
            "run `pre-commit install` now",
        ),
        (
            args.github,
            ".github/workflows/plimsoll.yml",
            include_str!("init/github.yml"),
            "it runs with the next push",
        ),
        (args.gitlab, ".gitlab-ci.yml", include_str!("init/gitlab.yml"), "it runs with the next push"),
    ];
    let disk = Disk::here(&[".".to_owned()]).map_err(Failure::here)?;
    let has_more = args.hook || args.github || args.gitlab;
    let mut code = ExitCode::SUCCESS;
    for (_, path, text, next) in files.into_iter().filter(|(is_wanted, ..)| *is_wanted) {
        let text = text.replace("@VERSION@", env!("CARGO_PKG_VERSION"));
        match create(&disk, path, &text) {
            Ok(()) => writeln!(std::io::stdout(), "wrote {path}: {next}")?,
            // Whoever wants a hook or a workflow may well have a configuration.
            Err(Failure::Usage(_)) if path == CONFIG_NAME && has_more => {}
            Err(Failure::Usage(why)) => {
                code = ExitCode::from(2);
                writeln!(Stderr, "error: {why}")?;
                if path != CONFIG_NAME {
                    writeln!(std::io::stdout(), "this is what to add to {path}:\n\n{text}")?;
                }
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(code)
}
