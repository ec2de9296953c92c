//! `.env` as the environment of several services.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct SharedEnvFile;

impl Rule for SharedEnvFile {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        let of_compose = |path: &&compose::yaml::Scalar| matches!(&*path.value, ".env" | "./.env");
        let paths =
            app.services().flat_map(|service| service.env_file.iter().filter_map(|file| file.path.as_ref()));
        let uses: Vec<_> = paths.filter(of_compose).collect();
        let [first, others @ ..] = &*uses else { return };
        if others.is_empty() {
            return;
        }
        let finding = cx.report(first.span, format!("{} services get all variables in `.env`", uses.len()));
        finding
            .here("each service also gets the other services' secrets")
            .help("list each service's variables under `environment`, or use one file per service");
        for other in others.iter().take(5) {
            finding.label(other.span, "also used here");
        }
    }
}
