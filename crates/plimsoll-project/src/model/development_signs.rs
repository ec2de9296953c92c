//! Signs in a Compose file, and in what lies beside it, that an application is for development, where its path does not say so.

use std::collections::HashSet;

use plimsoll_compose::{Compose, Mount, MountKind, Pair, Restart, Service};
use plimsoll_facts::ports::{self, PortKind};
use plimsoll_facts::{ImageKind, development_images};

use super::engine_libraries::MANIFESTS;
use crate::values::stage_words::opens_with_development;
use crate::{ImageName, Loader, Presence, path};

/// Whether it is said that this is for development: by a variable, which tells a program so or names the database so; by the
/// name of the project or a comment at the head of the file; or by what runs here: a program that restarts when its source changes, one that only
/// imitates another for developers, or nothing but what the program beside the file needs.
pub(crate) fn says_development<'s>(
    compose: &Compose<'_>,
    compose_path: &str,
    loader: &dyn Loader<'s>,
) -> bool {
    let services = &compose.services;
    let variables = || services.iter().flat_map(|service| &service.environment);
    compose.name.as_ref().is_some_and(|name| names_development(&name.value))
        || variables().any(is_development) && !variables().any(is_production)
        || head_says_development(compose.source.raw)
        || services.iter().any(|service| reloads_source(service) || imitates(service))
        || serves_program_beside(services, compose_path, loader)
}

/// Whether anything hints at it: what the engine does not start again is not there to stay then.
pub(crate) fn hints_at_development<'s, 't>(
    compose: &Compose<'_>,
    compose_path: &str,
    title: &dyn Fn() -> Option<&'t str>,
    loader: &dyn Loader<'s>,
) -> bool {
    let services = &compose.services;
    // A job that is tried again when it fails is not there to stay.
    let is_started_again = |service: &Service<'_>| {
        let policy = service.restart.as_ref().map(Restart::of);
        policy.is_some_and(Restart::is_endless) || is_deployed(service)
    };
    let stays_down = !services.iter().any(is_started_again);
    let hints = || services.iter().flat_map(|service| &service.environment).any(is_hint);
    stays_down && (hints() || runs_neighbours_only(services))
        || services.iter().any(mounts_project)
        || compose.source.raw.contains("ports:")
            && (has_production_file(compose_path, loader) || title().is_some_and(speaks_of_development))
}

/// Whether a project's name says so: `shop-dev`. `local` is a part of many names.
fn names_development(project: &str) -> bool {
    project.split(['-', '_']).any(|word| matches!(word, "dev" | "devel" | "development"))
}

/// Whether a variable tells a program that this is for development, or names the database so.
fn is_development(pair: &Pair<'_>) -> bool {
    let (name, Some(value)) = (&*pair.name.value, &pair.value) else { return false };
    match name {
        "DJANGO_DEBUG" | "FLASK_DEBUG" => matches!(&*value.value, "1" | "true" | "True" | "yes" | "on"),
        _ if names_environment(name) => {
            is_word(&value.value)
                || ["test", "testing"].iter().any(|word| word.eq_ignore_ascii_case(&value.value))
        }
        _ if name.ends_with("_DB") || name.ends_with("_DATABASE") => path::is_for_development(&value.value),
        _ => false,
    }
}

/// Whether a variable tells a program that it is not.
fn is_production(pair: &Pair<'_>) -> bool {
    let is_word = |value: &str| {
        ["prod", "production", "staging", "live"].iter().any(|it| it.eq_ignore_ascii_case(value))
    };
    names_environment(&pair.name.value) && pair.value.as_ref().is_some_and(|value| is_word(&value.value))
}

/// Whether a variable says where a program runs: `NODE_ENV`, `ASPNETCORE_ENVIRONMENT`.
fn names_environment(name: &str) -> bool {
    name.ends_with("_ENV")
        || name.ends_with("ENVIRONMENT")
        || matches!(name, "SPRING_PROFILES_ACTIVE" | "QUARKUS_PROFILE" | "APP_STAGE")
}

