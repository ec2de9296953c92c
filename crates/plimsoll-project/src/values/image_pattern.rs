//! Patterns for names of images: `registry.example/base/*:1.*`.

use crate::{ImageName, wildcard};

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
        let fits_tag = self.tag.as_ref().is_none_or(|pattern| tag.is_some_and(|tag| wildcard(pattern, tag)));
        fits_tag && wildcard(&self.repository, &image.full_repository())
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use plimsoll_diagnostics::{FileId, Span};
    use plimsoll_facts::Images;

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
            let name = ImageName::split(&Cow::Borrowed(image), span, Images::default(), |_| span).unwrap();
            assert_eq!(ImagePattern::new(pattern).matches(&name), meant, "{pattern} {image}");
        }
    }
}
