//! What configurations say in vain: overrides that match no file, and a file of hadolint's with nothing to check below.

use std::collections::BTreeSet;

use plimsoll_diagnostics::Diagnostic;

use super::callers::Callers;
use super::{Configs, Configured, held_by};
use crate::folders::{climbs, folder_of, holds, join, name_of};
use crate::formats::CONFIG_NAME;
use crate::{FileSystem, Workspace};

/// The files in a folder and in those below. Only for one above the run, all files are looked at.
fn below<'f>(files: &BTreeSet<&'f String>, folder: &str) -> Vec<&'f String> {
    if matches!(folder, "." | "/") || climbs(folder) > 0 {
        return files.iter().copied().filter(|file| holds(folder, folder_of(file))).collect();
    }
    let start = format!("{folder}/");
    let from = files.range::<String, _>(start.clone()..).copied();
    from.take_while(|file| file.starts_with(&start)).collect()
}

impl Configs {
    /// What is written for no file, in configurations that lie where everything was searched.
    pub(crate) fn unused<'p>(
        &self,
        workspace: &Workspace,
        linted: impl Iterator<Item = &'p String>,
    ) -> Vec<Diagnostic> {
        let was_searched = |folder: &str| workspace.searched.iter().any(|searched| holds(searched, folder));
        let of_hadolint = |folder: &str, one: &Configured| {
            one.config.hadolint_path().filter(|path| held_by(path) == folder).map(str::to_owned)
        };
        let mut candidates = self
            .by_folder
            .iter()
            .filter(|(folder, _)| was_searched(folder))
            .filter(|(folder, one)| one.config.has_overrides() || of_hadolint(folder, one).is_some())
            .peekable();
        if candidates.peek().is_none() {
            return Vec::new();
        }
        let linted: BTreeSet<&String> = linted.collect();
        let files: BTreeSet<&String> = workspace.linted().chain(linted.iter().copied()).collect();
        let mut unused = Vec::new();
        for (folder, one) in candidates {
            let below = below(&files, folder);
            let is_in_vain = !files.is_empty() && below.is_empty();
            let path = of_hadolint(folder, one).filter(|path| is_in_vain && !self.extended.contains(path));
            if let Some(path) = path {
                unused.extend(self.in_vain(&path, folder));
            }
            // What it extends is for others too.
            let Some(own) = self.sources.find(&join(folder, CONFIG_NAME)) else { continue };
            let places = one.config.unused_overrides(&below);
            for place in places.into_iter().filter(|place| place.file == own) {
                let mut finding =
                    Diagnostic::new("unused-override", place, "no checked file matches this pattern");
                finding.help("remove the pattern, or make it relative to this file's directory");
                unused.push(finding);
            }
        }
        unused
    }

    /// Leaves out configurations of hadolint's that another program uses.
    pub(crate) fn leave_out_used(
        &self,
        findings: &mut Vec<Diagnostic>,
        files: &dyn FileSystem,
        workspace: &Workspace,
    ) {
        let mut callers = Callers::new(files, workspace);
        findings.retain(|finding| {
            let path = &self.sources.file(finding.primary.span.file).path;
            finding.rule != "unused-config" || !name_of(path).contains("hadolint") || !callers.pass(path)
        });
    }

    /// A file of hadolint's that hadolint is given by name, so that it may lie anywhere.
    fn in_vain(&self, path: &str, folder: &str) -> Option<Diagnostic> {
        let text = self.sources.text(self.sources.find(path)?);
        let line = text.slice(0, text.raw.lines().next().map_or(0, str::len));
        let mut finding = Diagnostic::new("unused-config", line.span, "this configuration has no effect");
        finding.here(format!("no file in `{folder}` is checked"));
        finding.help(format!(
            "move the file to the directory that it applies to, or run `plimsoll check --config {path}`"
        ));
        Some(finding)
    }
}