/// Whether `deploy` says how a service is kept running. `resources` are limits on a developer's machine, too.
pub(crate) fn is_deployed(service: &Service<'_>) -> bool {
    let deploy = service.get("deploy").and_then(|deploy| deploy.as_mapping());
    deploy.is_some_and(|deploy| deploy.entries.iter().any(|entry| entry.key.value != "resources"))
}

/// An address of this machine that clients shall use.
fn is_hint(pair: &Pair<'_>) -> bool {
    let (name, Some(value)) = (&*pair.name.value, &pair.value) else { return false };
    name.contains("ADVERTISED") && ["localhost", "127.0.0.1"].iter().any(|host| value.value.contains(host))
}

/// Whether a service mounts a directory of the project and runs a program that restarts when something changes there.
fn reloads_source(service: &Service<'_>) -> bool {
    let is_source = |mount: &Mount<'_>| {
        let source = mount.source.as_ref().map_or("", |source| source.value.trim_end_matches('/'));
        let last = source.rsplit('/').next().unwrap_or_default();
        let is_directory = matches!(last, "." | "..") || !last.contains('.');
        mount.kind == MountKind::Bind && source.starts_with('.') && is_directory
    };
    let commands = service.command.iter().chain(&service.entrypoint);
    let texts = commands.flat_map(|command| command.text.iter().chain(&command.words));
    let words: Vec<&str> = texts.flat_map(|text| text.value.split_ascii_whitespace()).collect();
    let reloads = words.iter().any(|word| RELOADERS.contains(word))
        || words.iter().any(|word| PACKAGE_MANAGERS.contains(word))
            && words.iter().any(|word| DEVELOPMENT_SCRIPTS.contains(word));
    reloads && service.volumes.iter().any(is_source)
}

/// Programs that restart another when its source changes, and the options and commands by which servers do so themselves.
const RELOADERS: [&str; 8] =
    ["--reload", "air", "nodemon", "runserver", "ts-node-dev", "vite", "watchmedo", "webpack-dev-server"];

/// Who runs the scripts of a `package.json`, and what those are called that watch the source.
const PACKAGE_MANAGERS: [&str; 4] = ["bun", "npm", "pnpm", "yarn"];
const DEVELOPMENT_SCRIPTS: [&str; 5] = ["dev", "develop", "start:debug", "start:dev", "watch"];

/// Whether a service imitates another for developers: it catches their mail, or answers instead of a cloud.
fn imitates(service: &Service<'_>) -> bool {
    let image = service.image.as_ref().and_then(|image| ImageName::parse(&image.value, image.span));
    image.is_some_and(|image| development_images::is_one(&image.full_repository()))
}

/// Whether only servers of data and tools for them run here, from images of others, and the program that needs them lies
/// beside the file: it runs on the developer's machine, whatever `restart` says of the servers.
fn serves_program_beside<'s>(services: &[Service<'_>], compose_path: &str, loader: &dyn Loader<'s>) -> bool {
    let of_others = |service: &Service<'_>| {
        let image = service.image.as_ref().filter(|_| !service.has("build") && !is_deployed(service))?;
        let name = ImageName::parse(image.value.split("${").next()?, image.span)?;
        if let Some(known) = name.known() {
            let is_store = known.is_data_store() || OBJECT_STORES.contains(&known.repository);
            let is_tool = matches!(known.kind, ImageKind::AdminTool | ImageKind::Monitoring);
            return (is_store || is_tool).then_some(is_store);
        }
        is_named_after_store(service).then_some(true)
    };
    let stores: Option<Vec<bool>> = services.iter().map(of_others).collect();
    let folder = path::folder(compose_path);
    let is_there = |name: &&str| loader.presence(&path::join(folder, name)) == Presence::File;
    stores.is_some_and(|stores| stores.contains(&true))
        && !is_for_production(compose_path)
        && MANIFESTS.iter().chain(&MORE_MANIFESTS).any(is_there)
}

