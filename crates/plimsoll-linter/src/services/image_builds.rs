//! Which Dockerfile an image is built from, where another file of the repository builds it: a service of another Compose file,
//! a step of a workflow, or a command line of a script.

use std::collections::BTreeSet;

use plimsoll_compose::yaml::Yaml;
use plimsoll_project::ImageBuild;

use crate::folders::{folder_of, join};

/// The builds of one file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ImageBuilds {
    /// By the name of the service.
    of_services: BTreeSet<(String, ImageBuild)>,
    /// By the repository of the image. Of one that starts with `/`, only the end is known.
    of_images: BTreeSet<(String, ImageBuild)>,
}

impl ImageBuilds {
    /// Adds the build of a service.
    pub(super) fn add_service(&mut self, name: &str, service: &Yaml<'_>, build: &ImageBuild) {
        let image = service.get("image").and_then(Yaml::as_scalar);
        self.add_image(image.map_or("", |image| &image.value), build);
        self.of_services.insert((name.to_owned(), build.clone()));
    }

    /// Adds an image that is built.
    pub(crate) fn add_image(&mut self, image: &str, build: &ImageBuild) {
        let repository = known_repository(image).filter(|repository| !repository.is_empty());
        self.of_images.extend(repository.map(|repository| (repository.to_owned(), build.clone())));
    }

    /// Adds the builds of another file.
    pub(crate) fn add(&mut self, other: &ImageBuilds) {
        self.of_services.extend(other.of_services.iter().cloned());
        self.of_images.extend(other.of_images.iter().cloned());
    }

    /// The builds of a service.
    pub(super) fn of_service(&self, name: &str) -> impl Iterator<Item = &ImageBuild> {
        self.of_services.iter().filter(move |(own, _)| own == name).map(|(_, build)| build)
    }

    /// The builds of an image.
    pub(crate) fn of_image(&self, image: &str) -> impl Iterator<Item = &ImageBuild> {
        let repository = known_repository(image);
        let is_one = move |own: &str| {
            repository.is_some_and(|image| image == own || own.starts_with('/') && image.ends_with(own))
        };
        self.of_images.iter().filter(move |(own, _)| is_one(own)).map(|(_, build)| build)
    }
}

/// The build of a service in the Compose file at `path`, where its files are known.
pub(super) fn build_of(build: &Yaml<'_>, path: &str) -> Option<ImageBuild> {
    let of_key = |key: &str| build.get(key).and_then(Yaml::as_scalar).map(|scalar| &*scalar.value);
    let context = build.as_scalar().map(|scalar| &*scalar.value).or_else(|| of_key("context"));
    let (context, dockerfile) = (context.unwrap_or("."), of_key("dockerfile").unwrap_or("Dockerfile"));
    if context.contains(['$', ':']) || dockerfile.contains('$') {
        return None;
    }
    let context = join(folder_of(path), context);
    let at = if context.is_empty() { "." } else { &context };
    let dockerfile = join(at, dockerfile);
    Some(ImageBuild { dockerfile, context, target: of_key("target").map(str::to_owned) })
}

/// The repository that an image is in, without its tag: with `/` in front of what comes after a variable.
pub(crate) fn known_repository(image: &str) -> Option<&str> {
    let image = image.split('@').next()?;
    // A variable in the place of the tag is none of the repository.
    let named = image.rfind(":$").and_then(|at| image.get(..at)).unwrap_or(image);
    let known = named.rfind('}').and_then(|at| named.get(at + 1..)).unwrap_or(named);
    if known.contains('$') || known.len() < named.len() && !known.starts_with('/') {
        return None;
    }
    let name_at = known.rfind('/').map_or(0, |at| at + 1);
    let end = known.get(name_at..)?.find(':').map_or(known.len(), |at| name_at + at);
    known.get(..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_hide_a_part_of_the_repository() {
        for (image, expected) in [
            ("ghcr.io/acme/api:3.2", Some("ghcr.io/acme/api")),
            ("localhost:5000/api", Some("localhost:5000/api")),
            ("acme/api:${TAG:-latest}", Some("acme/api")),
            ("${REGISTRY}/acme/api:$TAG", Some("/acme/api")),
            ("ghcr.io/${{ github.repository_owner }}/api:${{ github.sha }}", Some("/api")),
            ("ghcr.io/${{ github.repository }}-agent:1", None),
            ("ghcr.io/acme/$NAME", None),
            ("${IMAGE:?}", None),
        ] {
            let found = known_repository(image).filter(|found| !found.is_empty());
            assert_eq!(found, expected, "{image}");
        }
    }
}
