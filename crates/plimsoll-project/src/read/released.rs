//! Dockerfiles that `GoReleaser` builds: each in a directory that it makes for the build, with the programs and what
//! `extra_files` lists. Nobody knows the context (<https://goreleaser.com/customization/docker/>).

use plimsoll_compose::yaml::{self, Yaml};
use plimsoll_diagnostics::Sources;

use crate::{Loaded, Loader, Presence, path};

/// The names of its configuration.
const NAMES: [&str; 2] = [".goreleaser.yml", ".goreleaser.yaml"];

/// The keys under which it lists images.
const LISTS: [&str; 2] = ["dockers", "dockers_v2"];

/// Whether a configuration beside a Dockerfile or above it builds the Dockerfile.
pub(crate) fn is_released(dockerfile: &str, sources: &Sources, loader: &dyn Loader) -> bool {
    let folder = path::folder(dockerfile);
    let hint = folder.rsplit('/').next().unwrap_or_default();
    path::upward_inside(folder).take(path::MOST_LEVELS).any(|at| {
        let paths = NAMES.map(|name| path::join(at, name));
        paths.iter().any(|file| {
            if loader.presence(file) != Presence::File {
                return false;
            }
            let Loaded::File(id) = loader.load(file) else { return false };
            let text = sources.text(id);
            // A path to another directory contains its name. Most do not occur, and the text is not parsed for each.
            text.raw.contains("dockers")
                && (at == folder || text.raw.contains(hint))
                && yaml::read(text).documents.iter().any(|root| builds(root, at, dockerfile))
        })
    })
}

/// Whether one of the images of a configuration in `folder` is built from this Dockerfile.
fn builds(root: &Yaml<'_>, folder: &str, dockerfile: &str) -> bool {
    let lists = LISTS.iter().filter_map(|key| root.get(key)?.as_sequence());
    lists.flatten().any(|image| {
        let named =
            image.get("dockerfile").and_then(Yaml::as_scalar).map_or("Dockerfile", |name| &*name.value);
        path::join(folder, named) == path::clean(dockerfile)
    })
}
