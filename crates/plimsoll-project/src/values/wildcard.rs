//! Patterns with stars, for names and paths.

/// How much of a text is compared. Names and paths are shorter.
const LONGEST: usize = 511;

/// Whether a text is what a pattern means: `*` stands for anything without a `/`, `**` for anything.
pub fn wildcard(pattern: &str, text: &str) -> bool {
    Letters::new(text).are_meant_by(pattern)
}

/// A text, ready to be compared with patterns. 64 of its places are looked at together: which of its beginnings fit the
/// pattern so far is a bit each.
pub(crate) struct Letters {
    words: Vec<Word>,
    len: usize,
}

/// 64 places of the text, each a bit.
struct Word {
    /// For each letter, where it stands.
    places: [u64; 256],
    /// Where there is a letter and no `/`.
    is_flat: u64,
}

impl Letters {
    pub(crate) fn new(text: &str) -> Letters {
        let text = text.as_bytes().get(..text.len().min(LONGEST)).unwrap_or_default();
        // One place more, for the whole text.
        let mut words: Vec<Word> =
            (0..=text.len() / 64).map(|_| Word { places: [0; 256], is_flat: 0 }).collect();
        for (word, letters) in words.iter_mut().zip(text.chunks(64)) {
            for (at, letter) in letters.iter().enumerate() {
                if let Some(places) = word.places.get_mut(usize::from(*letter)) {
                    *places |= 1 << at;
                }
                word.is_flat |= u64::from(*letter != b'/') << at;
            }
        }
        Letters { words, len: text.len() }
    }

    pub(crate) fn are_meant_by(&self, pattern: &str) -> bool {
        let mut fits = vec![0_u64; self.words.len()];
        if let Some(first) = fits.first_mut() {
            *first = 1;
        }
        let mut rest = pattern.as_bytes();
        while let Some((next, after)) = rest.split_first() {
            rest = after;
            match (next, rest.first()) {
                (b'*', Some(b'*')) => {
                    rest = rest.get(1..).unwrap_or_default();
                    cross(&mut fits);
                }
                (b'*', _) => self.go_on(&mut fits),
                _ => self.step(&mut fits, *next),
            }
            if fits.iter().all(|bits| *bits == 0) {
                return false;
            }
        }
        fits.get(self.len / 64).is_some_and(|bits| bits >> (self.len % 64) & 1 == 1)
    }

    /// From each place to the next, where this letter stands between them.
    fn step(&self, fits: &mut [u64], letter: u8) {
        let mut carry = 0;
        for (fit, word) in fits.iter_mut().zip(&self.words) {
            let passed = *fit & word.places.get(usize::from(letter)).copied().unwrap_or(0);
            *fit = passed << 1 | carry;
            carry = passed >> 63;
        }
    }

    /// From each place to all that follow, up to the next `/`: an addition carries a bit through a row of ones.
    fn go_on(&self, fits: &mut [u64]) {
        let mut carry = false;
        for (fit, word) in fits.iter_mut().zip(&self.words) {
            let (sum, over) = (*fit & word.is_flat).overflowing_add(word.is_flat);
            let (sum, over_by_one) = sum.overflowing_add(u64::from(carry));
            // The place behind the last letter of the word before is reached, too.
            *fit |= sum ^ word.is_flat | u64::from(carry);
            carry = over || over_by_one;
        }
    }
}

/// From the first place to all that follow.
fn cross(fits: &mut [u64]) {
    let mut is_behind = false;
    for fit in fits {
        *fit = if is_behind { u64::MAX } else { *fit | fit.wrapping_neg() };
        is_behind |= *fit != 0;
    }
}

#[cfg(test)]
mod tests {
    use super::wildcard;

    #[test]
    fn stars_stand_for_what_they_should() {
        for (pattern, text, meant) in [
            ("/etc/**", "/etc/ssl/certs", true),
            ("/etc/*", "/etc/ssl/certs", false),
            ("/etc/*", "/etc/ssl", true),
            ("./**", "./a", true),
            ("**", "", true),
            ("a*b*c", "a12b34c", true),
            ("a*b*c", "a12b34", false),
            ("", "a", false),
            ("", "", true),
            ("*", "", true),
            ("*é*/**", "café/a/b", true),
            ("a*a", "a", false),
            ("**a/*b", "a/a/ab", true),
            ("a*b", "ab/b", false),
        ] {
            assert_eq!(wildcard(pattern, text), meant, "{pattern} {text}");
        }
    }

    /// The same for long texts as letter by letter.
    #[test]
    fn long_texts_are_no_exception() {
        for len in [62, 63, 64, 65, 127, 128, 129, 300] {
            let (flat, deep) = ("a".repeat(len), format!("{}/{}", "a".repeat(len), "a".repeat(59)));
            assert!(wildcard("a*", &flat) && wildcard("*a", &flat) && wildcard("a**", &flat));
            assert!(wildcard(&flat, &flat) && wildcard(&format!("*{flat}*"), &flat));
            assert!(!wildcard(&format!("{flat}a"), &flat) && !wildcard(&format!("*b{flat}"), &flat));
            assert!(wildcard("*/*", &deep) && wildcard("**a", &deep));
            assert!(!wildcard("a*", &deep) && wildcard(&format!("{flat}/*"), &deep));
        }
    }
}
