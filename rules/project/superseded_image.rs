//! An image of a release line that ended when the next one came out.

use plimsoll_linter::prelude::*;
use serde::Deserialize;

use super::end_of_life_image::{date, product};

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct SupersededImage {
    #[serde(deserialize_with = "date")]
    date: String,
}

impl Rule for SupersededImage {
    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        let day = if self.date.is_empty() { cx.today() } else { &*self.date };
        let mut ended = image.name.releases().iter().filter(|release| release.has_ended(day));
        let Some(release) = ended.next().filter(|release| release.is_superseded) else { return };
        if image.name.retired().is_some() {
            return;
        }
        let (span, set_at) = image.name.tag.as_ref().map_or((image.span, None), |tag| image.place_of(tag));
        let next = release.successor(day);
        let finding = cx.report(span, format!("`{}` is superseded by a newer release", image.name));
        finding.here(format!(
            "regular support for {} {} ended on {}",
            product(release.repository),
            release.line,
            release.until
        ));
        match next {
            Some(next) => finding.help(format!("upgrade to release `{}`", next.line)),
            None => finding.help("upgrade to a newer release"),
        };
        if let Some(set_at) = set_at {
            finding.label(set_at, "this tag is set here");
        }
    }
}
