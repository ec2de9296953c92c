//! An image with a tag that names a channel, not a version.

use plimsoll_linter::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct FloatingTag {
    tags: Vec<String>,
}

/// Those that dclint knows, too.
const CHANNELS: [&str; 8] = ["stable", "edge", "test", "nightly", "dev", "beta", "canary", "lts"];

/// Parts of a tag that say how an image is made, and not of which version.
const VARIANTS: [&str; 11] =
    ["alpine", "slim", "fpm", "apache", "cli", "zts", "jdk", "jre", "perl", "otel", "management"];

impl Default for FloatingTag {
    fn default() -> Self {
        let tags = CHANNELS.into_iter().chain(["main", "master"]);
        FloatingTag { tags: tags.map(str::to_owned).collect() }
    }
}

impl Rule for FloatingTag {
    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        let name = image.name;
        let is_floating = |tag: &str| {
            tag.starts_with("latest-")
                || self.tags.iter().any(|name| name == tag)
                || name.known().is_some() && tag.split('-').all(|part| VARIANTS.contains(&part))
        };
        let tag = name.tag.as_ref().filter(|tag| is_floating(&tag.text) && name.digest.is_none());
        let Some(tag) = tag else { return };
        let (span, set_at) = image.place_of(tag);
        let finding = cx
            .report(span, format!("tag `{}` is not a version", tag.text))
            .here("this tag usually moves with every release")
            .help("use a version tag, or add a digest");
        if !matches!(image.site, ImageSite::Service(_)) || !CHANNELS.contains(&&*tag.text) {
            finding.answers_to([]);
        }
        if let Some(set_at) = set_at {
            finding.label(set_at, format!("`{}` is set here", tag.text));
        }
    }
}
