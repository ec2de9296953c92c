//! FROM with a variable that is always its default.

use dockerfile::{From, Kind};
use plimsoll_linter::prelude::*;

use super::undeclared_from_arg::has_default;

#[derive(Default)]
pub(crate) struct ConstantFromDefault;

impl Rule for ConstantFromDefault {
    fn check_from(&self, from: &From, cx: &mut Context) {
        let Some(file) = cx.stage().map(|stage| stage.file()) else { return };
        for word in [Some(&from.image), from.platform.as_ref()].into_iter().flatten() {
            for variable in word.variables().iter().filter(|variable| has_default(variable)) {
                if !file.global(variable.name).is_unset() {
                    continue;
                }
                let finding = cx
                    .report(variable.span, format!("`{}` always has its default value here", variable.name))
                    .here("`--build-arg` has no effect: no `ARG` before the first `FROM` declares this variable")
                    .help(format!("add `ARG {}` before the first `FROM`", variable.name));
                if let Some(declared) = declared_in_stage(file, variable.name) {
                    finding.label(declared, "this `ARG` is only in scope in its stage, not in `FROM`");
                }
            }
        }
    }
}

/// Where an ARG of a stage declares a variable.
fn declared_in_stage(file: &DockerfileModel, name: &str) -> Option<Span> {
    let pairs = file.stages().flat_map(|stage| stage.instructions()).filter_map(|it| match &it.kind {
        Kind::Arg(arg) => Some(&arg.pairs),
        _ => None,
    });
    pairs.flatten().find(|pair| pair.name.value == name).map(|pair| pair.name.text.span)
}
