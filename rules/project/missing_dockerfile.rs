//! There is no Dockerfile where a service says.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingDockerfile;

impl Rule for MissingDockerfile {
    fn check_build(&self, container: &Container, cx: &mut Context) {
        // Paths of an overlay are relative to the folder of the file below it.
        if !container.app.is_complete() && container.line().is_none() {
            return;
        }
        let Build::Missing { path, span, near } = container.build() else { return };
        // GitHub runs the workflows at the root of a repository: one below it is an example that others copy.
        if container.line().is_some() && cx.project().sources.file(span.file).path.contains("/.github/") {
            return;
        }
        let message = format!("{} builds from `{path}`, which does not exist", container.builder());
        let finding = cx.report(span, message);
        finding.here("leads to no Dockerfile");
        match (near, container.line()) {
            (Some(near), _) => {
                finding.help(format!("the file is called `{near}`: on Linux that is another name"))
            }
            (None, Some(_)) => finding.help("`-f` counts from the working directory, not from the context"),
            (None, None) => {
                finding.help("paths count from the folder of this file, and `dockerfile` from `context`")
            }
        };
    }
}
