//! An image without a tag that no registry has: one that is built on the same machine.

use plimsoll_linter::prelude::*;

use super::untagged_image::{aliases, is_local};

#[derive(Default)]
pub(crate) struct UntaggedLocalImage;

impl Rule for UntaggedLocalImage {
    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        let name = image.name;
        let is_untagged = name.tag.is_none() && name.digest.is_none();
        if !is_untagged || !matches!(image.site, ImageSite::From(_)) || !is_local(image) {
            return;
        }
        let (span, set_at) = image.place_of(&name.repository);
        let finding = cx
            .report(span, format!("the local image `{name}` has no tag"))
            .here("no official image has this name, so this is the image that was built last")
            .help("set a tag when you build the image, and use that tag here")
            .answers_to(aliases(image.site));
        if let Some(set_at) = set_at {
            finding.label(set_at, "this name is set here");
        }
    }
}
