//! The table of images: its rows, and the one that fits.

use std::sync::LazyLock;

use plimsoll_packed::Pack;

use super::{ImageKind, ImageShell, ImageUser, ImageVariables, KnownImage, OwnImage};
use crate::aliases;
use crate::table::{ByRepository, Fields, Row, fits};

static TEXT: Pack = Pack::new(include_bytes!(concat!(env!("OUT_DIR"), "/images.tsv")));

/// Split once: a project asks about its images again and again.
static TABLE: LazyLock<ByRepository<ImageRow<'static>>> = LazyLock::new(|| ByRepository::new(TEXT.text()));

static OFFICIAL: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| TABLE.repositories().filter(|name| !name.contains('/')).collect());

/// The names of official images of Docker Hub in the table.
pub fn official_names() -> impl Iterator<Item = &'static str> {
    OFFICIAL.iter().copied()
}

/// Whether the table has an official image of this name.
pub fn is_official_name(name: &str) -> bool {
    !name.contains(['/', '*']) && TABLE.has(name)
}

/// A row as it is written: its fields, the source last.
#[derive(Clone, Copy)]
struct ImageRow<'i>([&'i str; COLUMNS.len()]);

#[rustfmt::skip]
const COLUMNS: [&str; 22] = [
    "repository", "tags", "kind", "like", "family", "shell", "manager", "user", "accounts", "healthcheck", "ports",
    "volumes", "data", "requires", "files", "check", "writes", "env", "stop", "tools", "checked", "source",
];

impl Row for ImageRow<'static> {
    const COLUMNS: &'static [&'static str] = &COLUMNS;

    fn read(fields: &mut Fields) -> Option<ImageRow<'static>> {
        let row = ImageRow(std::array::from_fn(|_| fields.text()));
        ImageKind::from_name(row.get("kind")).is_some().then_some(row)
    }
}

impl<'i> ImageRow<'i> {
    /// The row of a configuration.
    fn own(image: &'i OwnImage) -> ImageRow<'i> {
        ImageRow(COLUMNS.map(|column| image.column(column)))
    }

    /// A field; empty where the row does not say it.
    fn get(&self, column: &str) -> &'i str {
        let at = COLUMNS.iter().position(|name| *name == column);
        at.and_then(|at| self.0.get(at)).copied().unwrap_or_default()
    }

    /// The row, with what another one says wherever it says nothing itself.
    fn or(mut self, other: &ImageRow<'i>) -> ImageRow<'i> {
        for (field, theirs) in self.0.iter_mut().zip(other.0) {
            if field.is_empty() {
                *field = theirs;
            }
        }
        self
    }

    /// What it says about a tag.
    fn about(&self, tag: &str) -> KnownImage<'i> {
        // In the order of the columns: services ask for many images, and looking a column up is a search.
        let [
            repository,
            tags,
            kind,
            _,
            family,
            shell,
            manager,
            user,
            accounts,
            healthcheck,
            ports,
            _,
            data,
            requires,
            files,
            check,
            writes,
            env,
            _,
            tools,
            checked,
            source,
        ] = self.0;
        let is_checked = match checked {
            // A digest alone may be of any release.
            _ if tag.is_empty() => false,
            "all" => true,
            newest => !newest.is_empty() && !is_newer(tag, newest),
        };
        KnownImage {
            repository,
            tags,
            // A row of a configuration may leave it open.
            kind: ImageKind::from_name(kind).unwrap_or(ImageKind::Application),
            user: ImageUser::from_name(user),
            has_healthcheck: match healthcheck {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            data: Some(data).filter(|path| path.starts_with('/')),
            shell: ImageShell::from_name(shell),
            health_command: Some(check).filter(|check| !check.is_empty()),
            manager: Some(manager).filter(|name| !matches!(*name, "" | "?" | "none")),
            source,
            family,
            names_alpine: (!tag.is_empty()).then(|| tag.contains("alpine")),
            variables: match env {
                "none" => Some(ImageVariables::None),
                "own" => Some(ImageVariables::Own),
                _ => None,
            },
            ports,
            accounts,
            requires,
            files,
            writes,
            tools,
            is_checked,
        }
    }
}

/// A field of a row about an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact<'i> {
    /// The name of its column.
    pub column: &'static str,
    /// As the table writes it.
    pub value: &'i str,
    /// Where this can be read: an address, or a line of a configuration.
    pub source: &'i str,
}

