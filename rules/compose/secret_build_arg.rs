//! A secret that a build is given as an argument.

use plimsoll_linter::prelude::*;
use project::secrets::{NameClass, classify};

#[derive(Default)]
pub(crate) struct SecretBuildArg;

impl Rule for SecretBuildArg {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for pair in service.build.iter().flat_map(|build| &build.args) {
            let name = &*pair.name.value;
            let is_empty = pair.value.as_ref().is_some_and(|value| value.value.is_empty());
            if !matches!(classify(name), NameClass::Secret | NameClass::Password) || is_empty {
                continue;
            }
            let id = name.to_ascii_lowercase();
            cx.report(pair.name.span, format!("the name of build argument `{name}` suggests a secret"))
                .here("anyone who can pull the image can read the value in the image history")
                .help(format!(
                    "pass the secret in `build.secrets` and mount it: `RUN --mount=type=secret,id={id},env={name} …`"
                ));
        }
    }
}
