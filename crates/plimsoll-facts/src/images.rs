//! What is known of well-known images. Everything that is not in the table is unknown.
//!
//! The name of an image is its full name here, `docker.io/library/postgres`, and an image without a tag has the tag
//! `latest`. Where only a digest is known, the tag is empty.

use std::sync::LazyLock;

use crate::table::{AboutImage, ByRepository, Fields, Row, fits};

/// What is known of an image: a row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownImage {
    /// Its repository without Docker Hub's `docker.io/library/`; `*` at its end stands for any rest.
    pub repository: &'static str,
    /// The tags this is true of, separated by blanks: `*` at either end stands for anything, `>=18` for a number at the
    /// start. An image without a tag is `latest`.
    pub tags: &'static str,
    /// What it is for.
    pub kind: ImageKind,
    /// The user its processes start as.
    pub user: ImageUser,
    /// Whether it brings a HEALTHCHECK; `None` where that differs from tag to tag.
    pub has_healthcheck: Option<bool>,
    /// The folder that holds what it stores.
    pub data: Option<&'static str>,
    ports: &'static str,
    requires: &'static str,
    tools: &'static str,
}

impl AboutImage for KnownImage {
    fn repository(&self) -> &'static str {
        self.repository
    }
}

impl Row for KnownImage {
    #[rustfmt::skip]
    const COLUMNS: &'static [&'static str] = &[
        "repository", "tags", "kind", "user", "healthcheck", "ports", "data", "requires", "tools", "source",
    ];

    fn read(fields: &mut Fields) -> Option<KnownImage> {
        Some(KnownImage {
            repository: fields.text(),
            tags: fields.text(),
            kind: ImageKind::from_name(fields.text())?,
            user: ImageUser::from_name(fields.text()),
            has_healthcheck: match fields.text() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            ports: fields.text(),
            data: Some(fields.text()).filter(|path| !path.is_empty()),
            requires: fields.text(),
            tools: fields.text(),
        })
    }
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
    /// The ports it listens on by default.
    pub fn ports(&self) -> impl Iterator<Item = u16> + use<> {
        self.ports.split(',').filter_map(|port| port.parse().ok())
    }

    /// Variables without which it does not start. Of each group, one is enough.
    pub fn required_variables(&self) -> impl Iterator<Item = Vec<&'static str>> + use<> {
        self.requires.split_ascii_whitespace().map(|group| group.split('|').collect())
    }

    /// Whether a program is in it; `None` where that is not known.
    pub fn has_tool(&self, name: &str) -> Option<bool> {
        self.tools.split_ascii_whitespace().find_map(|tool| match tool.strip_prefix('-') {
            Some(missing) => (missing == name).then_some(false),
            None => (tool == name).then_some(true),
        })
    }

    /// Whether it stores data that others must not reach: a database, cache, broker or search engine.
    pub fn is_data_store(self) -> bool {
        matches!(self.kind, ImageKind::Database | ImageKind::Cache | ImageKind::Broker | ImageKind::Search)
    }
}

impl ImageKind {
    fn from_name(name: &str) -> Option<ImageKind> {
        Some(match name {
            "base" => ImageKind::Base,
            "runtime" => ImageKind::Runtime,
            "toolchain" => ImageKind::Toolchain,
            "web-server" => ImageKind::WebServer,
            "database" => ImageKind::Database,
            "cache" => ImageKind::Cache,
            "broker" => ImageKind::Broker,
            "search" => ImageKind::Search,
            "admin-tool" => ImageKind::AdminTool,
            "monitoring" => ImageKind::Monitoring,
            "application" => ImageKind::Application,
            _ => return None,
        })
    }
}

