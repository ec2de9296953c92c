//! A name that is not as it was declared.

use plimsoll_linter::prelude::*;
use regex::Regex;
use serde::{Deserialize, Deserializer, de::Error};

/// Nothing is reported until a pattern is given.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnapprovedName {
    services: Pattern,
    stages: Pattern,
    volumes: Pattern,
    container_name: bool,
}

#[derive(Default)]
struct Pattern(Option<(String, Regex)>);

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Pattern, D::Error> {
        let text = String::deserialize(from)?;
        let regex = Regex::new(&format!("^(?:{text})$"));
        let regex = regex.map_err(|_| D::Error::custom(format_args!("`{text}` is not a valid pattern")))?;
        Ok(Pattern(Some((text, regex))))
    }
}

impl Rule for UnapprovedName {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        self.services.judge("service", &service.name.value, service.name.span, cx);
        if let Some(name) = service.container_name.as_ref().filter(|_| self.container_name) {
            cx.report(name.span, "`container_name` is not allowed")
                .here("the configuration forbids this key")
                .help("remove `container_name` and let Compose generate the name");
        }
    }

    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for volume in &app.compose.volumes {
            self.volumes.judge("volume", &volume.key.value, volume.key.span, cx);
        }
    }

    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        if let Some(name) = stage.name() {
            self.stages.judge("stage", &name.value, name.text.span, cx);
        }
    }
}

impl Pattern {
    fn judge(&self, what: &str, name: &str, span: Span, cx: &mut Context) {
        let Some((pattern, _)) = self.0.as_ref().filter(|(_, regex)| !regex.is_match(name)) else { return };
        cx.report(span, format!("{what} `{name}` does not follow the naming policy"))
            .here(format!("this name does not match `{pattern}`"))
            .help(format!("choose a name that matches `{pattern}`"));
    }
}
