//! Base images as options of rules: which digests are known, from when on each counts, and for how long.

use std::collections::HashMap;

use plimsoll_diagnostics::{FileId, Span};
use plimsoll_project::ImageName;
use serde::Deserialize;

use crate::days_between;

/// Base images that somebody keeps a list of.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "Vec<Written>")]
pub struct BaseImages {
    by_digest: HashMap<(String, String), ListedBase>,
    /// The digest of each repository that came out last.
    newest: HashMap<String, (String, ListedBase)>,
}

/// How old a digest is, and may become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedBase {
    /// The day from which on it counts, such as `2026-10-01`.
    pub since: String,
    /// The number of days for which it may be used.
    pub max_age_days: u32,
}

/// An item of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    image: String,
    digests: Vec<String>,
    since: String,
    max_age_days: u32,
}

impl TryFrom<Vec<Written>> for BaseImages {
    type Error = String;

    fn try_from(items: Vec<Written>) -> Result<BaseImages, String> {
        let mut all = BaseImages::default();
        for Written { image, digests, since, max_age_days } in items {
            let name = ImageName::parse(&image, Span::at(FileId::FIRST, 0));
            let Some(name) = name.filter(|name| name.tag.is_none() && name.digest.is_none()) else {
                return Err(format!("`{image}` is not the name of an image without a tag"));
            };
            if days_between(&since, &since).is_none() {
                return Err(format!("`{since}` is not a date such as `2026-04-30`"));
            }
            let (repository, listed) = (name.full_repository(), ListedBase { since, max_age_days });
            for digest in digests {
                if !is_digest(&digest) {
                    return Err(format!("`{digest}` is not a digest such as `sha256:…`"));
                }
                all.add(repository.clone(), digest, listed.clone());
            }
        }
        Ok(all)
    }
}

impl BaseImages {
    fn add(&mut self, repository: String, digest: String, listed: ListedBase) {
        let newest =
            self.newest.entry(repository.clone()).or_insert_with(|| (digest.clone(), listed.clone()));
        if newest.1.since < listed.since {
            *newest = (digest.clone(), listed.clone());
        }
        // Of two items about one digest, both hold.
        let known = self.by_digest.entry((repository, digest)).or_insert_with(|| listed.clone());
        if listed.since < known.since {
            known.since = listed.since;
        }
        known.max_age_days = known.max_age_days.min(listed.max_age_days);
    }

    /// What is known of the digest of an image.
    pub fn find(&self, image: &ImageName<'_>) -> Option<&ListedBase> {
        let digest = image.digest.as_ref()?.text.to_string();
        self.by_digest.get(&(image.full_repository(), digest))
    }

    /// The digest of the same image that came out last.
    pub fn newest(&self, image: &ImageName<'_>) -> Option<(&str, &ListedBase)> {
        let (digest, listed) = self.newest.get(&image.full_repository())?;
        Some((digest, listed))
    }
}

impl ListedBase {
    /// How many days old it is on a day; `None` if that is not known.
    pub fn age(&self, day: &str) -> Option<i64> {
        days_between(&self.since, day)
    }

    /// Whether it is older than it may become.
    pub fn is_outdated(&self, day: &str) -> bool {
        self.age(day).is_some_and(|age| age > i64::from(self.max_age_days))
    }
}

fn is_digest(text: &str) -> bool {
    let hex = text.strip_prefix("sha256:").unwrap_or_default();
    hex.len() == 64 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