impl ImageUser {
    fn from_name(name: &'static str) -> ImageUser {
        match name {
            "root" => ImageUser::Root,
            "drops" => ImageUser::DropsPrivileges,
            "?" => ImageUser::Unknown,
            user => ImageUser::NonRoot(user),
        }
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

const TEXT: &str = include_str!("../facts/images.tsv");

/// Split once: a project asks about its images again and again.
static TABLE: LazyLock<ByRepository<KnownImage>> = LazyLock::new(|| ByRepository::new(TEXT));

/// What is known of an image: the first row of the table that fits.
pub fn find(full: &str, tag: &str) -> Option<KnownImage> {
    TABLE.about(name(full)).find(|row| fits_tag(row.tags, tag)).copied()
}

/// A full name as tables have it.
pub(crate) fn name(full: &str) -> &str {
    let name = full.strip_prefix("docker.io/").unwrap_or(full);
    OFFICIAL.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name)
}

/// Whether a tag is one of `patterns`, as the tables write them.
pub(crate) fn fits_tag(patterns: &str, tag: &str) -> bool {
    patterns.split(' ').any(|pattern| match pattern.strip_prefix(">=") {
        Some(least) => number(tag).zip(number(least)).is_some_and(|(number, least)| number >= least),
        None => fits(pattern, tag),
    })
}

/// The number that a tag starts with: 17 of `17.2-alpine`.
fn number(tag: &str) -> Option<u32> {
    let end = tag.find(|c: char| !c.is_ascii_digit()).unwrap_or(tag.len());
    let (number, rest) = tag.split_at_checked(end)?;
    (rest.is_empty() || rest.starts_with(['.', '-'])).then(|| number.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str) -> Option<KnownImage> {
        let (repository, tag) = name.split_once(':').unwrap_or((name, "latest"));
        find(repository, tag)
    }

    fn user(name: &str) -> Option<ImageUser> {
        known(name).map(|image| image.user)
    }

    #[test]
    fn names_are_compared_as_docker_completes_them() {
        let same = ["postgres", "library/postgres:16", "docker.io/library/postgres:16-alpine"];
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
        assert_eq!(user("confluentinc/cp-kafka:7.7.1"), Some(ImageUser::NonRoot("appuser")));
        assert_eq!(user("confluentinc/cp-kafka:5.5.0"), Some(ImageUser::Unknown));
        assert_eq!(user("docker:28-dind-rootless"), Some(ImageUser::NonRoot("rootless")));
        assert_eq!(user("cgr.dev/chainguard/wolfi-base"), Some(ImageUser::Root));
        assert_eq!(user("lscr.io/linuxserver/sonarr:4"), Some(ImageUser::DropsPrivileges));
        assert_eq!(known("python:3.13-slim").map(|i| i.kind), Some(ImageKind::Runtime));
        assert_eq!(known("python:3.13").map(|i| i.kind), Some(ImageKind::Toolchain));
        assert_eq!(
            user("mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled"),
            Some(ImageUser::NonRoot("1654"))
        );
    }

    #[test]
    fn numbers_decide() {
        let data = |name: &str| known(name).and_then(|image| image.data);
        for new in ["postgres", "postgres:18", "postgres:18.1-alpine", "postgres:alpine3.22"] {
            assert_eq!(data(new), Some("/var/lib/postgresql"), "{new}");
        }
        assert_eq!(data("postgres:17.2"), Some("/var/lib/postgresql/data"));
        assert_eq!(known("mariadb:11.4").and_then(|image| image.has_tool("mysqladmin")), Some(false));
        assert_eq!(known("mariadb:10.11").and_then(|image| image.has_tool("mysqladmin")), Some(true));
        assert_eq!(known("mariadb:10.11").and_then(|image| image.has_tool("curl")), None);
    }

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<KnownImage>(TEXT);
        for row in crate::table::lines(TEXT) {
            let image = KnownImage::read(&mut Fields::of(row)).unwrap();
            let ports = image.ports.split(',').filter(|port| !port.is_empty());
            assert_eq!(image.ports().count(), ports.count(), "{row}");
            assert!(image.data.is_none_or(|path| path.starts_with('/')), "{row}");
        }
    }
}
