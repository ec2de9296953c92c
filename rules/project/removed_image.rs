//! An image that its maintainers took from the registry.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RemovedImage;

impl Rule for RemovedImage {
    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        let Some(retired) = image.name.retired().filter(|retired| retired.state == "removed") else { return };
        // A digest is pulled without the tag.
        if image.name.digest.is_some() {
            return;
        }
        let (span, set_at) = image.place_of(&image.name.repository);
        let since = retired.since.map(|day| format!(" on {day}")).unwrap_or_default();
        let finding = cx.report(span, format!("`{}` can no longer be pulled", image.name));
        finding
            .here(format!(
                "its maintainers announced that this tag would be removed from the registry{since}"
            ))
            .note(format!("announced at {}", retired.source))
            .help("switch to a maintained image");
        if let Some(set_at) = set_at {
            finding.label(set_at, "this name is set here");
        }
    }
}
