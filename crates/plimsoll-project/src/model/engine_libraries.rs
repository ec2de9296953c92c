//! Which services are built from code that depends on a library for the container engine, or mount a script or settings that
//! speak of it.

use std::collections::{HashMap, HashSet};

use plimsoll_compose::{Compose, Service};
use plimsoll_diagnostics::Sources;
use plimsoll_facts::engine_signs::Kind as Sign;

use crate::values::host_paths::{engine_socket, is_socket_directory};
use crate::{Loaded, Loader, Presence, path, resolve};

/// Lists of dependencies.
pub(super) const MANIFESTS: [&str; 9] = [
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

/// How many mounted files of a service are read.
const MOST_MOUNTED: usize = 8;

/// The names of the services that mount an engine's socket, and that such code is built into, or that mount a file that
/// speaks of the engine.
pub(crate) fn find<'s>(
    sources: &'s Sources,
    compose: &Compose<'_>,
    folder: &str,
    loader: &dyn Loader<'s>,
) -> HashSet<String> {
    let mut known: HashMap<String, bool> = HashMap::new();
    let has_socket = |service: &&Service<'_>| mounts_socket(service);
    let built = compose.services.iter().filter(has_socket).filter_map(|service| {
        let context = service.build.as_ref()?.context.as_ref();
        let context = context.map_or(Some(".".into()), |context| resolve(context).get())?;
        path::is_relative(&context).then(|| (service, path::join(folder, &context)))
    });
    let uses = |context: &str| needs_library(context, sources, loader);
    let of_mounts = compose.services.iter().filter(has_socket).filter(|service| {
        let mounted = service.volumes.iter().filter_map(|mount| resolve(mount.source.as_ref()?).get());
        let texts = mounted.filter(|source| path::is_relative(source) && is_text(source)).take(MOST_MOUNTED);
        texts.map(|source| path::join(folder, &source)).any(|path| {
            loader.presence(&path) == Presence::File
                && match loader.load(&path) {
                    Loaded::File(id) => speaks_of_engine(sources.text(id).raw),
                    Loaded::Missing | Loaded::Refused => false,
                }
        })
    });
    let of_mounts = of_mounts.map(|service| service.name.value.clone().into_owned());
    let of_library = built.filter_map(|(service, context)| {
        let is_one = *known.entry(context).or_insert_with_key(|context| uses(context));
        is_one.then(|| service.name.value.clone().into_owned())
    });
    of_library.chain(of_mounts).collect()
}

/// Whether a service mounts the socket of an engine.
pub(crate) fn mounts_socket(service: &Service<'_>) -> bool {
    service.volumes.iter().any(|mount| engine_socket(mount).is_some() || is_socket_directory(mount))
}

/// Whether a list of dependencies in a build context names such a library.
pub(crate) fn needs_library<'s>(context: &str, sources: &'s Sources, loader: &dyn Loader<'s>) -> bool {
    MANIFESTS.iter().any(|name| match loader.load(&path::join(context, name)) {
        Loaded::File(id) => names_library(name, sources.text(id).raw),
        Loaded::Missing | Loaded::Refused => false,
    })
}

/// Whether a path is that of a script or of settings.
fn is_text(path: &str) -> bool {
    let end = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, end)| end);
    end.is_some_and(|end| {
        matches!(end, "sh" | "py" | "yml" | "yaml" | "toml" | "conf" | "cfg" | "json" | "alloy")
    })
}

/// Whether a script or settings run a program of the engine, or name its socket.
fn speaks_of_engine(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    let signs =
        ["docker.sock", "docker compose ", "docker exec ", "docker run ", "docker ps", "docker restart "];
    lines.any(|line| signs.iter().any(|sign| line.contains(sign)))
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
    fn files_speak_of_the_engine() {
        assert!(is_text("./prometheus.yml") && !is_text("./data") && !is_text("/etc/x.d/binary"));
        assert!(speaks_of_engine("  - host: unix:///var/run/docker.sock\n"));
        assert!(speaks_of_engine("cd /srv && docker compose up -d\n") && !speaks_of_engine("# docker ps\n"));
    }

    #[test]
    fn libraries_are_found_by_their_names() {
        assert!(names_library("requirements.txt", "flask==3.0\ndocker>=7\n"));
        assert!(names_library("package.json", r#"{"dependencies": {"dockerode": "^4"}}"#));
        assert!(!names_library("package.json", r#"{"scripts": {"up": "docker compose up"}}"#));
        assert!(names_library("go.mod", "require github.com/docker/docker v27.0.0+incompatible\n"));
        assert!(!names_library("requirements.txt", "# docker\ndockerfile-parse==2\n"));
    }
}
