//! Patterns for names of images: `registry.example/base/*:1.*`.

use crate::{ImageName, Wildcards};

/// What stands for the tag of an image that has a digest alone: no tag, and nothing that a `*` stands for.
const NO_TAG: &str = "/";

/// Patterns for names of images. `*` stands for anything without a `/`, `**` for anything; without a `:`, any tag is
/// meant. What Docker adds to a name is added to a pattern, too: `debian` is `docker.io/library/debian`.
#[derive(Clone, Debug, Default)]
pub struct ImagePatterns(Wildcards);

impl ImagePatterns {
    /// Reads them. `None` if too many have a star elsewhere than at their end.
    pub fn new<P: AsRef<str>>(patterns: impl IntoIterator<Item = P>) -> Option<ImagePatterns> {
        Wildcards::new(patterns.into_iter().map(|pattern| whole(pattern.as_ref()))).map(ImagePatterns)
    }

    /// The number of the first one that means an image. An image without a tag is `latest`, unless it has a digest.
    pub fn find(&self, image: &ImageName<'_>) -> Option<usize> {
        // The whole name is put together for nothing where nothing is declared.
        if self.0.is_empty() {
            return None;
        }
        let tag = if image.tag.is_none() && image.digest.is_some() { NO_TAG } else { image.meant_tag() };
        self.0.find(&format!("{}:{tag}", image.full_repository()))
    }
}

/// A pattern with all that Docker adds, for a repository and a tag.
fn whole(pattern: &str) -> String {
    let last = pattern.rfind('/').map_or(0, |slash| slash + 1);
    let colon = pattern.get(last..).and_then(|end| end.find(':')).map(|colon| last + colon);
    let (repository, tag) = match colon.and_then(|colon| pattern.split_at_checked(colon)) {
        Some((repository, tag)) => (repository, tag.trim_start_matches(':')),
        None => (pattern, "**"),
    };
    let first = repository.split('/').next().unwrap_or_default();
    let has_registry = first.contains(['.', ':']) || first == "localhost" || first == "**";
    match (has_registry, repository.contains('/')) {
        (true, _) => format!("{}:{tag}", repository.replacen("index.docker.io/", "docker.io/", 1)),
        (false, true) => format!("docker.io/{repository}:{tag}"),
        (false, false) => format!("docker.io/library/{repository}:{tag}"),
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
            ("acme/*:*", "acme/api:1", true),
            (
                "acme/*:*",
                "acme/api@sha256:0000000000000000000000000000000000000000000000000000000000000000",
                false,
            ),
            (
                "acme/*",
                "acme/api@sha256:0000000000000000000000000000000000000000000000000000000000000000",
                true,
            ),
            ("localhost:5000/a", "localhost:5000/a:1", true),
            ("localhost:5000/a:2", "localhost:5000/a:1", false),
        ] {
            let span = Span::at(FileId::FIRST, 0);
            let name = ImageName::split(&Cow::Borrowed(image), span, Images::default(), |_| span).unwrap();
            let found = ImagePatterns::new([pattern]).unwrap().find(&name);
            assert_eq!(found.is_some(), meant, "{pattern} {image}");
        }
    }
}
