//! Image references: `registry/repository:tag@digest`, each part with its place.

use plimsoll_diagnostics::Text;

/// A reference to an image, split but not judged. Variables may stand in any part.
///
/// Source: the grammar in distribution/reference, on text that may still hold `${…}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageRef<'s> {
    /// All of it.
    pub text: Text<'s>,
    /// `ghcr.io`, `localhost:5000`, `[::1]:5000`; `None` for Docker Hub by default. A first component that
    /// starts with a variable counts as one.
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
        let marks = Marks::of(text.raw);
        let end = marks.at.unwrap_or(text.raw.len());
        let name_end = marks.colon.unwrap_or(end);
        let registry = marks.slash.filter(|slash| is_registry(text.slice(0, *slash).raw));
        let start = registry.map_or(0, |slash| slash + 1);
        ImageRef {
            text,
            registry: registry.map(|slash| text.slice(0, slash)),
            repository: text.slice(start, name_end),
            tag: marks.colon.map(|colon| text.slice(colon + 1, end)),
            digest: marks.at.map(|at| text.slice(at + 1, text.raw.len())),
        }
    }
}

/// The places of the characters that separate.
#[derive(Default)]
struct Marks {
    /// The first `/`.
    slash: Option<usize>,
    /// The last `:` behind the last `/`.
    colon: Option<usize>,
    /// The `@`.
    at: Option<usize>,
}

impl Marks {
    fn of(text: &str) -> Marks {
        let mut marks = Marks::default();
        // Inside of `${…}` and `[…]` nothing separates.
        let mut depth = 0_usize;
        let mut before = '\0';
        for (at, character) in text.char_indices() {
            match character {
                '{' if before == '$' || depth > 0 => depth += 1,
                '[' if depth == 0 && at == 0 => depth += 1,
                '}' | ']' => depth = depth.saturating_sub(1),
                '/' if depth == 0 => {
                    marks.slash = marks.slash.or(Some(at));
                    marks.colon = None;
                }
                ':' if depth == 0 => marks.colon = Some(at),
                '@' if depth == 0 => {
                    marks.at = Some(at);
                    break;
                }
                _ => {}
            }
            before = character;
        }
        marks
    }
}

/// Whether the first component of a name is a registry: it looks like a host, or a variable puts it there.
fn is_registry(component: &str) -> bool {
    component.starts_with('$')
        || component == "localhost"
        || component.contains(['.', ':'])
        || component.chars().any(|c| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_diagnostics::FileId;

    fn parts(raw: &str) -> (&str, &str, &str, &str) {
        let image = ImageRef::parse(Text::new(raw, FileId::FIRST, 0));
        (
            image.registry.map_or("-", |text| text.raw),
            image.repository.raw,
            image.tag.map_or("-", |text| text.raw),
            image.digest.map_or("-", |text| text.raw),
        )
    }

    #[test]
    fn references() {
        assert_eq!(parts("debian"), ("-", "debian", "-", "-"));
        assert_eq!(parts("library/debian:12"), ("-", "library/debian", "12", "-"));
        assert_eq!(parts("ghcr.io/a/b:1@sha256:ff"), ("ghcr.io", "a/b", "1", "sha256:ff"));
        assert_eq!(parts("localhost/x"), ("localhost", "x", "-", "-"));
        assert_eq!(parts("host:5000/x"), ("host:5000", "x", "-", "-"));
        assert_eq!(parts("[::1]:5000/x:1"), ("[::1]:5000", "x", "1", "-"));
        assert_eq!(parts("x@sha256:ff"), ("-", "x", "-", "sha256:ff"));
        assert_eq!(parts("$IMAGE"), ("-", "$IMAGE", "-", "-"));
        assert_eq!(parts("a/b:$TAG"), ("-", "a/b", "$TAG", "-"));
        assert_eq!(
            parts("${REGISTRY:-h:1/y}/x:${TAG:-a:b}@${D}"),
            ("${REGISTRY:-h:1/y}", "x", "${TAG:-a:b}", "${D}")
        );
        assert_eq!(parts("${A:-${B:-x:y}}:1"), ("-", "${A:-${B:-x:y}}", "1", "-"));
    }
}
