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
                "env" => "`env` of a secret mount needs",
                flag => &*format!("`--{flag}` needs"),
            };
            let (release, help) = if let Some(minor) = feature.since.stable {
                (format!("1.{minor}"), "write `# syntax=docker/dockerfile:1` to use the latest 1.x release")
            } else {
                (format!("1.{}-labs", feature.since.labs), "write `# syntax=docker/dockerfile:1-labs`")
            };
            cx.report(span, format!("{name} Dockerfile frontend {release} or later"))
                .here("the build fails: this file's frontend release does not support this feature")
                .label(frontend.asked_at, "this older release is set here")
                .help(help);
        }
    }
}
