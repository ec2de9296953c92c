//! What command lines build: images, with `docker build`, and services, with `docker compose build`.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_diagnostics::{FileId, Text};
use plimsoll_project::ImageBuild;

use super::Base;
use super::lines::CommandLine;
use crate::FileSystem;
use crate::formats::{BuiltImage, built_images};
use crate::services::image_builds::{ImageBuilds, known_repository};

/// What command lines build.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Builds {
    /// The repositories of the images.
    images: BTreeSet<String>,
    /// What they are built from, where that is known.
    known: ImageBuilds,
    /// By the Compose file, the services that one command line names.
    services: BTreeMap<String, BTreeSet<BTreeSet<String>>>,
}

impl Builds {
    /// The images that the scripts of a file build. A CI service that does not run Compose tells nothing of what those have
    /// who do.
    pub(super) fn of_images(text: &str, files: &dyn FileSystem, here: &str, bases: &[Base<'_>]) -> Builds {
        let mut builds = Builds::default();
        let runs_compose = text.contains("docker compose") || text.contains("docker-compose ");
        for image in built_images(Text::new(text, FileId::FIRST, 0), here) {
            let build = bases.iter().find_map(|base| found(&image, base, files));
            for name in &image.names {
                if let Some(build) = &build {
                    builds.known.add_image(name, build);
                }
                let repository = known_repository(name).filter(|name| !name.is_empty());
                let is_known = repository.filter(|name| !name.starts_with('/'));
                builds.images.extend(is_known.filter(|_| !image.is_of_ci || runs_compose).map(str::to_owned));
            }
        }
        builds
    }

    /// Adds the services that a command line builds, all of them in parallel.
    pub(super) fn add_services(&mut self, compose: &str, line: &CommandLine<'_>) {
        if line.builds && !line.services.is_empty() {
            let names = line.services.iter().map(|name| (*name).to_owned());
            self.services.entry(compose.to_owned()).or_default().insert(names.collect());
        }
    }

    /// Adds those of another file.
    pub(super) fn add(&mut self, other: &Builds) {
        self.images.extend(other.images.iter().cloned());
        self.known.add(&other.known);
        for (compose, lines) in &other.services {
            self.services.entry(compose.clone()).or_default().extend(lines.iter().cloned());
        }
    }

    pub(super) fn have_image(&self, image: &str) -> bool {
        known_repository(image).is_some_and(|repository| self.images.contains(repository))
    }

    pub(super) fn of_image(&self, image: &str) -> impl Iterator<Item = &ImageBuild> {
        self.known.of_image(image)
    }

    pub(super) fn together(&self, compose: &str) -> impl Iterator<Item = &BTreeSet<String>> {
        self.services.get(compose).into_iter().flatten()
    }
}

/// What an image is built from, if the command line runs here.
fn found(image: &BuiltImage, base: &Base<'_>, files: &dyn FileSystem) -> Option<ImageBuild> {
    let build = image.build.as_ref()?;
    let dockerfile = base.join(&image.folder, &build.dockerfile)?;
    let context = base.join(&image.folder, &build.context)?;
    files.is_file(&dockerfile).then(|| ImageBuild { dockerfile, context, target: build.target.clone() })
}
