//! When two words of a Dockerfile stand for the same.

use plimsoll_dockerfile::{Pair, Word, expand::expand};

/// Whether two words have the same value, whatever their variables stand for.
pub(super) fn same_word(old: &Word<'_>, new: &Word<'_>) -> bool {
    if old.value == new.value && old.escape() == new.escape() {
        return true;
    }
    // A word may be refused, but then both must be.
    let value = |word: &Word<'_>, is_set: bool| match word.escape() {
        Some(escape) => {
            let lookup = |name: &str| is_set.then(|| format!("\u{1}{name}\u{2}"));
            expand(&word.value, escape, lookup).ok().map(|expanded| expanded.value)
        }
        None => Some(word.value.to_string()),
    };
    [true, false].into_iter().all(|is_set| value(old, is_set) == value(new, is_set))
}

/// Whether two lists of words are the same.
pub(super) fn same_words<'w, 's: 'w>(
    old: impl IntoIterator<Item = &'w Word<'s>>,
    new: impl IntoIterator<Item = &'w Word<'s>>,
) -> bool {
    let (mut old, mut new) = (old.into_iter(), new.into_iter());
    loop {
        match (old.next(), new.next()) {
            (None, None) => return true,
            (Some(old), Some(new)) if same_word(old, new) => {}
            _ => return false,
        }
    }
}

/// Whether two lists of names and values are the same.
pub(super) fn same_pairs(old: &[Pair<'_>], new: &[Pair<'_>]) -> bool {
    let same_value = |old: &Option<Word<'_>>, new: &Option<Word<'_>>| match (old, new) {
        (Some(old), Some(new)) => same_word(old, new),
        (None, None) => true,
        _ => false,
    };
    let same = |(old, new): (&Pair<'_>, &Pair<'_>)| {
        same_word(&old.name, &new.name) && same_value(&old.value, &new.value)
    };
    old.len() == new.len() && old.iter().zip(new).all(same)
}

/// A port as EXPOSE takes it: what names an address or a port of the host before it means nothing.
pub(super) fn port(word: &Word<'_>) -> String {
    word.value.rsplit(':').next().unwrap_or_default().to_ascii_lowercase()
}
