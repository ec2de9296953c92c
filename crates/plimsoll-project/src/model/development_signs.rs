//! Signs in a Compose file, and in what lies beside it, that an application is for development, where its path does not say so.

use std::collections::HashSet;

use plimsoll_compose::{Compose, MountKind, Pair, Service};

use crate::{ImageName, Loader, Presence, path};

/// Whether a variable tells that this is for development: it says so to a program, or names the database so; or a comment at the
/// head of the file does.
pub(crate) fn says_development(compose: &Compose<'_>) -> bool {
    compose.services.iter().flat_map(|service| &service.environment).any(is_development)
        || head(compose.source.raw).is_some_and(speaks_of_development)
}

/// Whether anything hints at it: what the engine does not start again is not there to stay then.
pub(crate) fn hints_at_development<'s, 't>(
    compose: &Compose<'_>,
    compose_path: &str,
    title: &dyn Fn() -> Option<&'t str>,
    loader: &dyn Loader<'s>,
) -> bool {
    let services = &compose.services;
    let is_started_again = |service: &Service<'_>| service.restart.is_some() || is_deployed(service);
    let stays_down = !services.iter().any(is_started_again);
    let hints = || services.iter().flat_map(|service| &service.environment).any(is_hint);
    stays_down && (hints() || runs_neighbours_only(services))
        || services.iter().any(mounts_project)
        || compose.source.raw.contains("ports:")
            && (has_production_file(compose_path, loader) || title().is_some_and(speaks_of_development))
}

/// Whether a variable tells a program that this is for development, or names the database so.
fn is_development(pair: &Pair<'_>) -> bool {
    let Some(value) = &pair.value else { return false };
    match &*pair.name.value {
        "ASPNETCORE_ENVIRONMENT" | "DOTNET_ENVIRONMENT" => value.value.eq_ignore_ascii_case("development"),
        name if name.ends_with("_DB") || name.ends_with("_DATABASE") => {
            path::is_for_development(&value.value)
        }
        _ => false,
    }
}

/// Whether `deploy` says how a service is kept running. `resources` are limits on a developer's machine, too.
pub(crate) fn is_deployed(service: &Service<'_>) -> bool {
    let deploy = service.get("deploy").and_then(|deploy| deploy.as_mapping());
    deploy.is_some_and(|deploy| deploy.entries.iter().any(|entry| entry.key.value != "resources"))
}

/// `APP_ENV: local`, or an address of this machine that clients shall use.
fn is_hint(pair: &Pair<'_>) -> bool {
    let (name, Some(value)) = (&*pair.name.value, &pair.value) else { return false };
    let is_environment = name.ends_with("_ENV") || name.ends_with("ENVIRONMENT");
    is_environment && is_word(&value.value)
        || name.contains("ADVERTISED")
            && ["localhost", "127.0.0.1"].iter().any(|host| value.value.contains(host))
}

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
    let is_itself = stem.split(['.', '-', '_']).any(|word| matches!(word, "prod" | "production" | "staging"));
    let mut names = ["prod", "production"].into_iter().flat_map(|kind| {
        ["yml", "yaml"].into_iter().flat_map(move |end| ['.', '-'].map(|mark| format!("{mark}{kind}.{end}")))
    });
    !is_itself && names.any(|end| loader.presence(&format!("{stem}{end}")) == Presence::File)
}

/// The comment at the head of a file.
fn head(text: &str) -> Option<&str> {
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
            ("services: {}\n# local\n", false),
            ("# A cache\n", false),
        ] {
            assert_eq!(head(text).is_some_and(speaks_of_development), expected, "{text}");
        }
    }
}
