//! Until when release lines are maintained.

use std::sync::LazyLock;

use plimsoll_packed::Pack;

use crate::aliases::name;
use crate::debian_releases;
use crate::table::{ByRepository, Fields, Row};

static TEXT: Pack = Pack::new(include_bytes!(concat!(env!("OUT_DIR"), "/releases.tsv")));

static TABLE: LazyLock<ByRepository<Release>> = LazyLock::new(|| ByRepository::new(TEXT.text()));

/// A release line, and until when it is maintained. Days are written `2026-04-30`, so they compare as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Release {
    /// The repository, as `KnownImage` has it.
    pub repository: &'static str,
    /// The start of the tags that belong to it: `20`, `3.9`, `bookworm`.
    pub line: &'static str,
    /// The last day on which it is maintained; empty while none is announced.
    pub until: &'static str,
    /// Whether it ends because the next line came out, as with products that release every few weeks.
    pub is_superseded: bool,
    /// Who says so.
    pub source: &'static str,
}

/// The release line that an image's tag belongs to, and the one of the distribution that a tag such as
/// `3.13-slim-bookworm` names, as far as they are known.
pub fn of_image(full: &str, tag: &str) -> Vec<Release> {
    let own = find(&name(full), tag);
    // Only of a known image is it certain what a part of the tag means.
    let is_known = || crate::Images::default().find(full, tag).is_some();
    // `buildpack-deps:buster` has no version of its own.
    let starts_with_it = own.is_none() && tag.split('-').next().is_some_and(debian_releases::is_codename);
    let parts = tag.split('-').skip(usize::from(!starts_with_it));
    let distribution = parts.into_iter().find_map(distribution).filter(|_| is_known());
    own.into_iter().chain(distribution).collect()
}

/// The newest line of an image that is maintained on `day`: what to name in the place of `latest`. Of Node.js the newest
/// that is supported for long.
pub fn newest(full: &str, day: &str) -> Option<Release> {
    let name = name(full);
    let is_number = |line: &str| line.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let lines =
        TABLE.written(&name).filter(|it| is_number(it.line) && !it.has_ended(day) && !it.is_superseded);
    let last_day = |line: &Release| if line.until.is_empty() { "9999" } else { line.until };
    let is_lts =
        |it: &Release| it.repository != "node" || numbers(it.line).first().is_some_and(|it| it % 2 == 0);
    // A bare major such as `3` moves with every release.
    let is_precise = |it: &Release| it.line.contains('.') || it.until.len() == 10;
    let lines = lines.filter(|it| is_lts(it) && is_precise(it));
    lines.max_by_key(|it| (numbers(it.line), last_day(it)))
}

impl Row for Release {
    const COLUMNS: &'static [&'static str] =
        &["repository", "line", "until", "extended", "superseded", "source"];

    fn read(fields: &mut Fields) -> Option<Release> {
        let (repository, line, until, extended) =
            (fields.text(), fields.text(), fields.text(), fields.text());
        let is_superseded = fields.text() == "yes";
        Some(Release { repository, line, until: until.max(extended), is_superseded, source: fields.text() })
    }
}

impl Release {
    /// Whether it is no longer maintained on `day`.
    pub fn has_ended(&self, day: &str) -> bool {
        !self.until.is_empty() && self.until < day
    }

    /// The nearest later line of the same repository that is maintained on `day`, written alike; one that ends within three
    /// months only if there is no other. Code names are in the order in which they end.
    pub fn nearest(&self, day: &str) -> Option<Release> {
        let own = numbers(self.line);
        let soon = three_months_after(day);
        if own.is_empty() && !self.until.is_empty() {
            let later = TABLE.written(self.repository).filter(|other| {
                numbers(other.line).is_empty() && other.until > self.until && !other.has_ended(day)
            });
            return later.min_by_key(|other| (other.has_ended(&soon), other.until));
        }
        let start = |line: &str| line.chars().next().map(|first| (first.is_ascii_digit(), first == 'v'));
        let dots = |line: &str| line.matches('.').count();
        let later = TABLE.written(self.repository).filter(|other| {
            start(other.line) == start(self.line) && numbers(other.line) > own && !other.has_ended(day)
        });
        // `12` is not later than `12.5` of the same line.
        let later = later.filter(|other| !self.line.starts_with(&format!("{}.", other.line)));
        let is_other_kind = |other: &Release| dots(other.line) != dots(self.line);
        later.min_by_key(|other| {
            (other.is_superseded, other.has_ended(&soon), is_other_kind(other), numbers(other.line))
        })
    }

    /// The line of the same repository that is maintained longest, written alike, if it is still on `day`.
    pub fn successor(&self, day: &str) -> Option<Release> {
        let start = |line: &str| line.chars().next().map(|first| (first.is_ascii_digit(), first == 'v'));
        let alike = TABLE.written(self.repository).filter(|other| start(other.line) == start(self.line));
        let last_day = |line: &Release| if line.until.is_empty() { "9999" } else { line.until };
        let dots = |line: &str| line.matches('.').count();
        let is_as_precise = |other: &Release| dots(other.line) == dots(self.line);
        let best = alike.max_by_key(|other| (last_day(other), is_as_precise(other), numbers(other.line)));
        best.filter(|other| !other.has_ended(day))
    }
}

