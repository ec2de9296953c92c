//! A secret or config that only a Swarm has.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct SwarmSecret;

impl Rule for SwarmSecret {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if app.is_stack() {
            return;
        }
        let secrets = app.compose.secrets.iter().map(|secret| ("secret", secret));
        let configs = app.compose.configs.iter().map(|config| ("config", config));
        for (what, content) in secrets.chain(configs) {
            let is_external = content.external.as_ref().is_some_and(|external| external.value == Some(true));
            let keys = ["driver", "template_driver"].into_iter();
            let key = is_external.then_some("external").or_else(|| {
                keys.into_iter().find(|key| content.fields.get(key).is_some_and(|value| !value.is_null()))
            });
            let Some(key) = key else { continue };
            let span = content.fields.key_span(key).unwrap_or(content.key.span);
            cx.report(span, format!("{what} `{}` exists only in Swarm", content.key.value))
                .here(format!("`docker compose up` fails to start services that use this {what}"))
                .help("use `file` or `environment`, or deploy with `docker stack deploy`");
        }
    }
}
