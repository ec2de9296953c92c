//! Patterns for base images as options of rules: `*-slim`, `scratch`.

use plimsoll_project::{Base, ImageName, ImagePatterns, Wildcards, too_many_stars};
use serde::Deserialize;

/// What means an empty base.
const SCRATCH: &str = "scratch";

/// Patterns for base images. They mean what patterns for images mean, and the name as it is written, in which `*` stands for
/// anything.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct BasePatterns {
    written: Vec<String>,
    images: ImagePatterns,
    names: Wildcards,
}

impl TryFrom<Vec<String>> for BasePatterns {
    type Error = String;

    fn try_from(written: Vec<String>) -> Result<BasePatterns, String> {
        let names = written.iter().map(|pattern| {
            let parts: Vec<&str> = pattern.split('*').filter(|part| !part.is_empty()).collect();
            let (start, end) = (pattern.starts_with('*'), pattern.len() > 1 && pattern.ends_with('*'));
            let any_if = |is_open: bool| if is_open { "**" } else { "" };
            format!("{}{}{}", any_if(start), parts.join("**"), any_if(end))
        });
        let names = Wildcards::new(names).ok_or_else(too_many_stars)?;
        let images = ImagePatterns::new(&written).ok_or_else(too_many_stars)?;
        Ok(BasePatterns { written, images, names })
    }
}

impl BasePatterns {
    /// The first pattern that means a base; `None` also for what is not an image.
    pub fn find(&self, base: &Base<'_>) -> Option<&str> {
        let at = match base {
            Base::Scratch => return self.written.iter().map(String::as_str).find(|one| *one == SCRATCH),
            Base::Image(image) => self.images.find(image).or_else(|| self.names.find(&name(image))),
            Base::Stage(_) | Base::Unknown { .. } => None,
        };
        self.written.get(at?).map(String::as_str)
    }

    /// The first of the patterns, for a list in a finding.
    pub fn first(&self, most: usize) -> impl Iterator<Item = &str> {
        self.written.iter().take(most).map(String::as_str)
    }
}

/// The name of an image without its digest.
fn name(image: &ImageName<'_>) -> String {
    let whole = image.to_string();
    whole.split('@').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_diagnostics::{FileId, Span};

    #[test]
    fn patterns_mean_what_they_say() {
        for (pattern, image, meant) in [
            ("*-slim", "python:3.13-slim", true),
            ("*-slim", "python:3.13", false),
            ("*distroless*", "gcr.io/distroless/static:nonroot", true),
            ("debian", "debian:12", true),
            ("debian:12*", "docker.io/library/debian:12.5", true),
            ("*", "ghcr.io/acme/base", true),
            (
                "alpine:*",
                "alpine:3.20@sha256:0000000000000000000000000000000000000000000000000000000000000000",
                true,
            ),
            ("scratch", "alpine:3.20", false),
        ] {
            let patterns = BasePatterns::try_from(vec![pattern.to_owned()]).unwrap();
            let name = ImageName::parse(image, Span::at(FileId::FIRST, 0)).unwrap();
            assert_eq!(patterns.find(&Base::Image(&name)).is_some(), meant, "{pattern} {image}");
        }
        let scratch = BasePatterns::try_from(vec!["scratch".to_owned()]).unwrap();
        assert!(scratch.find(&Base::Scratch).is_some());
    }
}