/// The numbers in the name of a line.
fn numbers(line: &str) -> Vec<u32> {
    line.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
}

/// The line that a tag belongs to: the longest that it starts with.
fn find(name: &str, tag: &str) -> Option<Release> {
    let lines = TABLE.about(name).filter(|release| {
        let rest = tag.strip_prefix(release.line);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
    });
    lines.max_by_key(|release| release.line.len())
}

/// The release of a distribution that a part of a tag names: `bookworm`, `alpine3.20`.
fn distribution(part: &str) -> Option<Release> {
    match part.strip_prefix("alpine") {
        Some(version) => find("alpine", version),
        None if part.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            find("debian", part).or_else(|| find("ubuntu", part))
        }
        None => None,
    }
}

/// The same day three months later, as it sorts; `day` itself if it is not a date.
fn three_months_after(day: &str) -> String {
    let part = |range| day.get(range).and_then(|part| str::parse::<u32>(part).ok());
    match (part(0..4), part(5..7), day.get(8..)) {
        (Some(year), Some(month), Some(rest)) if (1..=12).contains(&month) => {
            let month = month + 2;
            format!("{:04}-{:02}-{rest}", year + month / 12, month % 12 + 1)
        }
        _ => day.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(name: &str) -> Vec<String> {
        let (repository, tag) = name.split_once(':').unwrap_or((name, "latest"));
        let shown = |release: Release| format!("{} {}", release.repository, release.line);
        of_image(repository, tag).into_iter().map(shown).collect()
    }

    #[test]
    fn tags_belong_to_lines() {
        assert_eq!(lines("node:16.20.2-alpine3.18"), ["node 16", "alpine 3.18"]);
        assert_eq!(lines("python:3.9-slim-buster"), ["python 3.9", "debian buster"]);
        assert_eq!(lines("python:3.90"), [""; 0]);
        assert_eq!(lines("php:7"), ["php 7"]);
        assert_eq!(lines("centos"), ["centos latest"]);
        assert_eq!(
            lines("mcr.microsoft.com/dotnet/aspnet:6.0-focal"),
            ["mcr.microsoft.com/dotnet/aspnet 6.0", "ubuntu focal"]
        );
        assert_eq!(lines("node:lts-iron-alpine3.19"), ["node lts-iron", "alpine 3.19"]);
        assert_eq!(lines("traefik:v1.7"), ["traefik v1.7"]);
        assert_eq!(lines("amazonlinux:2.0.20240529.0"), ["amazonlinux 2"]);
        assert_eq!(lines("amazonlinux:2023"), ["amazonlinux 2023"]);
        assert_eq!(lines("acme/app:1-buster"), [""; 0]);
        assert_eq!(lines("node"), [""; 0]);
        assert_eq!(lines("node:"), [""; 0]);
    }

    #[test]
    fn a_release_that_ends_soon_is_not_the_nearest() {
        let old = of_image("php", "7.4").into_iter().next().unwrap();
        let nearest = |day| old.nearest(day).map(|release| release.line);
        assert_eq!((nearest("2026-09-30"), nearest("2026-11-30")), (Some("8.2"), Some("8.3")));
        assert_eq!(three_months_after("2026-11-30"), "2027-02-30");
    }

    #[test]
    fn every_row_can_be_read() {
        let is_digit = |text: &str, at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        crate::table::check::<Release>(TEXT.text());
        for row in crate::table::lines(TEXT.text()) {
            let release = Release::read(&mut Fields::of(row)).unwrap();
            let day = release.until;
            assert!(
                day.is_empty()
                    || day.len() == 10 && (0..10).all(|at| is_digit(day, at) != matches!(at, 4 | 7)),
                "{row}"
            );
        }
    }

    #[test]
    fn a_line_has_a_successor() {
        let old = find("debian", "buster").unwrap();
        assert_eq!(old.successor("2026-01-01").map(|next| next.line), Some("trixie"));
        assert_eq!(old.successor("2099-01-01"), None);
        let next = |name: &str, tag: &str| find(name, tag)?.nearest("2026-01-01").map(|next| next.line);
        assert_eq!(next("node", "16.20.2"), Some("20"));
        assert_eq!(next("mysql", "9.4"), Some("9.6"), "the end of 9.5 is less than three months away");
        assert_eq!(next("mariadb", "11.5"), Some("11.8"));
        assert_eq!(next("debian", "buster-slim"), Some("bullseye"), "in the order in which they end");
        let old = find("traefik", "v3.0.1").unwrap();
        assert!(old.is_superseded && old.has_ended("2026-01-01") && !old.has_ended("2024-01-01"));
        assert!(old.successor("2026-01-01").is_some_and(|next| next.line.starts_with("v3.")));
    }
}
