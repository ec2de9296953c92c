//! `plimsoll migrate`: a `plimsoll.toml` from the configuration of hadolint.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use plimsoll_diagnostics::{SourceFile, Sources};
use plimsoll_linter::limits::FILE_BYTES;
use plimsoll_linter::{CONFIG_NAME, Disk, FileSystem, HADOLINT_NAMES, plain_path};
use plimsoll_report::{TextOptions, write_findings};
use plimsoll_rules::RULES;

use crate::failure::Failure;
use crate::plural::plural;
use crate::stderr::Stderr;
use crate::write::create;

/// Writes the file beside the one that is read.
pub(crate) fn migrate(named: Option<&str>) -> Result<ExitCode, Failure> {
    let named = named.map(|path| plain_path(Path::new(path)));
    let disk = Disk::here(&[named.clone().unwrap_or_else(|| ".".to_owned())]).map_err(Failure::here)?;
    let is_there =
        |name: &&str| !matches!(disk.look(name), Err(why) if why.kind() == io::ErrorKind::NotFound);
    let path = match named {
        Some(path) => path,
        None => HADOLINT_NAMES.into_iter().find(is_there).map(str::to_owned).ok_or_else(|| {
            Failure::Usage("there is no .hadolint.yaml here; name the file to migrate".to_owned())
        })?,
    };
    let text = migrated(&disk, &path)?;
    let target = plain_path(&Path::new(&path).with_file_name(CONFIG_NAME));
    create(&disk, &target, &text)?;
    writeln!(Stderr, "wrote {target} with the settings of {path}, which Plimsoll no longer needs")?;
    Ok(ExitCode::SUCCESS)
}

/// The text of a `plimsoll.toml` with the settings of a configuration of hadolint.
pub(crate) fn migrated(disk: &Disk, path: &str) -> Result<String, Failure> {
    let bytes = disk.read(path, FILE_BYTES).map_err(|why| Failure::File(path.to_owned(), why))?;
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
