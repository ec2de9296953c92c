//! Many patterns with stars at once: a text costs its length, not a look at each pattern.

use std::collections::HashMap;

use crate::values::wildcard::Letters;

/// How many patterns may have a star elsewhere than at their end: each of these is compared with each text.
const MOST_COMPARED: usize = 250;

/// What to say where there are more.
pub fn too_many_stars() -> String {
    format!("at most {MOST_COMPARED} patterns in a list can have a `*` that is not at their end")
}

/// Patterns as [`wildcard`](crate::wildcard) reads them, each with its number.
#[derive(Clone, Debug, Default)]
pub struct Wildcards {
    /// Those without a star.
    whole: HashMap<String, usize>,
    /// Those with nothing but `*` or `**` after a beginning.
    starts: Starts,
    others: Vec<(String, usize)>,
}

/// Texts that others may begin with, each with the first pattern that asks for it: if the rest has no `/`, and in any case.
#[derive(Clone, Debug, Default)]
struct Starts {
    by_text: HashMap<String, [Option<usize>; 2]>,
    longest: usize,
}

impl Wildcards {
    /// `None` if too many of them have a star elsewhere than at their end.
    pub fn new<P: AsRef<str>>(patterns: impl IntoIterator<Item = P>) -> Option<Wildcards> {
        let mut all = Wildcards::default();
        for (number, pattern) in patterns.into_iter().enumerate() {
            let pattern = pattern.as_ref();
            let prefix = pattern.trim_end_matches('*');
            match pattern.len() - prefix.len() {
                _ if prefix.contains('*') => all.others.push((pattern.to_owned(), number)),
                0 => {
                    all.whole.entry(prefix.to_owned()).or_insert(number);
                }
                stars => all.starts.add(prefix, stars > 1, number),
            }
        }
        (all.others.len() <= MOST_COMPARED).then_some(all)
    }

    /// Whether there is no pattern.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.starts.by_text.is_empty() && self.others.is_empty()
    }

    /// The number of the first pattern that means a text.
    pub fn find(&self, text: &str) -> Option<usize> {
        let whole = self.whole.get(text).copied();
        let letters = (!self.others.is_empty()).then(|| Letters::new(text));
        let other = self
            .others
            .iter()
            .find(|(pattern, _)| letters.as_ref().is_some_and(|letters| letters.are_meant_by(pattern)));
        let other = other.map(|(_, number)| *number);
        [whole, self.starts.find(text), other].into_iter().flatten().min()
    }
}

impl Starts {
    fn add(&mut self, start: &str, crosses: bool, number: usize) {
        self.longest = self.longest.max(start.len());
        let slots = self.by_text.entry(start.to_owned()).or_default();
        if let Some(slot) = slots.get_mut(usize::from(crosses)) {
            slot.get_or_insert(number);
        }
    }

    fn find(&self, text: &str) -> Option<usize> {
        if self.by_text.is_empty() {
            return None;
        }
        let flat = text.rfind('/').map_or(0, |slash| slash + 1);
        let starts = (0..=text.len().min(self.longest)).filter_map(|end| Some((end, text.get(..end)?)));
        let found = starts.filter_map(|(end, start)| {
            let [flat_only, any] = *self.by_text.get(start)?;
            [flat_only.filter(|_| end >= flat), any].into_iter().flatten().min()
        });
        found.min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wildcard;

    #[test]
    fn all_at_once_mean_what_each_means() {
        let patterns = [
            "/etc/**", "/etc/*", "/etc/ssl", "a*b", "a*", "**", "", "*", "x/*/z", "x/**", "x/y***", "é*",
            "/etc",
        ];
        let texts = [
            "/etc/ssl",
            "/etc/ssl/certs",
            "/etc/",
            "/etc",
            "ab",
            "a/b",
            "axb",
            "",
            "x/y/z",
            "x/y",
            "été",
            "é/t",
        ];
        let all = Wildcards::new(patterns).unwrap();
        for (number, pattern) in patterns.iter().enumerate() {
            let alone = Wildcards::new([pattern]).unwrap();
            let rest = Wildcards::new(patterns.get(number..).unwrap()).unwrap();
            for text in texts {
                assert_eq!(alone.find(text).is_some(), wildcard(pattern, text), "{pattern} {text}");
                let first = patterns.iter().skip(number).position(|pattern| wildcard(pattern, text));
                assert_eq!(rest.find(text), first, "{pattern} {text}");
            }
        }
        assert_eq!(all.find("/etc/ssl"), Some(0));
    }

    #[test]
    fn only_so_many_are_compared_one_by_one() {
        let others = |count| (0..count).map(|at| format!("*{at}"));
        assert!(Wildcards::new(others(MOST_COMPARED)).is_some());
        assert!(Wildcards::new(others(MOST_COMPARED + 1)).is_none());
        assert!(Wildcards::new((0..10 * MOST_COMPARED).map(|at| format!("{at}/**"))).is_some());
    }
}
