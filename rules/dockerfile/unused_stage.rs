//! A stage that nothing uses.

use plimsoll_linter::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnusedStage {
    targets: Vec<String>,
}

/// Words in the names of stages that people build by themselves, with `--target`.
const TARGETS: [&str; 19] = [
    "bench",
    "check",
    "ci",
    "debug",
    "demo",
    "dev",
    "devel",
    "develop",
    "development",
    "doc",
    "docs",
    "e2e",
    "lint",
    "local",
    "prod",
    "production",
    "release",
    "test",
    "tests",
];

impl Default for UnusedStage {
    fn default() -> Self {
        UnusedStage { targets: TARGETS.map(str::to_owned).into() }
    }
}

impl Rule for UnusedStage {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        if stage.is_reachable() || stage.is_last() {
            return;
        }
        let name = stage.name().map(|name| name.value.to_ascii_lowercase());
        let is_target = |name: &String| {
            name.split(['-', '_', '.']).any(|part| self.targets.iter().any(|target| target == part))
        };
        if name.as_ref().is_some_and(|name| is_target(name) || may_be_chosen(stage, name)) || is_output(stage)
        {
            return;
        }
        let Some(span) =
            stage.name().map(|name| name.text.span).or(stage.from().map(|from| from.image.text.span))
        else {
            return;
        };
        let message = match &name {
            Some(name) => format!("nothing uses the stage `{name}`"),
            None => "nothing uses this stage".to_owned(),
        };
        cx.report(span, message)
            .here("is not built, and leaves nothing in the image")
            .help("copy from it, or remove it");
    }
}

/// Whether a later FROM may name the stage with a variable: `FROM build-${TARGETARCH}`.
fn may_be_chosen(stage: &Stage, name: &str) -> bool {
    stage.file().stages().skip(stage.index() + 1).filter_map(|later| later.from()).any(|from| {
        let image = from.image.value.to_ascii_lowercase();
        let (Some(first), Some(last)) = (image.find('$'), image.rfind('}')) else {
            return image
                .split_once('$')
                .is_some_and(|(start, _)| !start.is_empty() && name.starts_with(start));
        };
        let (start, end) =
            (image.get(..first).unwrap_or_default(), image.get(last + 1..).unwrap_or_default());
        start.len() + end.len() > 0 && name.starts_with(start) && name.ends_with(end)
    })
}

/// Whether the stage hands out files and starts nothing: `FROM scratch AS export`, built with `--target` and `--output`.
fn is_output(stage: &Stage) -> bool {
    matches!(stage.base(), Base::Scratch) && stage.cmd().is_unset() && stage.entrypoint().is_unset()
}
