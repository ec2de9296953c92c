//! Applying edits to text. Only this module decides about overlap and order.

use std::collections::{BTreeMap, HashSet};

use crate::{Edit, FileId, Fix, Sources, Span};

/// The result of applying fixes.
#[derive(Debug)]
pub struct Applied<'f> {
    /// The new text of each file that changed.
    pub texts: BTreeMap<FileId, String>,
    /// The applied fixes. The others overlap one of these and are left for the next round.
    pub fixes: Vec<&'f Fix>,
}

/// Applies fixes, each completely or not at all. If two fixes change the same bytes, the first in `fixes` is applied.
pub fn apply<'f>(sources: &Sources, fixes: impl IntoIterator<Item = &'f Fix>) -> Applied<'f> {
    let mut taken: BTreeMap<Span, &Edit> = BTreeMap::new();
    let mut seen: HashSet<&[Edit]> = HashSet::new();
    let mut applied: Vec<&Fix> = Vec::new();
    for fix in fixes {
        // Two findings that ask for the very same change are one change.
        if fix.edits.is_empty() || !seen.insert(&fix.edits) {
            continue;
        }
        let mut done = Vec::new();
        for edit in &fix.edits {
            if meets(&taken, edit.span) {
                break;
            }
            taken.insert(edit.span, edit);
            done.push(edit.span);
        }
        if done.len() == fix.edits.len() {
            applied.push(fix);
        } else {
            for span in done {
                taken.remove(&span);
            }
        }
    }
    let mut by_file: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for (span, edit) in taken {
        by_file.entry(span.file).or_default().push(edit);
    }
    let texts =
        by_file.into_iter().map(|(file, edits)| (file, rewrite(&sources.file(file).text, &edits))).collect();
    Applied { texts, fixes: applied }
}

/// Whether an edit cannot be made besides those that are taken. They do not meet each other, so its neighbours decide.
fn meets(taken: &BTreeMap<Span, &Edit>, span: Span) -> bool {
    let before = taken.range(..=span).next_back();
    let after = taken.range(span..).next();
    before.into_iter().chain(after).any(|(other, _)| clash(*other, span))
}

/// Whether both cannot be done: they share a byte, or start at the same place, where the order would be a guess.
fn clash(one: Span, other: Span) -> bool {
    one.overlaps(other)
        || (one.file == other.file && one.start == other.start)
        // An insertion in the middle of what another edit replaces.
        || (one.is_empty() && other.start < one.start && one.start < other.end && one.file == other.file)
        || (other.is_empty() && one.start < other.start && other.start < one.end && one.file == other.file)
}

/// `edits` are in order and do not meet.
fn rewrite(text: &str, edits: &[&Edit]) -> String {
    let mut out = String::with_capacity(text.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.span.start as usize).unwrap_or_default());
        out.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SourceFile;

    #[test]
    fn all_of_a_fix_or_none() {
        let sources = Sources::new();
        let file = sources.add(SourceFile::new("f", "abcdef"));
        let span = |start, end| Span::new(file, start, end);
        let fixes = [
            Fix::safe("one").replace(span(1, 2), "B").insert_after(span(5, 6), "!"),
            Fix::safe("meets the first").replace(span(0, 2), "xx").delete(span(3, 4)),
            Fix::safe("fits").delete(span(3, 4)),
            Fix::safe("the same again").delete(span(3, 4)),
            Fix::safe("meets itself").replace(span(4, 5), "").insert_before(span(4, 5), "x"),
        ];
        let applied = apply(&sources, &fixes);
        assert_eq!(applied.texts[&file], "aBcef!");
        assert_eq!(applied.fixes.iter().map(|fix| &*fix.title).collect::<Vec<_>>(), ["one", "fits"]);
    }
}
