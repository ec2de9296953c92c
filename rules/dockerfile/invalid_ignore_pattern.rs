//! A pattern of `.dockerignore` that the build rejects.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InvalidIgnorePattern;

impl Rule for InvalidIgnorePattern {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let Some(pattern) = file.invalid_ignore_pattern() else { return };
        let text = cx.text(pattern).to_owned();
        cx.report(pattern, format!("`{text}` is not a valid pattern"))
            .here("the build fails: `syntax error in pattern`")
            .help("close the bracket, or escape it with `\\`");
    }
}
