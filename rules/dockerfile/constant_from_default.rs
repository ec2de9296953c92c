//! FROM with a variable that is always its default.

use dockerfile::From;
use plimsoll_linter::prelude::*;

use super::undeclared_from_arg::{declared_in_stage, has_default};

#[derive(Default)]
pub(crate) struct ConstantFromDefault;

impl Rule for ConstantFromDefault {
    fn check_from(&self, from: &From, cx: &mut Context) {
        let Some(file) = cx.stage().map(|stage| stage.file()) else { return };
        for word in [Some(&from.image), from.platform.as_ref()].into_iter().flatten() {
            for variable in word.variables().iter().filter(|variable| has_default(variable)) {
                // One that a stage declares, `misplaced-from-arg` reports.
                let is_known = !file.global(variable.name).is_unset()
                    || declared_in_stage(file, variable.name).is_some();
                if !is_known {
                    cx.report(variable.span, format!("`{}` is always its default here", variable.name))
                        .here("`--build-arg` cannot set a variable that no `ARG` declares")
                        .help(format!("put `ARG {}` before the first `FROM`", variable.name));
                }
            }
        }
    }
}
