//! The image of Docker's frontend with a slip in its name.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MisspelledFrontend;

impl Rule for MisspelledFrontend {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let Some((name, span, meant)) = file.tree.misspelt_frontend() else { return };
        cx.report(span, format!("unknown frontend `{name}`"))
            .here("the build fails, because BuildKit cannot pull an image with this name")
            .help(format!("did you mean `{meant}`?"))
            .fix(Fix::risky(format!("write `{meant}`")).replace(span, meant));
    }
}
