//! Text from strangers made harmless: what steers a terminal, or hides or reorders what is read, becomes visible.

use std::borrow::Cow;

/// `text` as it may be printed on a terminal.
///
/// Each harmful character becomes exactly one visible character, so that what is counted in characters stays
/// true. Tabs stay: they harm nobody.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| !is_harmful(character)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(visible_char).collect())
}

/// The same of a path with which a line starts. There, `::` opens a command for the runners of GitHub, spaces before it or
/// not; such a path gets a `./` in front, which leads to the same file.
pub fn visible_path(path: &str) -> Cow<'_, str> {
    let path = visible(path);
    if path.trim_start().starts_with("::") { format!("./{path}").into() } else { path }
}

/// The same for a text of several lines: line feeds stay, too.
pub fn visible_lines(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

/// How many bytes [`visible`] would give.
pub(crate) fn visible_len(text: &str) -> usize {
    text.chars().map(|character| visible_char(character).len_utf8()).sum()
}

/// The character that stands for this one.
fn visible_char(character: char) -> char {
    match character {
        harmless if !is_harmful(harmless) => harmless,
        // Unicode's own pictures of the control codes: `␛` for escape.
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(character)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\x7f' => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// Whether a terminal obeys this character, or a reader cannot see it where it stands.
///
/// The bidirectional controls are those of Unicode Standard Annex 9 ("Trojan Source"). Joiners
/// (U+200C, U+200D) stay: they are part of how words and emoji are written.
pub(crate) fn is_harmful(character: char) -> bool {
    if matches!(character, '\t' | ' '..='~') {
        return false;
    }
    matches!(
        character,
        '\0'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_shown() {
        assert_eq!(visible("plain\tü 漢"), "plain\tü 漢");
        assert!(matches!(visible("plain"), Cow::Borrowed(_)));
        assert_eq!(visible("\x1b[31m\r\n\0\x7f\u{9b}1m"), "␛[31m␍␊␀␡\u{fffd}1m");
        assert_eq!(visible("a\u{202e}b\u{2066}c\u{200b}d\u{feff}"), "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}");
    }

    #[test]
    fn one_character_for_one() {
        let every: String = ('\0'..='\u{2fff}').collect();
        assert_eq!(visible(&every).chars().count(), every.chars().count());
        assert_eq!(visible(&every).len(), visible_len(&every));
        assert!(!visible(&every).chars().any(is_harmful));
    }
}
