//! Whether a module can be parsed at all in bearable time, told by its brackets.
//!
//! The engine tries a comprehension first and a list, set or object then, so that what stands in a bracket is read twice, in
//! the next one four times, and so on. What that costs is counted here, before the engine starts.

/// How often words may be read in any module, however small.
const ANYWAY: u64 = 1 << 17;

/// How often a word may be read on average in a large one.
const FOR_A_WORD: u64 = 16;

/// How many lists, sets and objects a module may have. The engine makes an error of each that is no comprehension, and with
/// `RUST_BACKTRACE` set, all that led there is walked for each of them.
pub(crate) const MOST_BRACKETS: usize = 20_000;

/// Where a module opens one bracket too many.
pub(crate) fn too_many(text: &str) -> Option<usize> {
    if text.len() <= MOST_BRACKETS {
        return None;
    }
    opening(text, |byte| matches!(byte, b'[' | b'{')).get(MOST_BRACKETS).copied()
}

/// Where a module opens the bracket with which parsing would take too long.
pub(crate) fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut depth, mut words, mut cost) = (0, 0_u32, 0_u64, 0_u64);
    let (mut deepest, mut is_in_word) = ((0, 0), false);
    while let Some(byte) = bytes.get(at).copied() {
        let start = at;
        at += 1;
        let continues = is_in_word;
        is_in_word = byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii();
        match byte {
            b'#' => at = find(bytes, at, |byte| byte == b'\n'),
            b'`' => at = find(bytes, at, |byte| byte == b'`') + 1,
            b'"' => at = after_string(bytes, at),
            b'[' | b'{' => {
                depth += 1;
                if depth > deepest.0 {
                    deepest = (depth, start);
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ if byte.is_ascii_whitespace() || (is_in_word && continues) => continue,
            _ => {}
        }
        words += 1;
        cost = cost.saturating_add(1_u64.checked_shl(depth).unwrap_or(u64::MAX));
    }
    (cost > ANYWAY.max(words.saturating_mul(FOR_A_WORD))).then_some(deepest.1)
}

/// Where the opening braces of a module are, in order.
pub(crate) fn opening_braces(text: &str) -> Vec<usize> {
    opening(text, |byte| byte == b'{')
}

/// Where brackets of these kinds are in the code of a module, in order.
fn opening(text: &str, is_meant: impl Fn(u8) -> bool) -> Vec<usize> {
    let (bytes, mut at, mut found) = (text.as_bytes(), 0, Vec::new());
    while let Some(byte) = bytes.get(at).copied() {
        at = match byte {
            b'#' => find(bytes, at, |byte| byte == b'\n'),
            b'`' => find(bytes, at + 1, |byte| byte == b'`') + 1,
            b'"' => after_string(bytes, at + 1),
            _ => at + 1,
        };
        if is_meant(byte) {
            found.push(at - 1);
        }
    }
    found
}

fn find(bytes: &[u8], from: usize, is_it: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().position(|byte| is_it(*byte)).map_or(bytes.len(), |found| from + found)
}

/// Where a string ends that starts before this.
fn after_string(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at = find(bytes, at, |byte| matches!(byte, b'"' | b'\\' | b'\n'));
        match bytes.get(at) {
            Some(b'\\') => at += 2,
            Some(b'"') => return at + 1,
            _ => return at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_brackets_of_the_language_count() {
        let nest = |open: &str, close: &str, times| {
            format!("package a\n\na := {}1{}\n", open.repeat(times), close.repeat(times))
        };
        assert_eq!(too_deep(&nest("[", "]", 30)), Some(45));
        assert_eq!(too_deep(&nest("[", "", 30)), Some(45));
        assert!(too_deep(&nest("{", "}", 30)).is_some());
        assert!(too_deep(&nest("{\"k\": ", "}", 30)).is_some());
        assert_eq!(too_deep(&nest("[", "]", 10)), None);
        for quoted in ["# [[", "`[[", "\"\\\"[["] {
            let end = quoted.get(..1).unwrap_or_default().replace('#', "");
            let text = format!("package a\n{}\na := 1\n", format!("{quoted}{end}\n").repeat(40));
            assert_eq!(too_deep(&text), None, "{quoted}");
        }
        assert_eq!(too_many(&"a := {1}\n".repeat(MOST_BRACKETS)), None);
        assert!(too_many(&"a := {1}\n".repeat(MOST_BRACKETS + 1)).is_some());
        // Wide, not deep.
        assert_eq!(too_deep(&"a := [{\"b\": [1, 2, 3]}]\n".repeat(20_000)), None);
    }
}
