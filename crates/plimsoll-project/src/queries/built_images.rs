//! Which images are built and not pulled, and which of them are there before others are built.

use std::collections::BTreeSet;

use crate::{ComposeApp, Container, ImageName};

impl ComposeApp<'_> {
    /// Whether a service builds an image of this repository, whatever its tag.
    pub fn builds_image(&self, repository: &str) -> bool {
        self.built_images.of_services.contains(repository)
    }

    /// Whether a script of the repository builds an image that a service uses.
    pub fn has_image_of_script(&self, image: &ImageName<'_>) -> bool {
        !self.built_images.of_scripts.is_empty() && self.built_images.of_scripts.contains(&image.to_string())
    }

    /// Whether a script builds the image of a service alone, or this service without another one, which starts from it.
    pub fn is_built_first(&self, base: &Container<'_>, other: &Container<'_>) -> bool {
        let is_before = |line: &BTreeSet<String>| line.contains(base.name()) && !line.contains(other.name());
        base.image().is_known_and(|image| self.has_image_of_script(image))
            || self.built_images.together.iter().any(is_before)
    }
}
