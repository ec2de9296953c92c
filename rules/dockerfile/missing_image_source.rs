//! An image without the labels that name its source and its base.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingImageSource;

/// What all of them start with.
const PREFIX: &str = "org.opencontainers.image.";

/// The labels, and what old names of the same contain (label-schema.org).
const LABELS: [(&str, &str); 5] = [
    ("source", "vcs-url"),
    ("revision", "vcs-ref"),
    ("licenses", "license"),
    ("base.name", "base.name"),
    ("base.digest", "base.digest"),
];

impl Rule for MissingImageSource {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let runs = stage.cmd().is_known() || stage.entrypoint().is_known();
        let Some(from) = stage.from_instruction().filter(|_| stage.is_last() && runs) else { return };
        let all = stage.lineage().flat_map(|stage| stage.instructions()).filter_map(|it| match &it.kind {
            Kind::Label(label) => Some(&label.pairs),
            _ => None,
        });
        let names: Vec<&str> = all.flatten().map(|pair| &*pair.name.value).collect();
        // A variable may stand for any of them.
        if !names.iter().any(|name| name.contains(PREFIX)) || names.iter().any(|name| name.contains('$')) {
            return;
        }
        let is_set = |label: &str, old: &str| {
            let full = format!("{PREFIX}{label}");
            names.iter().any(|name| name.contains(&full) || name.contains(old))
        };
        let is_based = stage.root_image().is_some();
        let missing = LABELS.iter().filter(|(label, old)| !is_set(label, old));
        let missing: Vec<&str> =
            missing.map(|(label, _)| *label).filter(|label| is_based || !label.starts_with("base")).collect();
        let Some(first) = missing.first() else { return };
        let quoted: Vec<String> = missing.iter().map(|label| format!("`{label}`")).collect();
        let what = match &*quoted {
            [one] => format!("{one} label"),
            [before @ .., last] => format!("{} or {last} label", before.join(", ")),
            [] => return,
        };
        cx.report(from.keyword.text.span, format!("the image has no {what}"))
            .here("these labels tell where an image comes from")
            .help(format!("add `LABEL {PREFIX}{first}=…`, or pass `--label` to the build"));
    }
}
