//! `DOCKER_CONTENT_TRUST` in an image.

use dockerfile::Env;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ContentTrust;

impl Rule for ContentTrust {
    fn check_env(&self, env: &Env, cx: &mut Context) {
        for pair in &env.pairs {
            let is_on = |value: &dockerfile::Word| value.literal().is_some_and(|value| value == "1");
            if pair.name.value == "DOCKER_CONTENT_TRUST" && pair.value.as_ref().is_some_and(is_on) {
                cx.report(
                    pair.span,
                    "content trust is being shut down, and official images are no longer signed for it",
                )
                .here("makes every pull of them fail")
                .help("remove it, and name images by their digest");
            }
        }
    }
}
