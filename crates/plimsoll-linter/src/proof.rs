//! Proof that a safe fix keeps what a file means: the new text is read again and compared with the old tree, piece by
//! piece. Knows no rule: what no edit touches must read as before, and what one touches must stand for the same.

mod changes;

use std::collections::BTreeMap;

use plimsoll_diagnostics::{Edit, FileId, Fix, SourceFile, Sources, Span, apply};

use crate::FileKind;
pub(crate) use changes::Changes;

/// Where a change of text may change what a file means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unproven {
    /// In these places of the old text.
    At(Vec<Span>),
    /// It is not known where.
    Somewhere,
}

/// What a comparison gives: nothing to say, or a doubt.
pub(crate) type Proof = Result<(), Unproven>;

/// Whether a fix, made alone, certainly keeps what its files mean.
pub fn keeps_meaning(sources: &Sources, fix: &Fix) -> bool {
    doubts(sources, std::iter::once(fix)).is_empty()
}

/// Fixes of which it is not proved that they keep what the files mean.
#[derive(Default)]
pub(crate) struct Unproved<'f> {
    /// They would perhaps change it.
    pub(crate) doubtful: Vec<&'f Fix>,
    /// Too many others were tried.
    pub(crate) untried: Vec<&'f Fix>,
}

/// Leaves out of some fixes, all made together, those of which it is not proved that they keep what the files mean.
/// `left` says how often that may be tried, and is counted down.
pub(crate) fn unproved<'f>(sources: &Sources, fixes: &[&'f Fix], left: &mut usize) -> Unproved<'f> {
    let mut unproved = Unproved::default();
    for (file, doubt) in doubts(sources, fixes.iter().copied()) {
        let is_there = |fix: &&Fix| fix.edits.iter().any(|edit| edit.span.file == file);
        let there = fixes.iter().copied().filter(is_there).collect();
        let mut search = Search { sources, left: &mut *left, unproved: &mut unproved };
        search.narrow_by_place(there, doubt);
    }
    unproved
}

/// Looks for the fixes of one file that cannot be proved.
struct Search<'s, 'f> {
    sources: &'s Sources,
    /// How many more proofs may be tried.
    left: &'s mut usize,
    unproved: &'s mut Unproved<'f>,
}

impl<'f> Search<'_, 'f> {
    /// Looks at those apart that are at the places of the doubt.
    fn narrow_by_place(&mut self, fixes: Vec<&'f Fix>, doubt: Unproven) {
        let Unproven::At(places) = doubt else {
            self.narrow(fixes);
            return;
        };
        let mut groups: BTreeMap<usize, Vec<&'f Fix>> = BTreeMap::new();
        let mut others = Vec::new();
        for fix in fixes {
            let meets = |place: &Span| fix.edits.iter().any(|edit| place.contains(edit.span));
            match places.iter().position(meets) {
                Some(at) => groups.entry(at).or_default().push(fix),
                None => others.push(fix),
            }
        }
        self.narrow(others);
        for (_, group) in groups {
            self.narrow(group);
        }
    }

    /// Halves until the doubtful ones are alone; gives back those that are proved together.
    fn narrow(&mut self, fixes: Vec<&'f Fix>) -> Vec<&'f Fix> {
        if fixes.is_empty() {
            return fixes;
        }
        let Some(rest) = self.left.checked_sub(1) else {
            self.unproved.untried.extend(fixes);
            return Vec::new();
        };
        *self.left = rest;
        if doubts(self.sources, fixes.iter().copied()).is_empty() {
            return fixes;
        }
        if fixes.len() < 2 {
            self.unproved.doubtful.extend(fixes);
            return Vec::new();
        }
        let mut first = fixes;
        let second = first.split_off(first.len() / 2);
        let mut kept = self.narrow(first);
        let more = self.narrow(second);
        let alone = kept.len();
        kept.extend(more);
        if !doubts(self.sources, kept.iter().copied()).is_empty() {
            // Each half alone is right, both together are not: the second waits for the next round.
            self.unproved.untried.extend(kept.split_off(alone));
        }
        kept
    }
}

/// The files that would perhaps mean something else afterwards, and where.
fn doubts<'f>(sources: &Sources, fixes: impl Iterator<Item = &'f Fix>) -> Vec<(FileId, Unproven)> {
    let applied = apply(sources, fixes);
    let edits_of = |file: FileId| {
        let edits = applied.fixes.iter().flat_map(|fix| &fix.edits);
        edits.filter(|edit| edit.span.file == file).collect::<Vec<_>>()
    };
    let doubt = |(file, text): (&FileId, &String)| {
        let old = sources.file(*file);
        let mut doubt = doubt(&old.path, &old.text, text, &edits_of(*file))?;
        if let Unproven::At(places) = &mut doubt {
            for place in places {
                place.file = *file;
            }
        }
        Some((*file, doubt))
    };
    applied.texts.iter().filter_map(doubt).collect()
}

/// Why the new text of a file would perhaps mean something else; `None` when it certainly means the same.
fn doubt(path: &str, old: &str, new: &str, edits: &[&Edit]) -> Option<Unproven> {
    let changes = Changes::new(edits);
    let sources = Sources::new();
    let (before, after) = (sources.add(SourceFile::new(path, old)), sources.add(SourceFile::new(path, new)));
    FileKind::of_named(path).format().same_meaning(&sources, before, after, &changes).err()
}

#[cfg(test)]
mod tests;
