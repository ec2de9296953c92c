//! Patterns with stars, for names and paths.

/// Whether a text is what a pattern means: `*` stands for anything without a `/`, `**` for anything. The work grows with
/// the product of their lengths, and names are short.
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
        let mut after = Vec::with_capacity(fits.len());
        // Whether the pattern so far means the start that is one letter shorter; none is shorter than nothing.
        let mut before = false;
        let letters = std::iter::once(None).chain(text.iter().map(Some));
        for (fit, letter) in fits.iter().zip(letters) {
            let fits_here = if next == '*' {
                let goes_on = letter.is_some_and(|letter| crosses || *letter != '/');
                *fit || goes_on && after.last() == Some(&true)
            } else {
                before && letter == Some(&next)
            };
            before = *fit;
            after.push(fits_here);
        }
        fits = after;
        rest = rest.get(width..).unwrap_or_default();
    }
    fits.last() == Some(&true)
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
