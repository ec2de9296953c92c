//! `plimsoll migrate`: a `plimsoll.toml` from the configuration of hadolint.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use plimsoll_diagnostics::{SourceFile, Sources};
use plimsoll_linter::limits::FILE_BYTES;
use plimsoll_linter::{CONFIG_NAME, DiskFiles, FileSystem, HADOLINT_NAMES, plain_path};
use plimsoll_report::{TextOptions, write_findings};
use plimsoll_rules::RULES;

use crate::check::plural;
use crate::failure::Failure;
use crate::write::create;

/// Writes the file beside the one that is read.
pub(crate) fn migrate(named: Option<&str>) -> Result<ExitCode, Failure> {
    let is_there = |name: &&str| DiskFiles.read(name, 0).is_ok();
    let path = match named {
        Some(path) => plain_path(Path::new(path)),
        None => HADOLINT_NAMES.into_iter().find(is_there).map(str::to_owned).ok_or_else(|| {
            Failure::Usage("there is no .hadolint.yaml here; name the file to migrate".to_owned())
        })?,
    };
    let text = migrated(&path)?;
    let target = Path::new(&path).with_file_name(CONFIG_NAME);
    create(&target, &text)?;
    writeln!(
        std::io::stderr(),
        "wrote {} with the settings of {path}, which Plimsoll no longer needs",
        target.display()
    )?;
    Ok(ExitCode::SUCCESS)
}

/// The text of a `plimsoll.toml` with the settings of a configuration of hadolint.
pub(crate) fn migrated(path: &str) -> Result<String, Failure> {
    let bytes = DiskFiles.read(path, FILE_BYTES).map_err(|why| Failure::File(path.to_owned(), why))?;
    let sources = Sources::new();
    let file = sources.add(SourceFile::new(path, String::from_utf8_lossy(&bytes)));
    let (text, problems) = plimsoll_linter::migrate(sources.text(file), RULES);
    if !problems.is_empty() {
        // What stands there was meant to say something, and would be lost with the file.
        write_findings(&sources, &problems, TextOptions::default(), &mut std::io::stderr().lock())?;
        let mistakes = plural(problems.len(), "mistake");
        return Err(Failure::Usage(format!("{path} has {mistakes}, so nothing was written")));
    }
    Ok(text)
}
