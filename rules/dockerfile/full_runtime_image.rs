//! A final stage with compilers and tools that nothing there needs.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct FullRuntimeImage;

/// Official images that have a `-slim` variant.
const SLIM: [&str; 3] = ["node", "python", "ruby"];

impl Rule for FullRuntimeImage {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        if !stage.is_last() || stage.index() == 0 || stage.copies_from().all(|copied| copied.is_mount) {
            return;
        }
        let (Some(image), Some(from)) = (stage.image_name(), stage.from()) else { return };
        let has_slim = image.official().is_some_and(|name| SLIM.contains(&name));
        let tag = image.tag.as_ref().map_or("", |tag| &*tag.text);
        let is_full = tag.starts_with(|first: char| first.is_ascii_digit())
            && !["slim", "alpine"].iter().any(|it| tag.contains(it));
        let runs = stage.instructions().iter().filter_map(|instruction| match &instruction.kind {
            Kind::Run(run) => Some(run),
            _ => None,
        });
        let harmless =
            ["mkdir", "chown", "chmod", "useradd", "adduser", "groupadd", "addgroup", "ln", "rm", "mv", "cp"];
        let is_plain =
            runs.flat_map(|run| run.command.commands()).all(|command| harmless.contains(&command.name()));
        if !(has_slim && is_full && is_plain) {
            return;
        }
        let version = tag.split('-').next().unwrap_or(tag);
        let name = image.short();
        cx.report(from.image.text.span, format!("the final stage uses the full image `{image}`"))
            .here("this image includes compilers, headers and Git, which this stage does not use")
            .help(format!("use `{name}:{version}-slim`"));
    }
}
