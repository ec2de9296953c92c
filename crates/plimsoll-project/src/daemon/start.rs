//! How dockerd is started with a file: by a unit of systemd, or in a container.

use plimsoll_compose::yaml::Scalar;
use plimsoll_diagnostics::{Span, Text};

use super::Daemon;
use crate::{Container, Document, Loaded, Loader, Project, path};

/// Where dockerd looks for its settings.
const PLACE: &str = "/etc/docker/daemon.json";

/// The flags that a unit, or a drop-in, starts dockerd with. The last `ExecStart=` counts.
pub fn unit_flags(unit: Text<'_>) -> Vec<(String, Span)> {
    let mut flags = Vec::new();
    let mut at = 0;
    for line in unit.raw.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(command) = line.trim_end().strip_prefix("ExecStart=") else { continue };
        flags.clear();
        if !command.contains("dockerd") {
            continue;
        }
        let mut from = start + "ExecStart=".len();
        for word in command.split(' ') {
            if word.starts_with('-') && word != "-" {
                let name = word.split('=').next().unwrap_or(word);
                flags.push((name.to_owned(), unit.slice(from, from + word.len()).span));
            }
            from += word.len() + 1;
        }
    }
    flags
}

/// The settings that containers of Docker in Docker mount, with the flags that they start dockerd with.
pub(crate) fn started_by<'s>(project: &Project<'s>, loader: &dyn Loader) -> Vec<Document<'s>> {
    let mut found: Vec<Document<'s>> = Vec::new();
    let Some(app) = &project.app else { return found };
    let folder = path::folder(&project.sources.file(app.compose.source.span.file).path);
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
    let words = service.command.as_ref().map(|command| command.written_words()).unwrap_or_default();
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
