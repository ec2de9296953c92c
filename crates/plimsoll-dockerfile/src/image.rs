//! Image references: `registry/repository:tag@digest`, each part with its place.

use plimsoll_diagnostics::Text;

/// A reference to an image, split but not judged. Variables may stand in any part.
///
/// Source: the grammar in distribution/reference, on text that may still hold `${…}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageRef<'s> {
    /// All of it.
    pub text: Text<'s>,
    /// `ghcr.io`, `localhost:5000`, `[::1]:5000`; `None` for Docker Hub by default.
    pub registry: Option<Text<'s>>,
    /// `library/debian`, `debian`: what stands before tag and digest, without the registry.
    pub repository: Text<'s>,
    /// `12.5`, without the `:`.
    pub tag: Option<Text<'s>>,
    /// `sha256:…`, without the `@`.
    pub digest: Option<Text<'s>>,
}

impl<'s> ImageRef<'s> {
    /// Splits a reference.
    pub fn parse(text: Text<'s>) -> ImageRef<'s> {
        ImageRef { text, registry: None, repository: text, tag: None, digest: None }
    }
}