/// Every image that something is known of: those of a configuration, and those of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Images<'i> {
    own: &'i [OwnImage],
}

impl<'i> Images<'i> {
    /// The images of the table, and before them those of a configuration.
    pub fn new(own: &'i [OwnImage]) -> Images<'i> {
        Images { own }
    }

    /// The same, if it is only the table.
    pub fn table_alone(self) -> Option<Images<'static>> {
        self.own.is_empty().then(Images::default)
    }

    /// What is known of an image.
    pub fn find(self, full: &str, tag: &str) -> Option<KnownImage<'i>> {
        let mut rows = self.rows(full, tag).into_iter();
        let first = rows.next()?;
        Some(rows.fold(first, |row, next| row.or(&next)).about(tag))
    }

    /// All that is known of an image, field by field.
    pub fn describe(self, full: &str, tag: &str) -> Vec<Fact<'i>> {
        let rows = self.rows(full, tag);
        let columns = COLUMNS.iter().filter(|column| !["repository", "source"].contains(column));
        let fact = |column: &&'static str| {
            let row = rows.iter().find(|row| !row.get(column).is_empty())?;
            Some(Fact { column, value: row.get(column), source: row.get("source") })
        };
        columns.filter_map(fact).collect()
    }

    /// The repositories that something is known of, those of the configuration first.
    pub fn repositories(self) -> Vec<&'i str> {
        let mut names: Vec<&'i str> = TABLE.repositories().collect();
        names.sort_unstable();
        self.own.iter().map(|own| ImageRow::own(own).get("repository")).chain(names).collect()
    }

    /// The rows that speak of an image, those that count more first: that of the configuration and the one that it is
    /// like, then that of the table and the one that it is like.
    fn rows(self, full: &str, tag: &str) -> Vec<ImageRow<'i>> {
        let name = aliases::name(full);
        let is_meant =
            |own: &&OwnImage| fits(own.column("repository"), &name) && fits_tag(own.column("tags"), tag);
        let own = self.own.iter().find(is_meant).map(ImageRow::own);
        let like = own.and_then(|row| alike(&row, tag));
        let known = if like.is_some() { None } else { first(&name, tag) };
        let known_like = known.and_then(|row| alike(&row, tag));
        [own, like, known, known_like].into_iter().flatten().collect()
    }
}

/// The first row of the table that fits.
fn first(name: &str, tag: &str) -> Option<ImageRow<'static>> {
    TABLE.about(name).find(|row| fits_tag(row.get("tags"), tag))
}

