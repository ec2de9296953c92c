//! A final stage that starts from an image, or leaves tools, that were not declared.

use plimsoll_linter::BasePatterns;
use plimsoll_linter::prelude::*;
use serde::Deserialize;

use crate::dockerfile::build_tools_in_image::report;

/// How many patterns a finding lists.
const MOST_LISTED: usize = 20;

/// Nothing is reported until something is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct UnapprovedFinalStage {
    r#final: Final,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Final {
    base: Option<BasePatterns>,
    #[serde(deserialize_with = "plimsoll_linter::flag")]
    no_tools: bool,
}

impl Rule for UnapprovedFinalStage {
    fn check_project(&self, project: &Project, cx: &mut Context) {
        for container in project.containers() {
            if let Some(stage) = container.stage() {
                self.judge(&stage, &format!(" of {}", container.title()), cx);
            }
        }
        if project.app.is_none() {
            let last = project.dockerfiles.iter().filter_map(DockerfileModel::last_stage);
            last.for_each(|stage| self.judge(&stage, "", cx));
        }
    }
}

impl UnapprovedFinalStage {
    /// `whose` is added to sentences: one stage can be the final one for one service, and not for another.
    fn judge(&self, stage: &Stage, whose: &str, cx: &mut Context) {
        if let (Some(allowed), Some(from)) = (&self.r#final.base, stage.root().from()) {
            let base = stage.root_base();
            let name = match base {
                Base::Image(image) => image.to_string(),
                Base::Scratch => "scratch".to_owned(),
                Base::Stage(_) | Base::Unknown { .. } => return,
            };
            if allowed.find(&base).is_none() {
                let first: Vec<&str> = allowed.first(MOST_LISTED).collect();
                let help = match &*first {
                    [] => "get a base image approved".to_owned(),
                    first => format!("use a base image that matches `{}`", first.join("` or `")),
                };
                cx.report(
                    from.image.text.span,
                    format!("`{name}` is not approved as the base of the final stage{whose}"),
                )
                .here("no approved pattern matches this image")
                .help(help);
            }
        }
        if self.r#final.no_tools {
            report(stage.build_tools(), whose, cx);
        }
    }
}
