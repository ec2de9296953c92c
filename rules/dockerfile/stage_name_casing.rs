//! A stage's name with capital letters.

use dockerfile::From;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct StageNameCasing;

impl Rule for StageNameCasing {
    fn check_from(&self, from: &From, cx: &mut Context) {
        let Some(name) = &from.name else { return };
        let lower = name.value.to_lowercase();
        if lower != name.value {
            cx.report(name.text.span, format!("stage name `{}` has uppercase letters", name.value))
                .here("BuildKit converts stage names to lowercase")
                .help(format!("write `{lower}`"))
                .fix(Fix::safe(format!("write `{lower}`")).replace(name.text.span, lower));
        }
    }
}
