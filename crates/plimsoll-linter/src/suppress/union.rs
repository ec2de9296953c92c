//! Places in a file that may cross: whether any of them holds a byte.

use std::ops::Range;

/// Ranges put together, in order.
#[derive(Debug, Default)]
pub(super) struct Union(Vec<Range<u32>>);

impl Union {
    /// Puts ranges together.
    pub(super) fn new(mut ranges: Vec<Range<u32>>) -> Union {
        ranges.sort_by_cached_key(|range| range.start);
        let mut union: Vec<Range<u32>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match union.last_mut().filter(|last| range.start <= last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => union.push(range),
            }
        }
        Union(union)
    }

    /// Whether a byte lies in one of them; the byte behind a range counts, as an empty place at its end belongs to it.
    pub(super) fn holds(&self, at: u32) -> bool {
        let before = self.0.partition_point(|range| range.start <= at).checked_sub(1);
        before.and_then(|index| self.0.get(index)).is_some_and(|range| at <= range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_may_cross() {
        let union = Union::new(vec![4..8, 0..2, 6..12, 20..20]);
        let held: Vec<u32> = (0..24).filter(|at| union.holds(*at)).collect();
        assert_eq!(held, [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20]);
    }
}
