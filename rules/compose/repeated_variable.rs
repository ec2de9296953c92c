//! A variable, label or build argument that is given twice, with the same value.

use plimsoll_linter::prelude::*;

use super::duplicate_variable::repeated;

#[derive(Default)]
pub(crate) struct RepeatedVariable;

impl Rule for RepeatedVariable {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for pair in repeated(app, cx.project()) {
            if pair.is_same {
                cx.report(pair.first, format!("`{}` is set twice", pair.name))
                    .here("this entry has no effect")
                    .label(pair.again, "set to the same value here")
                    .help("remove one of the two");
            }
        }
    }
}
