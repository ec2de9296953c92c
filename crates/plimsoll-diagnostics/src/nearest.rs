//! Suggestions for unknown words.

use std::str::Chars;

/// Longer words are no slips of the finger, and comparing them would cost too much.
const LONGEST: usize = 64;

/// The maximum number of names in a file that a word is compared with. More would cost more than a suggestion is worth.
pub const MOST_COMPARED: usize = 100;

/// The candidate with the fewest typos compared with `word`: missing, extra, wrong or swapped letters, in any casing.
/// One typo is allowed for every three letters. If several candidates are equal, the first one is returned.
///
/// The cost grows with the number of candidates. If a file determines this number, the caller passes at most
/// [`MOST_COMPARED`].
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word: Vec<char> = word.chars().take(LONGEST + 1).flat_map(char::to_lowercase).collect();
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let mut allowed = (word.len() / 3).max(1);
    let mut best = None;
    let mut letters: Vec<char> = Vec::new();
    for candidate in candidates {
        if candidate.len().abs_diff(word.len()) > allowed || foreign(&word, letters_of(candidate)) > allowed {
            continue;
        }
        letters.clear();
        letters.extend(candidate.chars().flat_map(char::to_lowercase));
        if let Some(slips) = slips(&word, &letters, allowed) {
            best = Some(candidate);
            // From here on only a nearer one counts.
            match slips.checked_sub(1) {
                Some(fewer) => allowed = fewer,
                None => break,
            }
        }
    }
    best
}

/// Whether two words differ by a single letter that is added, removed, replaced, or swapped with the next one.
pub fn is_one_slip(word: &str, other: &str) -> bool {
    if word.len() > LONGEST || word.len().abs_diff(other.len()) > 1 {
        return false;
    }
    // What is left of both without what they share at the start and at the end.
    let (mut word, mut other) = (word.chars(), other.chars());
    skip_shared(&mut word, &mut other, |rest| rest.next());
    skip_shared(&mut word, &mut other, |rest| rest.next_back());
    match (word.next(), word.next(), other.next(), other.next()) {
        (None, None, None, None) => false,
        (_, None, _, None) => true,
        (Some(first), Some(second), Some(one), Some(two)) => {
            first == two && second == one && word.next().is_none() && other.next().is_none()
        }
        _ => false,
    }
}

/// Skips the letters that two words share at one end.
fn skip_shared(word: &mut Chars<'_>, other: &mut Chars<'_>, next: fn(&mut Chars<'_>) -> Option<char>) {
    loop {
        let (mut rest, mut others) = (word.clone(), other.clone());
        match (next(&mut rest), next(&mut others)) {
            (Some(one), Some(two)) if one == two => (*word, *other) = (rest, others),
            _ => return,
        }
    }
}

/// How many letters stand nowhere in the candidate: each of them is a slip. Counted first, for it costs little.
fn foreign(word: &[char], candidate: u64) -> usize {
    word.iter().filter(|letter| candidate & bit(**letter) == 0).count()
}

/// The letters of a text, each as a bit. A few share one.
fn letters_of(text: &str) -> u64 {
    if text.is_ascii() {
        return text.bytes().fold(0, |all, byte| all | bit(char::from(byte.to_ascii_lowercase())));
    }
    text.chars().flat_map(char::to_lowercase).fold(0, |all, letter| all | bit(letter))
}

fn bit(letter: char) -> u64 {
    1 << (u32::from(letter) % 64)
}

/// The distance of Damerau and Levenshtein, in the variant where no letter is touched twice; `None` above `most`.
///
/// Only the cells of the table are worked out that can belong to so short a way: those near its diagonal.
fn slips(word: &[char], candidate: &[char], most: usize) -> Option<usize> {
    let far = most + 1;
    let mut before_last: Vec<usize> = vec![far; word.len() + 1];
    let mut last: Vec<usize> = (0..=word.len()).map(|slips| slips.min(far)).collect();
    let mut current = before_last.clone();
    let mut previous = None;
    for (row, &letter) in candidate.iter().enumerate() {
        let near = (row + 1).saturating_sub(most)..(row + most + 2).min(word.len() + 1);
        current.fill(far);
        let mut fewest = far;
        for column in near {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(far);
            let mut best = match column.checked_sub(1) {
                None => row + 1,
                Some(left) => {
                    let written = word.get(left).copied();
                    let replaced = at(&last, left) + usize::from(written != Some(letter));
                    let best = replaced.min(at(&last, column) + 1).min(at(&current, left) + 1);
                    let swapped = left.checked_sub(1).filter(|&before| {
                        written != Some(letter) && previous == written && word.get(before) == Some(&letter)
                    });
                    swapped.map_or(best, |before| best.min(at(&before_last, before) + 1))
                }
            };
            best = best.min(far);
            fewest = fewest.min(best);
            if let Some(cell) = current.get_mut(column) {
                *cell = best;
            }
        }
        if fewest == far && !last.iter().any(|slips| *slips < far) {
            return None;
        }
        previous = Some(letter);
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut current);
    }
    last.last().copied().filter(|slips| *slips <= most)
}

/// The same for names of variables, whose words stand between `_`: where just one word differs, as in `DB_PASSWORD` and
/// `DB_VERSION`, that word must be nearly the same.
pub fn nearest_variable<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let is_slip = |other: &&str| match only_difference(name, other) {
        Some((one, other)) => nearest(one, [other]).is_some(),
        None => true,
    };
    nearest(name, candidates.into_iter().filter(is_slip))
}

/// The only words that differ in two names with as many words.
fn only_difference<'n>(name: &'n str, other: &'n str) -> Option<(&'n str, &'n str)> {
    let (mut own, mut others) = (name.split('_'), other.split('_'));
    let mut different = None;
    loop {
        match (own.next(), others.next()) {
            (None, None) => return different,
            (Some(one), Some(other)) if one == other => {}
            (Some(one), Some(other)) if different.is_none() => different = Some((one, other)),
            _ => return None,
        }
    }
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
    fn one_slip_is_told_from_none_and_two() {
        for (word, other, expected) in [
            ("nginx", "nginx", false),
            ("ngnix", "nginx", true),
            ("nginxx", "nginx", true),
            ("ngin", "nginx", true),
            ("nginy", "nginx", true),
            ("aab", "aba", true),
            ("abcd", "badc", false),
            ("abc", "cba", false),
            ("ab", "abcd", false),
            ("é", "e", true),
            ("", "a", true),
            ("", "", false),
        ] {
            assert_eq!(is_one_slip(word, other), expected, "{word} {other}");
            assert_eq!(is_one_slip(other, word), expected, "{other} {word}");
        }
    }

    #[test]
    fn each_slip_counts_once() {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        let count = |word: &str, other: &str, most| slips(&letters(word), &letters(other), most);
        for (word, other, slips) in [
            ("kitten", "sitting", 3),
            ("ab", "ba", 1),
            ("abcdef", "badcfe", 3),
            ("", "abc", 3),
            ("abc", "", 3),
            ("same", "same", 0),
        ] {
            assert_eq!(count(word, other, 9), Some(slips), "{word} {other}");
            assert_eq!(count(word, other, slips), Some(slips), "{word} {other}");
            assert_eq!(
                slips.checked_sub(1).and_then(|most| count(word, other, most)),
                None,
                "{word} {other}"
            );
        }
    }
}
