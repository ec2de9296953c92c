//! What is known of well-known images. Everything that is not in this table is unknown.
//!
//! Sources: the images' own Dockerfiles and documentation, as of 2026.

use crate::ImageName;

mod table;

/// What is known of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownImage {
    /// Its repository without Docker Hub's `docker.io/library/`; `*` at its end stands for any rest.
    pub repository: &'static str,
    /// The tags this is true of; `*` at either end stands for anything. An image without a tag is `latest`.
    pub tags: &'static str,
    /// What it is for.
    pub kind: ImageKind,
    /// The user its processes start as.
    pub user: ImageUser,
    /// Whether it brings a HEALTHCHECK; `None` where that differs from tag to tag.
    pub has_healthcheck: Option<bool>,
    /// The ports it listens on by default.
    pub ports: &'static [u16],
}

/// What an image is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageKind {
    /// A distribution, or a bare runtime for programs that bring nothing else: debian, distroless.
    Base,
    /// The runtime of a language, without what builds programs: eclipse-temurin's JRE, `*-slim`.
    Runtime,
    /// Compilers and package managers: golang, maven, gcc.
    Toolchain,
    /// A web server or proxy.
    WebServer,
    /// A database.
    Database,
    /// A cache, often without a password.
    Cache,
    /// A message broker.
    Broker,
    /// A search engine or other store of documents.
    Search,
    /// An administration tool that shows what other services hold.
    AdminTool,
    /// A program that watches others.
    Monitoring,
    /// Another program.
    Application,
}

/// The user that an image's processes start as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageUser {
    /// Root, and it stays so.
    Root,
    /// Root; the image's own entrypoint then becomes another user. Gone as soon as the entrypoint is replaced.
    DropsPrivileges,
    /// This user, who is not root.
    NonRoot(&'static str),
    /// Differs from tag to tag, or is not known.
    Unknown,
}

impl KnownImage {
    const fn new(repository: &'static str, kind: ImageKind, user: ImageUser) -> KnownImage {
        KnownImage { repository, tags: "*", kind, user, has_healthcheck: Some(false), ports: &[] }
    }

    const fn tags(mut self, tags: &'static str) -> KnownImage {
        self.tags = tags;
        self
    }

    const fn ports(mut self, ports: &'static [u16]) -> KnownImage {
        self.ports = ports;
        self
    }

    const fn healthy(mut self) -> KnownImage {
        self.has_healthcheck = Some(true);
        self
    }

    const fn maybe_healthy(mut self) -> KnownImage {
        self.has_healthcheck = None;
        self
    }

    /// Whether it stores data that others must not reach: a database, cache, broker or search engine.
    pub fn is_data_store(&self) -> bool {
        matches!(self.kind, ImageKind::Database | ImageKind::Cache | ImageKind::Broker | ImageKind::Search)
    }
}

/// Where the official images are, by architecture and in mirrors.
const OFFICIAL: [&str; 10] = [
    "library/",
    "amd64/",
    "arm32v5/",
    "arm32v6/",
    "arm32v7/",
    "arm64v8/",
    "i386/",
    "ppc64le/",
    "s390x/",
    "public.ecr.aws/docker/library/",
];

/// What is known of an image: the first row of the table that fits.
pub(crate) fn find(image: &ImageName<'_>) -> Option<&'static KnownImage> {
    let full = image.full_repository();
    let name = full.strip_prefix("docker.io/").unwrap_or(&full);
    let official = OFFICIAL.iter().find_map(|prefix| name.strip_prefix(prefix));
    let name = official.unwrap_or(name);
    // A digest alone names no tag, and not what `latest` is today either.
    let tag = match (&image.tag, &image.digest) {
        (Some(tag), _) => &*tag.text,
        (None, None) => "latest",
        (None, Some(_)) => "",
    };
    table::IMAGES.iter().copied().flatten().find(|row| fits(row.repository, name) && fits(row.tags, tag))
}

/// Whether `text` is `pattern`, in which a `*` at either end stands for anything.
fn fits(pattern: &str, text: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(_), None) => text.ends_with(pattern.trim_start_matches('*')),
        (None, Some(start)) => text.starts_with(start),
        (Some(_), Some(_)) => text.contains(pattern.trim_matches('*')),
        (None, None) => pattern == text,
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use plimsoll_diagnostics::{FileId, Span};

    use super::*;

    fn known(name: &str) -> Option<&'static KnownImage> {
        let span = Span::at(FileId::FIRST, 0);
        ImageName::split(&Cow::Owned(name.to_owned()), span, |_| span)?.known()
    }

    fn user(name: &str) -> Option<ImageUser> {
        known(name).map(|image| image.user)
    }

    #[test]
    fn names_are_compared_as_docker_completes_them() {
        let same =
            ["postgres", "library/postgres:16", "docker.io/postgres", "docker.io/library/postgres:16-alpine"];
        for name in same.into_iter().chain(["arm64v8/postgres", "public.ecr.aws/docker/library/postgres:16"])
        {
            assert_eq!(user(name), Some(ImageUser::DropsPrivileges), "{name}");
        }
        for name in ["acme/postgres", "ghcr.io/acme/postgres", "registry.example.com/library/postgres"] {
            assert_eq!(user(name), None, "{name}");
        }
    }

    #[test]
    fn tags_decide() {
        assert_eq!(user("gcr.io/distroless/static-debian12:nonroot"), Some(ImageUser::NonRoot("65532")));
        assert_eq!(user("gcr.io/distroless/static-debian12"), Some(ImageUser::Root));
        assert_eq!(known("python:3.13-slim").map(|i| i.kind), Some(ImageKind::Runtime));
        assert_eq!(known("python:3.13").map(|i| i.kind), Some(ImageKind::Toolchain));
        assert_eq!(
            user("mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled"),
            Some(ImageUser::NonRoot("1654"))
        );
    }
}
