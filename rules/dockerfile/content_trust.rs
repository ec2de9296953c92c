//! `DOCKER_CONTENT_TRUST` in an image.

use dockerfile::Env;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ContentTrust;

impl Rule for ContentTrust {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        if let Some(flag) = line.command.flags.get("--disable-content-trust") {
            cx.report(flag.span, "Docker Content Trust has been retired")
                .here("this option no longer has any effect")
                .help("remove this option");
        }
    }

    fn check_env(&self, env: &Env, cx: &mut Context) {
        for pair in &env.pairs {
            let is_on = |value: &dockerfile::Word| value.literal().is_some_and(|value| value == "1");
            if pair.name.value == "DOCKER_CONTENT_TRUST" && pair.value.as_ref().is_some_and(is_on) {
                cx.report(
                    pair.span,
                    "Docker Content Trust has been retired, and official images are not signed",
                )
                .here("up to Docker 28, pulling official images fails; Docker 29 ignores this variable")
                .help("remove the variable and pin images by digest");
            }
        }
    }
}
