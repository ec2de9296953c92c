//! A key of a Compose file that may not be used.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{KeyMatch, KeyPath, KeyPaths};
use serde::Deserialize;

/// Nothing is reported until a key is named.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ForbiddenKey {
    forbid: KeyPaths,
}

impl Rule for ForbiddenKey {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for path in &self.forbid.0 {
            report(path, path.find_in("services", &service.name, &service.fields.entries), cx);
        }
    }

    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for path in self.forbid.0.iter().filter(|path| !path.is_of_services()) {
            report(path, path.find_in_file(&app.compose.fields.entries), cx);
        }
    }
}

fn report(path: &KeyPath, found: Vec<KeyMatch>, cx: &mut Context) {
    for found in found {
        let KeyMatch::Here(span) = found else { continue };
        let finding = cx.report(span, format!("`{}` is not allowed", path.text));
        if path.has_value() {
            finding
                .here("the configuration forbids this value")
                .help("set another value, or remove this key");
        } else {
            finding.here("the configuration forbids this key").help("remove this key");
        }
    }
}
