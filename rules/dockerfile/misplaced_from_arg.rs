//! FROM with a variable that a stage declares, and that is always its default.

use dockerfile::From;
use plimsoll_linter::prelude::*;

use super::undeclared_from_arg::{declared_in_stage, has_default};

#[derive(Default)]
pub(crate) struct MisplacedFromArg;

impl Rule for MisplacedFromArg {
    fn check_from(&self, from: &From, cx: &mut Context) {
        let Some(file) = cx.stage().map(|stage| stage.file()) else { return };
        for word in [Some(&from.image), from.platform.as_ref()].into_iter().flatten() {
            for variable in word.variables().iter().filter(|variable| has_default(variable)) {
                if !file.global(variable.name).is_unset() {
                    continue;
                }
                if let Some(declared) = declared_in_stage(file, variable.name) {
                    cx.report(variable.span, format!("`{}` is always its default here", variable.name))
                        .here("`FROM` sees only an `ARG` before the first `FROM`")
                        .label(declared, "declared for its stage only")
                        .help(format!("put `ARG {}` before the first `FROM`", variable.name));
                }
            }
        }
    }
}
