//! Labels that are not as the configuration wants them.

use std::collections::{BTreeMap, BTreeSet};

use dockerfile::{Kind, Label};
use plimsoll_linter::LabelType;
use plimsoll_linter::prelude::*;
use serde::Deserialize;

/// Nothing is reported until a label is named, or `strict` is set.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct LabelOffSchema {
    schema: BTreeMap<String, LabelType>,
    strict: bool,
}

impl Rule for LabelOffSchema {
    fn check_label(&self, label: &Label, cx: &mut Context) {
        for pair in &label.pairs {
            let Some(key) = cx.expand(&pair.name).map(std::borrow::Cow::into_owned) else { continue };
            let Some(kind) = self.schema.get(&key) else {
                if self.strict {
                    cx.report(pair.name.text.span, format!("label `{key}` is not in the schema"))
                        .here("with `strict`, the schema must list every label")
                        .help("remove the label, or add it to the schema")
                        .answers_to(["hadolint:DL3050"]);
                }
                continue;
            };
            let Some(value) = &pair.value else { continue };
            let Some(text) = cx.expand(value).map(std::borrow::Cow::into_owned) else { continue };
            let what = kind.describe();
            if text.is_empty() {
                cx.report(pair.span, format!("label `{key}` is empty"))
                    .here(format!("the schema requires {what}"))
                    .help(format!("set the label to {what}"))
                    .answers_to(["hadolint:DL3051"]);
            } else if !kind.accepts(&text) {
                cx.report(value.text.span, format!("label `{key}` is not {what}"))
                    .here(format!("the schema requires {what}"))
                    .help(format!("set the label to {what}"))
                    .answers_to([code(*kind)]);
            }
        }
    }

    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let is_used = |other: Stage| {
            let base = matches!(other.base(), Base::Stage(base) if base == *stage);
            base || other
                .copies_from()
                .any(|copied| matches!(copied.source, Base::Stage(source) if source == *stage))
        };
        if self.schema.is_empty() || stage.file().stages().skip(stage.index() + 1).any(is_used) {
            return;
        }
        let mut found = BTreeSet::new();
        for stage in std::iter::once(*stage).chain(stage.parents()) {
            for (at, instruction) in stage.indexed() {
                let Kind::Label(label) = &instruction.kind else { continue };
                for pair in &label.pairs {
                    // A name that is not known may be any of them.
                    let Some(key) = stage.expand(&pair.name, at).get() else { return };
                    found.insert(key.into_owned());
                }
            }
        }
        let Some(from) = stage.from() else { return };
        for missing in self.schema.keys().filter(|key| !found.contains(*key)) {
            cx.report(from.image.text.span, format!("the image has no label `{missing}`"))
                .here(format!("no `LABEL` in this stage sets `{missing}`"))
                .help(format!("add `LABEL {missing}=…`"))
                .answers_to(["hadolint:DL3049"]);
        }
    }
}

/// hadolint's code for a value that does not have this type.
fn code(kind: LabelType) -> &'static str {
    match kind {
        LabelType::Text => "hadolint:DL3051",
        LabelType::Url => "hadolint:DL3052",
        LabelType::Rfc3339 => "hadolint:DL3053",
        LabelType::Spdx => "hadolint:DL3054",
        LabelType::Hash => "hadolint:DL3055",
        LabelType::SemVer => "hadolint:DL3056",
        LabelType::Email => "hadolint:DL3058",
    }
}
