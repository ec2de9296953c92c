//! Files of data that the services of an application use: the settings of an engine in a container, seccomp profiles.

use plimsoll_compose::yaml::Scalar;
use plimsoll_diagnostics::{Sources, Span};

use crate::{ComposeApp, Container, Daemon, Document, Loaded, Loader, Project, path, seccomp};

/// Where dockerd looks for its settings.
const PLACE: &str = "/etc/docker/daemon.json";

/// Reads the files of data that services use.
pub(super) fn used_by<'s>(project: &Project<'s>, loader: &dyn Loader) -> Vec<Document<'s>> {
    let mut found = started_by(project, loader);
    found.extend(project.app.iter().flat_map(|app| named_by(app, project.sources, loader)));
    found
}

/// The settings that containers of Docker in Docker mount, with the flags that they start dockerd with.
fn started_by<'s>(project: &Project<'s>, loader: &dyn Loader) -> Vec<Document<'s>> {
    let mut found: Vec<Document<'s>> = Vec::new();
    let Some(app) = &project.app else { return found };
    let folder = path::folder(app.path);
    for container in project.containers() {
        let Some(flags) = flags(&container) else { continue };
        let Some(source) = mounted(&container).filter(|source| path::is_relative(source)) else { continue };
        let Loaded::File(file) = loader.load(&path::join(folder, &source)) else { continue };
        if found.iter().any(|document| document.source.span.file == file) {
            continue;
        }
        found.push(Document { flags, ..Daemon::read(project.sources, file) });
    }
    found
}

/// What a container has at the place of the settings: a mounted file, or a config with the content of one.
fn mounted(container: &Container<'_>) -> Option<String> {
    let service = container.service;
    let is_there = |target: &Option<Scalar<'_>>| {
        target.as_ref().and_then(Scalar::literal).is_some_and(|target| target == PLACE)
    };
    if let Some(mount) = service.volumes.iter().find(|mount| is_there(&mount.target)) {
        return Some(mount.source.as_ref()?.literal()?.into_owned());
    }
    let grant = service.configs.iter().find(|grant| is_there(&grant.target))?;
    let name = grant.source.as_ref()?;
    let config = container.app.compose.configs.iter().find(|config| config.key.value == name.value)?;
    Some(config.file.as_ref()?.literal()?.into_owned())
}

/// The flags that dockerd gets in a container; `None` where it is not known to run in it.
fn flags(container: &Container<'_>) -> Option<Vec<(String, Span)>> {
    let service = container.service;
    let image = service.image.as_ref()?;
    let name = image.literal()?;
    let (repository, tag) = name.split_once(':').unwrap_or((&name, ""));
    let is_dind = matches!(repository, "docker" | "library/docker" | "docker.io/library/docker")
        && tag.split('@').next().unwrap_or(tag).split('-').any(|part| part == "dind");
    if !is_dind || service.entrypoint.is_some() {
        return None;
    }
    let words = service.command.as_ref().map(plimsoll_compose::Command::written_words).unwrap_or_default();
    let mut flags: Vec<(String, Span)> = Vec::new();
    // Without a command of its own, or with flags alone, the script of the image adds to them.
    if words.first().is_none_or(|word| word.value.starts_with('-')) {
        let directory = service.environment.iter().rev().find(|pair| pair.name.value == "DOCKER_TLS_CERTDIR");
        let directory = directory.map(|pair| pair.value.as_ref().and_then(Scalar::literal));
        let mut names = vec!["--host"];
        match directory {
            // The image sets it.
            None => names.extend(["--tlsverify", "--tlscacert", "--tlscert", "--tlskey"]),
            Some(Some(path)) if !path.is_empty() => {
                names.extend(["--tlsverify", "--tlscacert", "--tlscert", "--tlskey"]);
            }
            Some(_) => {}
        }
        flags.extend(names.into_iter().map(|name| (name.to_owned(), image.span)));
    } else if words.first().is_some_and(|word| word.value != "dockerd") {
        return None;
    }
    let given = words.iter().filter(|word| word.value.starts_with('-'));
    flags.extend(given.map(|word| (word.value.split('=').next().unwrap_or_default().to_owned(), word.span)));
    Some(flags)
}

/// The profiles that services name under `security_opt`.
fn named_by<'s>(app: &ComposeApp<'s>, sources: &'s Sources, loader: &dyn Loader) -> Vec<Document<'s>> {
    let mut found: Vec<Document<'s>> = Vec::new();
    let folder = path::folder(app.path);
    let options = app.compose.services.iter().flat_map(|service| &service.security_opt);
    for option in options.filter_map(Scalar::literal) {
        let Some(file) = option.strip_prefix("seccomp").and_then(|rest| rest.strip_prefix([':', '='])) else {
            continue;
        };
        if matches!(file, "unconfined" | "builtin") || !path::is_relative(file) {
            continue;
        }
        let Loaded::File(file) = loader.load(&path::join(folder, file)) else { continue };
        if !found.iter().any(|document| document.source.span.file == file) {
            found.push(seccomp::read(sources, file));
        }
    }
    found
}
