//! `plimsoll migrate`: a `plimsoll.toml` from the configuration of other linters.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use plimsoll_diagnostics::{SourceFile, Sources};
use plimsoll_linter::limits::FILE_BYTES;
use plimsoll_linter::{
    CONFIG_NAME, Disk, FileSystem, PeerFile, PeerPath, Workspace, folder_for, peer_files, plain_path, today,
};
use plimsoll_report::{TextOptions, visible, write_findings};
use plimsoll_rules::RULES;

use crate::failure::Failure;
use crate::stderr::Stderr;
use crate::write::create;

/// A `plimsoll.toml` to be.
struct Target {
    path: String,
    text: String,
    said: Vec<String>,
}

/// Writes a file for each directory that has configurations, or for the one that is named.
pub(crate) fn migrate(named: Option<&str>) -> Result<ExitCode, Failure> {
    let named = named.map(|path| plain_path(Path::new(path)));
    let here = ".".to_owned();
    let disk =
        Disk::here(&[here.clone(), named.clone().unwrap_or_else(|| here.clone())]).map_err(Failure::here)?;
    let workspace = Workspace::find(&disk, &[here]);
    let files: BTreeMap<String, Vec<PeerPath>> = match named {
        Some(path) => [(folder_for(&path, &workspace), vec![PeerPath::new(path)])].into(),
        None => peer_files(&workspace),
    };
    if files.is_empty() {
        return Err(Failure::Usage(
            "found no configuration for hadolint, dclint, Trivy, Checkov, KICS or tally; specify the file to convert"
                .to_owned(),
        ));
    }
    let mut targets = Vec::new();
    for (folder, files) in &files {
        targets.push(target(&disk, folder, files)?);
    }
    let existing = targets.iter().find(|target| disk.look(&target.path).is_ok());
    if let Some(existing) = existing.map(|target| target.path.clone()) {
        return print(&targets, &existing);
    }
    for target in &targets {
        create(&disk, &target.path, &target.text)?;
        writeln!(Stderr, "wrote {}", visible(&target.path))?;
        for line in &target.said {
            writeln!(Stderr, "  {}", visible(line))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints what would be written: nobody's file is replaced, and none is half of the answer.
fn print(targets: &[Target], existing: &str) -> Result<ExitCode, Failure> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    for (at, target) in targets.iter().enumerate() {
        if targets.len() > 1 {
            writeln!(out, "{}# {}", if at == 0 { "" } else { "\n" }, visible(&target.path))?;
        }
        out.write_all(target.text.as_bytes())?;
    }
    Err(Failure::Usage(format!(
        "{existing} already exists, so nothing was written; add the settings above to it"
    )))
}

/// What belongs in the `plimsoll.toml` of a directory.
fn target(disk: &Disk, folder: &str, files: &[PeerPath]) -> Result<Target, Failure> {
    let (text, said) = converted(disk, files)?;
    Ok(Target { path: plain_path(&Path::new(folder).join(CONFIG_NAME)), text, said })
}

/// The text of a `plimsoll.toml` with the settings of these files, and what to say about each.
fn converted(disk: &Disk, files: &[PeerPath]) -> Result<(String, Vec<String>), Failure> {
    let sources = Sources::new();
    let mut read = Vec::new();
    for PeerPath { path, peer, is_inherited } in files {
        let bytes = disk.read(path, FILE_BYTES).map_err(|why| Failure::File(path.clone(), why))?;
        let file = sources.add(SourceFile::new(path, String::from_utf8_lossy(&bytes)));
        read.push(PeerFile { path, peer: *peer, is_inherited: *is_inherited, source: sources.text(file) });
    }
    let migrated = plimsoll_linter::migrate(&read, RULES, &today());
    if !migrated.problems.is_empty() {
        // What stands there was meant to say something; the new file has it as comments.
        write_findings(&sources, &migrated.problems, TextOptions::default(), &mut std::io::stderr().lock())?;
        writeln!(Stderr)?;
    }
    Ok((migrated.text, migrated.said))
}

/// The text of a `plimsoll.toml` with the settings of a configuration of hadolint.
pub(crate) fn migrated(disk: &Disk, path: &str) -> Result<String, Failure> {
    Ok(converted(disk, &[PeerPath { path: path.to_owned(), peer: None, is_inherited: false }])?.0)
}
