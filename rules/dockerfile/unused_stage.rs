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

/// How many names with variables are looked at.
const MOST_CHOSEN: usize = 32;

impl Default for UnusedStage {
    fn default() -> Self {
        UnusedStage { targets: TARGETS.map(str::to_owned).into() }
    }
}

impl Rule for UnusedStage {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let chosen: Vec<_> =
            file.stages().filter_map(|stage| chosen_names(&stage)).take(MOST_CHOSEN).collect();
        // Each stage that somebody builds by its name uses what it needs.
        let is_built = |stage: &Stage| is_output(stage) || self.is_target(stage) || is_chosen(stage, &chosen);
        let built = file.stages().filter(is_built).map(|stage| stage.index());
        let needed = file.needed_for(built);
        for stage in file.stages() {
            if !stage.is_reachable() && !needed.get(stage.index()).is_some_and(|it| *it) {
                report(&stage, cx);
            }
        }
    }
}

impl UnusedStage {
    fn is_target(&self, stage: &Stage) -> bool {
        name(stage).is_some_and(|name| {
            name.split(['-', '_', '.']).any(|part| self.targets.iter().any(|target| target == part))
        })
    }
}

/// Whether a FROM with a variable may mean the stage.
fn is_chosen(stage: &Stage, chosen: &[(String, String)]) -> bool {
    let fits =
        |name: &str| chosen.iter().any(|(start, end)| name.starts_with(&**start) && name.ends_with(&**end));
    name(stage).is_some_and(|name| fits(&name))
}

fn name(stage: &Stage) -> Option<String> {
    stage.name().map(|name| name.value.to_ascii_lowercase())
}

fn report(stage: &Stage, cx: &mut Context) {
    let Some(span) =
        stage.name().map(|name| name.text.span).or(stage.from().map(|from| from.image.text.span))
    else {
        return;
    };
    let message = match name(stage) {
        Some(name) => format!("stage `{name}` is not used"),
        None => "this stage is not used".to_owned(),
    };
    cx.report(span, message)
        .here("this stage is never built: the final stage does not depend on it")
        .help("copy files from this stage, or remove it");
}

/// How the names start and end that the FROM of a stage may mean with a variable: `FROM build-${TARGETARCH}`.
fn chosen_names(stage: &Stage) -> Option<(String, String)> {
    let image = stage.from()?.image.value.to_ascii_lowercase();
    let (start, rest) = image.split_once('$')?;
    let end = if rest.starts_with('{') { rest.rsplit_once('}')?.1 } else { "" };
    (start.len() + end.len() > 0).then(|| (start.to_owned(), end.to_owned()))
}

/// Whether the stage hands out files and starts nothing: `FROM scratch AS export`, built with `--target` and `--output`.
fn is_output(stage: &Stage) -> bool {
    matches!(stage.base(), Base::Scratch) && stage.cmd().is_unset() && stage.entrypoint().is_unset()
}
