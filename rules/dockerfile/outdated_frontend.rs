//! A construct that the named release of the Dockerfile frontend does not know.

use dockerfile::Frontend;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct OutdatedFrontend;

impl Rule for OutdatedFrontend {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let Some(frontend) = Frontend::of(&file.tree) else { return };
        let features = file.tree.instructions.iter().flat_map(dockerfile::Instruction::features);
        let mut told: Vec<&str> = Vec::new();
        for (feature, span) in features.filter(|(feature, _)| !frontend.has(*feature)) {
            // One release settles all uses of a construct.
            if told.contains(&feature.name) {
                continue;
            }
            told.push(feature.name);
            let name = match feature.name {
                "<<" => "here-documents need",
                "env" => "`env` on a secret mount needs",
                flag => &*format!("`--{flag}` needs"),
            };
            let is_stable = feature.since.stable.is_some();
            let (release, help) = if let Some(minor) = feature.since.stable {
                (format!("1.{minor}"), "use `# syntax=docker/dockerfile:1`, which is the latest 1.x release")
            } else {
                (format!("1.{}-labs", feature.since.labs), "use `# syntax=docker/dockerfile:1-labs`")
            };
            let (here, asked) = if is_stable || frontend.is_labs {
                ("the build fails: this file's frontend is too old", "the frontend release is set here")
            } else {
                ("the build fails: only the `labs` channel supports this", "this is the stable channel")
            };
            cx.report(span, format!("{name} Dockerfile frontend {release} or later"))
                .here(here)
                .label(frontend.asked_at, asked)
                .help(help);
        }
    }
}
