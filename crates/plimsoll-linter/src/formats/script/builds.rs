//! The images that command lines build: what they are called, and what they are built from.

use plimsoll_commands::Verb;
use plimsoll_diagnostics::Text;
use plimsoll_project::{ImageBuild, Place};

use super::github::image_build;
use super::{Host, Read, names};
use crate::formats::Name;

/// An image that a command line builds.
pub(crate) struct BuiltImage {
    /// The values of `--tag`, what is not known of them as variables.
    pub(crate) names: Vec<String>,
    /// The directory of the command line, seen from where its script runs.
    pub(crate) folder: String,
    /// What it is built from, seen from there, where that is known.
    pub(crate) build: Option<ImageBuild>,
    /// Whether only a CI service runs the command line.
    pub(crate) is_of_ci: bool,
}

/// The images that the scripts of a file build with `docker build --tag` and the like.
pub(crate) fn built_images(source: Text<'_>, path: &str) -> Vec<BuiltImage> {
    // Few files have both words.
    if !source.raw.contains("build") || !names::speaks_of_clients(source.raw) {
        return Vec::new();
    }
    let found = names::host(Name::new(path)).unwrap_or(Host::Shell).scripts(source, path);
    let is_of_ci = found.place == Place::Ci;
    let lines = found.scripts.iter().filter_map(Read::new).flat_map(|read| read.lines);
    let builds = lines.filter(|line| line.verb == Verb::Build && line.flags.mistake.is_none());
    let images = builds.map(|line| {
        let tags = line.flags.all("--tag").filter_map(|flag| flag.value.as_ref());
        BuiltImage {
            names: tags.map(|tag| tag.usual().unwrap_or(tag.as_template()).to_owned()).collect(),
            build: image_build(&line).filter(|_| !line.is_elsewhere),
            folder: line.folder,
            is_of_ci,
        }
    });
    images.collect()
}
