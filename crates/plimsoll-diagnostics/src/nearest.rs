//! What was perhaps meant by a word that nobody knows.

/// Longer words are no slips of the finger, and comparing them would cost too much.
const LONGEST: usize = 64;

/// The candidate that is the fewest slips away from `word`: letters missing, too many, wrong or swapped, letter
/// case aside. One slip is allowed for every three letters; the first of equals wins.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word: Vec<char> = word.chars().take(LONGEST + 1).flat_map(char::to_lowercase).collect();
    let allowed = (word.len() / 3).max(1);
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let near = candidates.into_iter().filter(|candidate| {
        candidate.len().abs_diff(word.len()) <= allowed && foreign(&word, candidate) <= allowed
    });
    near.map(|candidate| (slips(&word, candidate), candidate))
        .filter(|(slips, _)| *slips <= allowed)
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

/// How many letters stand nowhere in the candidate: each of them is a slip. Counted first, for it costs little.
fn foreign(word: &[char], candidate: &str) -> usize {
    let is_known = |letter: &&char| candidate.chars().any(|other| other.to_lowercase().eq([**letter]));
    word.iter().filter(|letter| !is_known(letter)).count()
}

/// The distance of Damerau and Levenshtein, in the variant where no letter is touched twice.
fn slips(word: &[char], candidate: &str) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=word.len()).collect();
    let mut previous = None;
    for (row, letter) in candidate.chars().flat_map(char::to_lowercase).enumerate() {
        let mut current = vec![row + 1];
        for (column, &written) in word.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
            let replaced = at(&last, column) + usize::from(written != letter);
            let mut best = replaced.min(at(&last, column + 1) + 1).min(at(&current, column) + 1);
            let swapped = column.checked_sub(1).filter(|&left| {
                written != letter && previous == Some(written) && word.get(left) == Some(&letter)
            });
            if let Some(left) = swapped {
                best = best.min(at(&before_last, left) + 1);
            }
            current.push(best);
        }
        previous = Some(letter);
        before_last = std::mem::replace(&mut last, current);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_seen_through() {
        let rules = ["latest-tag", "root-user", "ignore", "FROM", "RUN", "ENV"];
        for (word, meant) in [
            ("latst-tag", Some("latest-tag")),
            ("latest-tga", Some("latest-tag")),
            ("Latest-Tag", Some("latest-tag")),
            ("rootuser", Some("root-user")),
            ("ingore", Some("ignore")),
            ("RUNN", Some("RUN")),
            ("fom", Some("FROM")),
            ("FOO", None),
            ("privileged", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, rules), meant, "{word}");
        }
    }

    #[test]
    fn each_slip_counts_once() {
        let count = |word: &str, other| slips(&word.chars().collect::<Vec<_>>(), other);
        assert_eq!(count("kitten", "sitting"), 3);
        assert_eq!(count("ab", "ba"), 1);
        assert_eq!(count("", "abc"), 3);
        assert_eq!(count("abc", ""), 3);
    }
}
