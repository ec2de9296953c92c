//! A service asks for a stage that its Dockerfile does not have.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnknownBuildTarget;

/// More labels would hide the point.
const MOST_LABELS: usize = 6;

impl Rule for UnknownBuildTarget {
    fn check_build(&self, container: &Container, cx: &mut Context) {
        let target = container.service.build.as_ref().and_then(|build| build.target.as_ref());
        let (Some(target), Build::Linked { file, stage: None }) = (target, container.build()) else { return };
        let Value::Known { value: wanted, .. } = project::resolve(target) else { return };
        if file.stages().len() == 0 || wanted.is_empty() {
            return;
        }
        let message = format!("{} builds the stage `{wanted}`, which does not exist", container.builder());
        let finding = cx.report(target.span, message);
        finding.here(format!("no stage in `{}` has this name", file.path));
        let names: Vec<_> = file.stages().filter_map(|stage| stage.name()).take(MOST_COMPARED).collect();
        for name in names.iter().take(MOST_LABELS) {
            finding.label(name.text.span, format!("stage `{}`", name.value));
        }
        if let Some(near) = nearest(&wanted, names.iter().map(|name| &*name.value)) {
            finding.help(format!("did you mean `{near}`?"));
            if !target.is_interpolated() {
                finding.fix(Fix::risky(format!("build `{near}`")).replace(target.span, near));
            }
        } else if names.is_empty() {
            finding.help(format!("add this stage: `FROM … AS {wanted}`"));
        } else {
            finding.help("use an existing stage, or remove `target` to build the last stage");
        }
    }
}
