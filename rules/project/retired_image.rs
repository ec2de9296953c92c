//! An image that nobody updates any more, whatever its tag.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RetiredImage;

impl Rule for RetiredImage {
    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        let Some(retired) = image.name.retired().filter(|retired| retired.state != "removed") else { return };
        // The end of its release says the same, with a day.
        let has_ended = |release: &project::Release| !release.is_superseded && release.has_ended(cx.today());
        if image.name.releases().iter().any(has_ended) {
            return;
        }
        let (span, set_at) = image.place_of(&image.name.repository);
        let since = retired.since.map(|day| format!(" since {day}")).unwrap_or_default();
        let finding = cx.report(span, format!("`{}` is no longer updated", image.name));
        match retired.successor {
            Some(successor) if retired.state == "moved" => {
                finding.here(format!("moved to `{successor}`{since}")).help(format!("use `{successor}`"))
            }
            Some(successor) => {
                finding.here(format!("{}{since}", retired.state)).help(format!("switch to `{successor}`"))
            }
            None => finding.here(format!("{}{since}", retired.state)).help("switch to a maintained image"),
        };
        finding.note(format!("announced at {}", retired.source));
        if let Some(set_at) = set_at {
            finding.label(set_at, "this name is set here");
        }
    }
}
