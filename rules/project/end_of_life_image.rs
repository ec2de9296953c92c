//! An image of a release that is no longer maintained.

use plimsoll_linter::days_between;
use plimsoll_linter::prelude::*;
use serde::{Deserialize, Deserializer, de::Error};

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct EndOfLifeImage {
    #[serde(deserialize_with = "date")]
    date: String,
    grace_days: u32,
    warn_days: u32,
}

/// When a release ends, as seen from a day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Past,
    /// In so many days.
    Ahead(i64),
}

impl EndOfLifeImage {
    /// The end of a release, if it is worth a finding.
    fn end(&self, release: &project::Release, day: &str) -> Option<End> {
        if release.is_superseded {
            return None;
        }
        let left = days_between(day, release.until);
        if release.has_ended(day) {
            let is_in_grace = left.is_some_and(|left| -left <= i64::from(self.grace_days));
            return (!is_in_grace).then_some(End::Past);
        }
        left.filter(|left| (0..i64::from(self.warn_days)).contains(left)).map(End::Ahead)
    }
}

impl Rule for EndOfLifeImage {
    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        let day = if self.date.is_empty() { cx.today() } else { &*self.date };
        let ends = image.name.releases().iter().filter_map(|it| Some((it, self.end(it, day)?)));
        let ends: Vec<_> = ends.collect();
        let past = ends.iter().find(|(_, end)| *end == End::Past);
        let Some(&(release, end)) = past.or(ends.first()) else { return };
        let (span, set_at) = image.name.tag.as_ref().map_or((image.span, None), |tag| image.place_of(tag));
        let (product, line) = (product(release.repository), release.line);
        let finding = match end {
            End::Past => {
                let message = format!("`{}` reached end of life on {}", image.name, release.until);
                let finding = cx.report(span, message);
                finding.here(format!("no security fixes for {product} {line} since {}", release.until))
            }
            End::Ahead(days) => {
                let message = format!("`{}` reaches end of life on {}", image.name, release.until);
                let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
                cx.report(span, message)
                    .here(format!("security fixes for {product} {line} end in {days}"))
                    .ahead()
            }
        };
        match (image.name.retired().and_then(|retired| retired.successor), release.nearest(day)) {
            (Some(successor), _) => finding.help(format!("switch to `{successor}`")),
            (None, Some(next)) => {
                let lts = if is_lts(&next) { "an LTS release that" } else { "which" };
                let until = match next.until {
                    "" => String::new(),
                    until => format!(" until {until}"),
                };
                let name = match renamed(image.name, release, &next) {
                    Some(name) => format!("`{name}`"),
                    None => format!("{product} {}", next.line),
                };
                finding.help(format!("upgrade to {name}, {lts} is supported{until}"))
            }
            (None, None) if image.name.retired().is_some() => finding.help("switch to a maintained image"),
            (None, None) => finding.help("upgrade to a release that is still supported"),
        };
        if let Some(set_at) = set_at {
            finding.label(set_at, "this tag is set here");
        }
    }
}

/// The name of the image with another release in its tag, unless the tag also says something that the new one may not
/// have: `eclipse-temurin-17`.
fn renamed(name: &ImageName, old: &project::Release, new: &project::Release) -> Option<String> {
    let tag = name.meant_tag();
    let repository = name.to_string();
    let repository = repository.split('@').next().unwrap_or_default();
    let repository = repository.strip_suffix(&format!(":{tag}")).unwrap_or(repository);
    let line = |release: &project::Release| match release.repository {
        "alpine" if !tag.starts_with(release.line) => format!("alpine{}", release.line),
        _ => release.line.to_owned(),
    };
    let is_first = tag.starts_with(old.line);
    let kept = |part: &str| ["slim", "fpm", "apache", "cli", "jre", "jdk"].contains(&part);
    let releases = name.releases();
    let is_release = |part: &str| releases.iter().any(|release| part == line(release));
    let mut rest = tag.split('-').skip(1).filter(|_| is_first);
    if rest.any(|part| !kept(part) && !is_release(part) && !part.starts_with("alpine")) {
        return None;
    }
    let parts = tag.split('-').enumerate().filter_map(|(at, part)| match part {
        _ if at == 0 && is_first => Some(new.line.to_owned()),
        part if !is_first && part == line(old) => Some(line(new)),
        // Which releases of a distribution the new one is built on is not known.
        part if is_first && part.starts_with("alpine") => Some("alpine".to_owned()),
        part if is_first => kept(part).then(|| part.to_owned()),
        part => Some(part.to_owned()),
    });
    Some(format!("{repository}:{}", parts.collect::<Vec<_>>().join("-")))
}

/// Node.js calls its even lines so.
fn is_lts(release: &project::Release) -> bool {
    release.repository == "node" && release.line.parse::<u32>().is_ok_and(|line| line % 2 == 0)
}

/// The last part of a repository, as code: a product's own name is rarely lowercase. `aspnet` says less than what it is a
/// part of.
pub(crate) fn product(repository: &str) -> String {
    if repository.starts_with("mcr.microsoft.com/dotnet/") {
        return ".NET".to_owned();
    }
    format!("`{}`", repository.trim_end_matches("/*").rsplit('/').next().unwrap_or(repository))
}

/// A day, as it is written in the options.
pub(crate) fn date<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    let is_date = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    if is_date { Ok(text) } else { Err(D::Error::custom("expected a date such as `2026-04-30`")) }
}
