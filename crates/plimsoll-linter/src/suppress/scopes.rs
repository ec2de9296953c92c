//! Places in a file, one inside the other or apart: which is the innermost around a byte.

use std::cmp::Reverse;
use std::ops::Range;

/// Scopes that do not cross, each with what it belongs to.
#[derive(Debug)]
pub(crate) struct Scopes<T>(Vec<Scope<T>>);

#[derive(Debug)]
struct Scope<T> {
    range: Range<u32>,
    /// The one around it.
    outer: Option<usize>,
    owner: T,
}

impl<T: Copy> Scopes<T> {
    /// Puts them in order. Of several with the same range the first counts.
    pub(crate) fn new(mut ranges: Vec<(Range<u32>, T)>) -> Scopes<T> {
        ranges.sort_by_key(|(range, _)| (range.start, Reverse(range.end)));
        ranges.dedup_by(|later, earlier| later.0 == earlier.0);
        let mut scopes: Vec<Scope<T>> = Vec::with_capacity(ranges.len());
        let mut open: Vec<usize> = Vec::new();
        for (range, owner) in ranges {
            let is_over = |&at: &usize| scopes.get(at).is_none_or(|scope| scope.range.end < range.start);
            while open.pop_if(|at| is_over(at)).is_some() {}
            let outer = open.last().copied();
            open.push(scopes.len());
            scopes.push(Scope { range, outer, owner });
        }
        Scopes(scopes)
    }

    /// What the innermost scope around a byte belongs to; the byte behind a scope counts, as an empty place at
    /// its end belongs to it.
    pub(crate) fn around(&self, at: u32) -> Option<T> {
        let mut next = self.0.partition_point(|scope| scope.range.start <= at).checked_sub(1);
        while let Some(scope) = next.and_then(|index| self.0.get(index)) {
            if at <= scope.range.end {
                return Some(scope.owner);
            }
            next = scope.outer;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_wins() {
        let scopes = Scopes::new(vec![
            (5..9, 'b'),
            (0..20, 'a'),
            (6..7, 'c'),
            (12..14, 'd'),
            (12..14, 'e'),
            (30..40, 'f'),
        ]);
        let found: String =
            [0, 5, 6, 8, 10, 13, 20, 21, 35, 41].map(|at| scopes.around(at).unwrap_or('-')).iter().collect();
        assert_eq!(found, "abcbada-f-");
    }
}
