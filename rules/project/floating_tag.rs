//! An image with a tag that names a channel, not a version.

use facts::tag_words::{self, Kind};
use plimsoll_linter::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct FloatingTag {
    tags: Vec<String>,
}

impl Default for FloatingTag {
    fn default() -> Self {
        let tags = tag_words::of(&[Kind::Channel]).chain(["main", "master"]);
        FloatingTag { tags: tags.map(str::to_owned).collect() }
    }
}

impl Rule for FloatingTag {
    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        let name = image.name;
        let is_floating = |tag: &str| {
            tag.starts_with("latest-")
                || self.tags.iter().any(|name| name == tag)
                || name.known().is_some()
                    && tag.split('-').all(|part| tag_words::kind(part) == Some(Kind::Variant))
        };
        let is_of_service = matches!(image.site, ImageSite::Service(_));
        let is_latest =
            |tag: &project::Part| tag.text == "latest" && is_of_service && image.has_default_tag();
        let tag = name.tag.as_ref().filter(|tag| is_floating(&tag.text) || is_latest(tag));
        let Some(tag) = tag.filter(|_| name.digest.is_none() && !image.is_of_script) else { return };
        let (span, set_at) = image.place_of(tag);
        let finding = cx
            .report(span, format!("tag `{}` is not a version", tag.text))
            .here("this tag usually moves with every release")
            .help("use a version tag, or add a digest");
        // The channels are those that dclint reports, too.
        let is_channel = tag_words::kind(&tag.text) == Some(Kind::Channel);
        if tag.text == "latest" {
            finding.answers_to(super::untagged_image::aliases(image.site));
        } else if is_of_service && is_channel {
            finding.answers_to(["dclint:service-image-require-explicit-tag"]);
        } else {
            finding.answers_to([]);
        }
        if let Some(set_at) = set_at {
            finding.label(set_at, format!("`{}` is set here", tag.text));
        }
    }
}
