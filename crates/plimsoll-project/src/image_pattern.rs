//! Patterns for names of images: `registry.example/base/*:1.*`.

use crate::ImageName;

/// A pattern for names of images. `*` stands for anything without a `/`, `**` for anything; without a `:`, any tag is
/// meant. What Docker adds to a name is added to a pattern, too: `debian` is `docker.io/library/debian`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImagePattern {
    repository: String,
    tag: Option<String>,
}

impl ImagePattern {
    /// Reads one.
    pub fn new(pattern: &str) -> ImagePattern {
        let last = pattern.rfind('/').map_or(0, |slash| slash + 1);
        let colon = pattern.get(last..).and_then(|end| end.find(':')).map(|colon| last + colon);
        let (repository, tag) = match colon.and_then(|colon| pattern.split_at_checked(colon)) {
            Some((repository, tag)) => (repository, Some(tag.trim_start_matches(':').to_owned())),
            None => (pattern, None),
        };
        let first = repository.split('/').next().unwrap_or_default();
        let has_registry = first.contains(['.', ':']) || first == "localhost" || first == "**";
        let repository = match (has_registry, repository.contains('/')) {
            (true, _) => repository.replacen("index.docker.io/", "docker.io/", 1),
            (false, true) => format!("docker.io/{repository}"),
            (false, false) => format!("docker.io/library/{repository}"),
        };
        ImagePattern { repository, tag }
    }

    /// Whether it means an image. An image without a tag is `latest`, unless it has a digest.
    pub fn matches(&self, image: &ImageName<'_>) -> bool {
        let tag = image.tag.as_ref().map(|tag| &*tag.text);
        let tag = tag.or((image.digest.is_none()).then_some("latest"));
        let fits_tag = self.tag.as_ref().is_none_or(|pattern| tag.is_some_and(|tag| is_match(pattern, tag)));
        fits_tag && is_match(&self.repository, &image.full_repository())
    }
}

/// Whether a text is what a pattern means. The work grows with the product of their lengths, and names are short.
fn is_match(pattern: &str, text: &str) -> bool {
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
    use std::borrow::Cow;

    use plimsoll_diagnostics::{FileId, Span};

    use super::*;

    #[test]
    fn patterns_mean_what_they_say() {
        for (pattern, image, meant) in [
            ("debian", "debian:12", true),
            ("debian:12*", "debian:12.5-slim", true),
            ("debian:12*", "debian", false),
            ("debian:latest", "docker.io/library/debian", true),
            ("acme/*", "acme/api:1", true),
            ("acme/*", "acme/team/api:1", false),
            ("acme/**", "acme/team/api:1", true),
            ("registry.example/approved/**", "registry.example/approved/base/java:21", true),
            ("registry.example/approved/**", "registry.example/other:1", false),
            ("*.example.com/**", "eu.example.com/a/b", true),
            ("localhost:5000/*", "localhost:5000/a", true),
            ("**", "ghcr.io/a/b:1", true),
            ("registry.example/*", "registry.example.evil/a", false),
        ] {
            let span = Span::at(FileId::FIRST, 0);
            let name = ImageName::split(&Cow::Borrowed(image), span, |_| span).unwrap();
            assert_eq!(ImagePattern::new(pattern).matches(&name), meant, "{pattern} {image}");
        }
    }
}
