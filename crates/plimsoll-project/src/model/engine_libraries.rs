//! Which services are built from code that depends on a library for the container engine.

use std::collections::{HashMap, HashSet};

use plimsoll_compose::{Compose, Service};
use plimsoll_diagnostics::Sources;
use plimsoll_facts::engine_signs::Kind as Sign;

use crate::values::host_paths::{engine_socket, is_socket_directory};
use crate::{Loaded, Loader, path, resolve};

/// Lists of dependencies.
const MANIFESTS: [&str; 9] = [
    "requirements.txt",
    "pyproject.toml",
    "Pipfile",
    "package.json",
    "go.mod",
    "Cargo.toml",
    "pom.xml",
    "build.gradle",
    "Gemfile",
];

/// The names of the services that mount an engine's socket, and that such code is built into.
pub(crate) fn find<'s>(
    sources: &'s Sources,
    compose: &Compose<'_>,
    folder: &str,
    loader: &dyn Loader<'s>,
) -> HashSet<String> {
    let mut known: HashMap<String, bool> = HashMap::new();
    let has_socket = |service: &&Service<'_>| {
        service.volumes.iter().any(|mount| engine_socket(mount).is_some() || is_socket_directory(mount))
    };
    let built = compose.services.iter().filter(has_socket).filter_map(|service| {
        let context = service.build.as_ref()?.context.as_ref();
        let context = context.map_or(Some(".".into()), |context| resolve(context).get())?;
        path::is_relative(&context).then(|| (service, path::join(folder, &context)))
    });
    let uses = |context: &str| {
        MANIFESTS.iter().any(|name| match loader.load(&path::join(context, name)) {
            Loaded::File(id) => names_library(name, sources.text(id).raw),
            Loaded::Missing | Loaded::Refused => false,
        })
    };
    let of_library = built.filter_map(|(service, context)| {
        let is_one = *known.entry(context).or_insert_with_key(|context| uses(context));
        is_one.then(|| service.name.value.clone().into_owned())
    });
    of_library.collect()
}

/// Whether a list of dependencies names such a library. Elsewhere than in Python, `docker` is the command.
fn names_library(manifest: &str, text: &str) -> bool {
    let is_python = matches!(manifest, "requirements.txt" | "pyproject.toml" | "Pipfile");
    let is_mark = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.' | '/');
    let lines = text.lines().filter(|line| !line.trim_start().starts_with(['#', '/']));
    let mut words = lines.flat_map(|line| line.split(is_mark));
    words.any(|word| (is_python || word != "docker") && Sign::Library.has(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_are_found_by_their_names() {
        assert!(names_library("requirements.txt", "flask==3.0\ndocker>=7\n"));
        assert!(names_library("package.json", r#"{"dependencies": {"dockerode": "^4"}}"#));
        assert!(!names_library("package.json", r#"{"scripts": {"up": "docker compose up"}}"#));
        assert!(names_library("go.mod", "require github.com/docker/docker v27.0.0+incompatible\n"));
        assert!(!names_library("requirements.txt", "# docker\ndockerfile-parse==2\n"));
    }
}
