//! A pattern of `.dockerignore` that the build rejects.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InvalidIgnorePattern;

impl Rule for InvalidIgnorePattern {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let Some(pattern) = file.invalid_ignore_pattern() else { return };
        let text = cx.text(pattern).to_owned();
        let (why, help) = match &*text {
            "!" => (
                "the build fails: `illegal exclusion pattern`",
                "add a pattern after `!`, or remove the line",
            ),
            it if !it.contains('[') => {
                ("the build fails: `syntax error in pattern`", "remove the `\\` at the end")
            }
            _ => ("the build fails: `syntax error in pattern`", "close the bracket, or escape it with `\\`"),
        };
        cx.report(pattern, format!("`{text}` is not a valid pattern")).here(why).help(help);
    }
}
