//! A condition that nothing can change.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ConstantCondition;

impl Rule for ConstantCondition {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        let (message, here, help) = match finding.alias {
            "shellcheck:SC2050" => {
                ("two fixed texts are compared", "it has the same outcome each time", "is a `$` missing?")
            }
            "shellcheck:SC2078" => (
                "this condition is always true",
                "a text that is not empty is true",
                "write blanks around the operator, or leave the brackets out to run a command",
            ),
            "shellcheck:SC2157" => {
                ("this test has the same outcome each time", "it is never empty", "is a `$` missing?")
            }
            "shellcheck:SC2194" => {
                ("`case` looks at a fixed text", "it takes the same branch each time", "is a `$` missing?")
            }
            _ => (
                "one of these two conditions is always true",
                "so the whole is",
                "write `&&`: it is to be neither of the two",
            ),
        };
        // What ShellCheck's rewriting keeps is the mistake.
        let reported = finding.retell(message, cx);
        reported.fixes.clear();
        reported.here(here).help(help);
    }
}
