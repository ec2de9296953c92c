//! The order in which a report tells things: what is broken first.

use super::{Assurance, Status};

impl Assurance {
    /// Puts what is broken first, and the worst of it before the rest: every format keeps this order.
    pub fn sort(&mut self) {
        let rank = |status: Status| Status::ALL.iter().position(|known| *known == status);
        self.requirements.sort_by_key(|one| rank(one.status));
        for standard in &mut self.standards {
            standard.rows.sort_by_cached_key(|control| (rank(control.status), in_order(&control.number)));
        }
    }
}

/// A number with parts, as people sort them: `5.9` comes before `5.10`.
pub(crate) fn in_order(number: &str) -> Vec<(String, u64)> {
    let mut parts: Vec<(String, u64)> = vec![(String::new(), 0)];
    for letter in number.chars() {
        let Some((word, count)) = parts.last_mut() else { continue };
        match letter.to_digit(10) {
            Some(digit) => *count = count.saturating_mul(10).saturating_add(u64::from(digit)),
            None if *count == 0 => word.push(letter),
            None => parts.push((letter.to_string(), 0)),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn numbers_are_sorted_as_numbers() {
        let mut numbers =
            ["5.10", "4.10", "A.8.12", "5.9", "Art. 32(1)(b)", "4.1", "A.5.17", "Art. 32(1)(a)"];
        numbers.sort_by_key(|number| in_order(number));
        let expected = ["4.1", "4.10", "5.9", "5.10", "A.5.17", "A.8.12", "Art. 32(1)(a)", "Art. 32(1)(b)"];
        assert_eq!(numbers, expected);
    }
}
