//! Patterns with stars, for names and paths.

/// Whether a text is what a pattern means: `*` stands for anything without a `/`, `**` for anything. The work grows with the product of their lengths, and names are short.
pub fn wildcard(pattern: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().take(512).collect();
    // For each length of the text's start, whether the pattern so far means it.
    let mut fits: Vec<bool> = vec![false; text.len() + 1];
    if let Some(first) = fits.first_mut() {
        *first = true;
    }
    let mut rest = pattern;
    while let Some(next) = rest.chars().next() {
        let (width, crosses) = if rest.starts_with("**") { (2, true) } else { (next.len_utf8(), false) };
        let mut after = vec![false; fits.len()];
        for (at, slot) in after.iter_mut().enumerate() {
            let before = at.checked_sub(1);
            let letter = before.and_then(|before| text.get(before));
            *slot = if next == '*' {
                fits.get(at) == Some(&true)
                    || letter.is_some_and(|letter| crosses || *letter != '/')
                        && is_reached(&fits, &text, at, crosses)
            } else {
                letter == Some(&next) && before.and_then(|before| fits.get(before)) == Some(&true)
            };
        }
        fits = after;
        rest = rest.get(width..).unwrap_or_default();
    }
    fits.last() == Some(&true)
}

/// Whether a star that starts where the pattern fits can reach this length.
fn is_reached(fits: &[bool], text: &[char], at: usize, crosses: bool) -> bool {
    let mut at = at;
    while let Some(before) = at.checked_sub(1) {
        if !crosses && text.get(before) == Some(&'/') {
            return false;
        }
        if fits.get(before) == Some(&true) {
            return true;
        }
        at = before;
    }
    false
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
        ] {
            assert_eq!(wildcard(pattern, text), meant, "{pattern} {text}");
        }
    }
}
