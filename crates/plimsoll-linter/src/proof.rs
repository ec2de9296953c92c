//! Proof that a safe fix keeps what a file means: the new text is read again and compared with the old tree, piece by
//! piece. Knows no rule: what no edit touches must read as before, and what one touches must stand for the same.

mod changes;
mod dockerfile;
mod script;
mod words;
mod yaml;

use plimsoll_diagnostics::{Edit, FileId, Fix, SourceFile, Sources, apply};
use plimsoll_project::Project;

use crate::FileKind;
use crate::limits::PROOFS_OF_A_FILE;
use changes::Changes;

/// Why a change of text is not made.
pub(crate) type Doubt = &'static str;

/// What a comparison gives: nothing to say, or a doubt.
type Proof = Result<(), Doubt>;

/// Whether a fix, made alone, certainly keeps what its files mean.
pub fn keeps_meaning(sources: &Sources, fix: &Fix) -> bool {
    doubts(sources, std::iter::once(fix)).is_empty()
}

/// The fixes of which it is proved that they keep what the files mean, all made together.
pub(crate) fn proven<'f>(sources: &Sources, mut fixes: Vec<&'f Fix>) -> Vec<&'f Fix> {
    for file in doubts(sources, fixes.iter().copied()) {
        let is_there = |fix: &&Fix| fix.edits.iter().any(|edit| edit.span.file == file);
        let (there, mut others): (Vec<_>, Vec<_>) = fixes.into_iter().partition(is_there);
        let mut left = PROOFS_OF_A_FILE;
        others.extend(narrow(sources, there, &mut left));
        fixes = others;
    }
    fixes
}

/// Halves until the doubtful ones are alone, and leaves those out.
fn narrow<'f>(sources: &Sources, fixes: Vec<&'f Fix>, left: &mut usize) -> Vec<&'f Fix> {
    let Some(rest) = left.checked_sub(1) else { return Vec::new() };
    *left = rest;
    if doubts(sources, fixes.iter().copied()).is_empty() {
        return fixes;
    }
    if fixes.len() < 2 {
        return Vec::new();
    }
    let mut first = fixes;
    let second = first.split_off(first.len() / 2);
    let mut kept = narrow(sources, first, left);
    let more = narrow(sources, second, left);
    let alone = kept.len();
    kept.extend(more);
    if !doubts(sources, kept.iter().copied()).is_empty() {
        kept.truncate(alone);
    }
    kept
}

/// The files that would perhaps mean something else afterwards.
fn doubts<'f>(sources: &Sources, fixes: impl Iterator<Item = &'f Fix>) -> Vec<FileId> {
    let applied = apply(sources, fixes);
    let edits_of = |file: FileId| {
        let edits = applied.fixes.iter().flat_map(|fix| &fix.edits);
        edits.filter(|edit| edit.span.file == file).collect::<Vec<_>>()
    };
    let is_doubtful = |(file, text): (&FileId, &String)| {
        let old = sources.file(*file);
        doubt(&old.path, &old.text, text, &edits_of(*file)).is_some()
    };
    applied.texts.iter().filter(|(file, text)| is_doubtful((file, text))).map(|(file, _)| *file).collect()
}

/// Why the new text of a file would perhaps mean something else; `None` when it certainly means the same.
fn doubt(path: &str, old: &str, new: &str, edits: &[&Edit]) -> Option<Doubt> {
    let changes = Changes::new(edits);
    let sources = Sources::new();
    let (before, after) = (sources.add(SourceFile::new(path, old)), sources.add(SourceFile::new(path, new)));
    let proof = match FileKind::of_named(path) {
        FileKind::Dockerfile => {
            let (before, after) =
                (Project::dockerfile(&sources, before), Project::dockerfile(&sources, after));
            match (&*before.dockerfiles, &*after.dockerfiles) {
                ([before], [after]) => dockerfile::same(before, after, &changes),
                _ => Err("it is no Dockerfile"),
            }
        }
        FileKind::Compose => yaml::same(sources.text(before), sources.text(after), &changes),
        FileKind::Config => Ok(()),
    };
    proof.err()
}

#[cfg(test)]
mod tests;
