//! An image of a release that is no longer maintained.

use plimsoll_linter::prelude::*;
use serde::{Deserialize, Deserializer, de::Error};

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct EndOfLifeImage {
    #[serde(deserialize_with = "date")]
    date: String,
}

impl Rule for EndOfLifeImage {
    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        let day = if self.date.is_empty() { cx.today() } else { &*self.date };
        let ended = image
            .name
            .releases()
            .into_iter()
            .find(|release| !release.is_superseded && release.has_ended(day));
        let Some(release) = ended else { return };
        let (span, set_at) = image.name.tag.as_ref().map_or((image.span, None), |tag| image.place_of(tag));
        let finding = cx.report(span, format!("`{}` is no longer maintained", image.name));
        let (product, line) = (product(release.repository), release.line);
        finding.here(format!("{product} {line} had its last fix before {}", release.until));
        match release.successor(day) {
            Some(next) => finding.help(format!("move to a newer release, {} for example", next.line)),
            None => finding.help("move to a newer release"),
        };
        if let Some(set_at) = set_at {
            finding.label(set_at, "the tag comes from here");
        }
    }
}

/// `aspnet` says less than what it is a part of.
pub(crate) fn product(repository: &str) -> &str {
    if repository.starts_with("mcr.microsoft.com/dotnet/") {
        return ".NET";
    }
    repository.trim_end_matches("/*").rsplit('/').next().unwrap_or(repository)
}

/// A day, as it is written in the options.
pub(crate) fn date<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    let is_date = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    if is_date { Ok(text) } else { Err(D::Error::custom("a date is written `2026-04-30`")) }
}
