//! A base image whose digest is older than what was declared.

use plimsoll_linter::BaseImages;
use plimsoll_linter::prelude::*;
use serde::Deserialize;

use super::end_of_life_image::date;

/// Nothing is reported until a base image is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct OutdatedBase {
    bases: BaseImages,
    #[serde(deserialize_with = "date")]
    date: String,
}

impl Rule for OutdatedBase {
    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        let ImageSite::From(_) = image.site else { return };
        // How old an image is that nobody lists, no file shows.
        let day = if self.date.is_empty() { cx.today() } else { &*self.date };
        let Some(listed) = self.bases.find(image.name).filter(|listed| listed.is_outdated(day)) else {
            return;
        };
        let (repository, most) = (image.name.full_repository(), listed.max_age_days);
        let finding = cx.report(image.span, format!("base image `{repository}` is older than {most} days"));
        if let Some(age) = listed.age(day) {
            finding.here(format!("this digest dates from {}, {age} days ago", listed.since));
        }
        match self.bases.newest(image.name).filter(|(_, newest)| !newest.is_outdated(day)) {
            Some((digest, newest)) => {
                finding.help(format!("use `{digest}`, which dates from {}", newest.since))
            }
            None => finding.help("use a newer image, and add its digest to `bases`"),
        };
    }
}
