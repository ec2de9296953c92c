//! An image without a label that names its source.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingImageSource;

const SOURCE: &str = "org.opencontainers.image.source";

impl Rule for MissingImageSource {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let runs = stage.cmd().is_known() || stage.entrypoint().is_known();
        let Some(from) = stage.from_instruction().filter(|_| stage.is_last() && runs) else { return };
        let has_it = |stage: Stage| {
            stage.instructions().iter().any(|instruction| match &instruction.kind {
                Kind::Label(label) => label.pairs.iter().any(|pair| {
                    pair.name.value.contains(SOURCE)
                        || pair.name.value.contains('$')
                        || pair.name.value.contains("vcs-url")
                }),
                _ => false,
            })
        };
        let uses_them = |stage: Stage| {
            stage.instructions().iter().any(|instruction| match &instruction.kind {
                Kind::Label(label) => {
                    label.pairs.iter().any(|pair| pair.name.value.contains("org.opencontainers.image."))
                }
                _ => false,
            })
        };
        if stage.lineage().any(uses_them) && !stage.lineage().any(has_it) {
            cx.report(from.keyword.text.span, "the image has no source label")
                .here(format!("`{SOURCE}` is missing"))
                .help(format!("add `LABEL {SOURCE}=\"https://…\"`"));
        }
    }
}