/// The row of the table that another one is like.
fn alike(row: &ImageRow<'_>, tag: &str) -> Option<ImageRow<'static>> {
    let like = row.get("like");
    let (name, tag) = like.split_once(':').unwrap_or((like, tag));
    first(name, tag)
}

/// Whether a tag is among those that a row is about.
pub(crate) fn fits_tag(patterns: &str, tag: &str) -> bool {
    let but = |pattern: &str| pattern.strip_prefix('!').is_some_and(|pattern| fits(pattern, tag));
    if patterns.split(' ').any(but) {
        return false;
    }
    patterns.split(' ').any(|pattern| match pattern.strip_prefix(['<', '>']) {
        Some(limit) => {
            let limit = limit.trim_start_matches('=');
            let numbers = number(tag).zip(number(limit));
            numbers.is_some_and(|(number, limit)| (number < limit) == pattern.starts_with('<'))
        }
        None => fits(pattern, tag),
    })
}

/// Whether a tag names a release after this one. As many numbers are compared as `newest` has.
fn is_newer(tag: &str, newest: &str) -> bool {
    let numbers = |text: &str| -> Vec<u32> {
        let text = text.strip_prefix('v').unwrap_or(text);
        text.split(['.', '-']).map_while(|part| part.parse().ok()).collect()
    };
    let newest = numbers(newest);
    let own: Vec<u32> = numbers(tag).into_iter().take(newest.len()).collect();
    own > newest
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

    fn known(name: &str) -> Option<KnownImage<'static>> {
        let (repository, tag) = name.split_once(':').unwrap_or((name, "latest"));
        Images::default().find(repository, tag)
    }

    fn user(name: &str) -> Option<ImageUser<'static>> {
        known(name).map(|image| image.user)
    }

    #[test]
    fn names_are_compared_as_docker_completes_them() {
        let same = ["postgres", "library/postgres:16", "docker.io/library/postgres:16-alpine"];
        let copies = [
            "arm64v8/postgres",
            "public.ecr.aws/docker/library/postgres:16",
            "mirror.gcr.io/library/postgres:16",
        ];
        for name in same.into_iter().chain(copies) {
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
        crate::table::check::<ImageRow<'static>>(TEXT.text());
        for row in crate::table::lines(TEXT.text()) {
            let image = ImageRow::read(&mut Fields::of(row)).unwrap().about("latest");
            let ports = image.ports.split(',').filter(|port| !port.is_empty());
            assert_eq!(image.ports().count(), ports.count(), "{row}");
            assert!(image.data.is_none_or(|path| path.starts_with('/')), "{row}");
        }
    }

    fn rows() -> impl Iterator<Item = ImageRow<'static>> {
        crate::table::lines(TEXT.text())
            .into_iter()
            .map(|line| ImageRow::read(&mut Fields::of(line)).unwrap())
    }

    #[test]
    fn rows_that_are_like_another_find_it() {
        for row in rows().filter(|row| !row.get("like").is_empty()) {
            let (name, tag) = row.get("like").split_once(':').unwrap_or((row.get("like"), "latest"));
            let other = TABLE.about(name).find(|other| fits_tag(other.get("tags"), tag));
            assert!(other.is_some_and(|other| other.get("like").is_empty()), "{}", row.get("repository"));
        }
        assert_eq!(user("postgis/postgis:17-3.5"), Some(ImageUser::DropsPrivileges));
        assert_eq!(
            known("postgis/postgis:17-3.5").and_then(|i| i.health_command),
            Some("pg_isready -h 127.0.0.1")
        );
        assert_eq!(known("postgis/postgis:12-3.4").and_then(|i| i.data), None);
    }

    #[test]
    fn what_is_known_names_its_source() {
        let facts = Images::default().describe("docker.io/postgis/postgis", "17-3.5");
        let find = |column: &str| facts.iter().find(|fact| fact.column == column).unwrap();
        assert_eq!(find("data").value, "/var/lib/postgresql/data");
        assert!(find("data").source.contains("docker-library/postgres"));
        assert!(find("like").source.contains("postgis"));
        assert_eq!(Images::default().describe("acme/app", "1"), []);
    }

    #[test]
    fn no_row_is_hidden_by_the_one_before() {
        let mut seen = std::collections::HashSet::new();
        let mut closed = std::collections::HashSet::new();
        for row in rows() {
            let (repository, tags) = (row.get("repository"), row.get("tags"));
            assert!(seen.insert((repository, tags)), "twice: {repository} {tags}");
            assert!(!closed.contains(repository), "hidden: {repository} {tags}");
            if tags == "*" {
                closed.insert(repository);
            }
        }
    }

    #[test]
    fn a_health_command_runs_what_is_there() {
        for row in rows() {
            let Some(program) = row.get("check").split(' ').next() else { continue };
            let denied = row.get("tools").split(' ').any(|tool| tool.strip_prefix('-') == Some(program));
            assert!(!denied, "{} {}", row.get("repository"), row.get("tags"));
        }
    }

    #[test]
    fn variables_that_are_required_as_files_are_read_from_files() {
        for row in rows().filter(|row| !row.get("files").is_empty()) {
            let image = row.about("latest");
            for name in image.required_variables().flatten().filter_map(|name| name.strip_suffix("_FILE")) {
                assert!(image.reads_file_for(name), "{} {name}", image.repository);
            }
        }
    }

    #[test]
    fn absences_hold_for_releases_that_were_checked() {
        assert_eq!(known("python:3.13-slim").and_then(|i| i.has_tool("curl")), Some(false));
        assert_eq!(known("python:3.99-slim").and_then(|i| i.has_tool("curl")), None);
        assert_eq!(known("caddy:2.10-alpine").and_then(|i| i.has_tool("curl")), Some(false));
        assert_eq!(known("caddy:2.11-alpine").and_then(|i| i.has_tool("curl")), Some(true));
        assert_eq!(known("prom/prometheus:v3.5.0-distroless").and_then(|i| i.has_tool("sh")), Some(false));
    }
}
