//! FROM with a variable that no ARG before it declares.

use dockerfile::{From, Variable, Word};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UndeclaredFromArg;

impl Rule for UndeclaredFromArg {
    fn check_from(&self, from: &From, cx: &mut Context) {
        let Some(file) = cx.stage().map(|stage| stage.file()) else { return };
        // An image that only has variables, in a file that declares none, is left to whatever puts the file together.
        let declares_none = file.is_one_of_several() && file.global_args().next().is_none();
        for word in [Some(&from.image), from.platform.as_ref()].into_iter().flatten() {
            if declares_none && starts_with_variable(word) {
                continue;
            }
            let variables = word.variables();
            for (at, variable) in variables.iter().enumerate() {
                let is_again = variables.iter().take(at).any(|earlier| earlier.name == variable.name);
                // With a default, the build continues: `constant-from-default` reports it.
                if is_again || has_default(variable) || !file.global(variable.name).is_unset() {
                    continue;
                }
                let declared = file.global_args().flat_map(|arg| &arg.pairs).map(|pair| &*pair.name.value);
                let help = match nearest(variable.name, declared.take(MOST_COMPARED)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("add `ARG {}=…` before the first `FROM`", variable.name),
                };
                cx.report(
                    variable.span,
                    format!("`{}` is not declared before the first `FROM`", variable.name),
                )
                .here("this variable is empty")
                .help(help);
            }
        }
    }
}

/// Whether the name of the image is in a variable: `${IMAGE}:${VERSION}`.
fn starts_with_variable(word: &Word) -> bool {
    word.variables().first().is_some_and(|first| first.span.start == word.text.span.start)
}

/// Whether a default that is not empty stands with a variable.
pub(crate) fn has_default(variable: &Variable) -> bool {
    variable.default().is_some_and(|text| !text.is_empty())
}