/// Servers of files, which are no databases.
const OBJECT_STORES: [&str; 2] = ["minio/minio", "quay.io/minio/minio"];

/// Whether a service publishes the usual port of a server of data, and its image is named after that: `acme/postgis`.
fn is_named_after_store(service: &Service<'_>) -> bool {
    let image = service.image.as_ref().map_or("", |image| &*image.value);
    service.ports.iter().any(|port| {
        let usual = port.target.as_ref().and_then(|target| ports::find(target.single()?));
        usual.is_some_and(|usual| {
            !matches!(usual.kind, PortKind::Engine | PortKind::Other)
                && usual.names.iter().any(|name| image.contains(name))
        })
    })
}

/// Lists of what a program needs, beside those that may name a library for the engine.
const MORE_MANIFESTS: [&str; 5] = ["build.gradle.kts", "composer.json", "deno.json", "mix.exs", "setup.py"];

/// Whether a service mounts the whole project: its source is changed while it runs.
fn mounts_project(service: &Service<'_>) -> bool {
    service.volumes.iter().any(|mount| {
        let source = mount.source.as_ref().map_or("", |source| source.value.trim_end_matches('/'));
        mount.kind == MountKind::Bind && matches!(source, "." | ".." | "$PWD" | "${PWD}")
    })
}

/// Whether only known images of others run here, several of them: what a program needs that runs on the developer's machine.
fn runs_neighbours_only(services: &[Service<'_>]) -> bool {
    let repository = |service: &Service<'_>| {
        let image = service.image.as_ref().filter(|_| !service.has("build"))?;
        let name = ImageName::parse(image.value.split("${").next()?, image.span)?;
        let known = name.known()?;
        let is_neighbour = known.is_data_store() || !known.kind.is_foundation();
        is_neighbour.then(|| known.repository.to_owned())
    };
    let images: Option<HashSet<String>> = services.iter().map(repository).collect();
    images.is_some_and(|images| images.len() > 1)
}

/// Whether a file for production lies beside it.
fn has_production_file<'s>(compose_path: &str, loader: &dyn Loader<'s>) -> bool {
    let Some((stem, _)) = compose_path.rsplit_once('.') else { return false };
    let mut names = ["prod", "production"].into_iter().flat_map(|kind| {
        ["yml", "yaml"].into_iter().flat_map(move |end| ['.', '-'].map(|mark| format!("{mark}{kind}.{end}")))
    });
    !is_for_production(compose_path)
        && names.any(|end| loader.presence(&format!("{stem}{end}")) == Presence::File)
}

/// Whether a file says by its name that it is for production.
fn is_for_production(compose_path: &str) -> bool {
    let mut words = compose_path.split(['.', '-', '_', '/']);
    words.any(|word| matches!(word, "prod" | "production" | "staging"))
}

/// Whether the comment at the head of a file says that it is for development.
pub(crate) fn head_says_development(text: &str) -> bool {
    head(text).is_some_and(|head| speaks_of_development(head) || opens_with_development(head))
}

/// The comment at the head of a file.
fn head(text: &str) -> Option<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let comments = text.lines().take_while(|line| line.starts_with('#'));
    text.get(..comments.map(|line| line.len() + 1).sum::<usize>())
}

fn speaks_of_development(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.clone().any(is_word)
        && !words.any(|word| ["prod", "production"].iter().any(|it| it.eq_ignore_ascii_case(word)))
}

fn is_word(word: &str) -> bool {
    ["dev", "development", "local"].iter().any(|it| it.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_at_the_head_speak_of_development() {
        for (text, expected) in [
            ("# Overrides for local development\nservices: {}\n", true),
            ("# Local development, not for production\nservices: {}\n", false),
            ("# Production, and local development\nservices: {}\n", false),
            ("services: {}\n# local\n", false),
            ("# A cache\n", false),
        ] {
            assert_eq!(head(text).is_some_and(speaks_of_development), expected, "{text}");
        }
    }
}
