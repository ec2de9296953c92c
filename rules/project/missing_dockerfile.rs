//! There is no Dockerfile where a service says.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingDockerfile;

impl Rule for MissingDockerfile {
    fn check_app(&self, app: &App, cx: &mut Context) {
        // Paths of an overlay are relative to the folder of the file below it.
        if !app.is_complete() {
            return;
        }
        let project = cx.project();
        for container in project.containers() {
            let Build::Missing { path, span, near } = container.build() else { continue };
            let finding = cx.report(
                span,
                format!("service `{}` builds from `{path}`, which does not exist", container.name()),
            );
            finding.here("leads to no Dockerfile");
            match near {
                Some(near) => {
                    finding.help(format!("the file is called `{near}`: on Linux that is another name"))
                }
                None => {
                    finding.help("paths count from the folder of this file, and `dockerfile` from `context`")
                }
            };
        }
    }
}
