//! `external: {name: …}`, which `name` has replaced.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct LegacyExternalName;

impl Rule for LegacyExternalName {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for file in app.files() {
            let networks = file.networks.iter().map(|network| &network.external);
            let volumes = file.volumes.iter().map(|volume| &volume.external);
            let contents = file.secrets.iter().chain(&file.configs).map(|content| &content.external);
            for external in networks.chain(volumes).chain(contents).flatten() {
                let Some(name) = &external.name else { continue };
                cx.report(name.span, "`external.name` is deprecated")
                    .here("Compose accepts this key, but prints a warning on every run")
                    .help(format!("write `external: true` and `name: {}`", name.value));
            }
        }
    }
}
