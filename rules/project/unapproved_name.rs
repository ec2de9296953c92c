//! A name that is not as it was declared.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{NamePatterns, TextPattern};
use serde::Deserialize;

/// Nothing is reported until a pattern is given.
#[derive(Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct UnapprovedName {
    names: NamePatterns,
}

impl Rule for UnapprovedName {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        judge(self.names.services.as_ref(), "service", &service.name.value, service.name.span, cx);
        if let Some(name) = service.container_name.as_ref().filter(|_| self.names.container_name) {
            cx.report(name.span, "`container_name` is not allowed")
                .here("the configuration forbids this key")
                .help("remove `container_name` and let Compose generate the name");
        }
    }

    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for volume in &app.compose.volumes {
            judge(self.names.volumes.as_ref(), "volume", &volume.key.value, volume.key.span, cx);
        }
    }

    fn check_build(&self, container: &Container, cx: &mut Context) {
        // What a service builds gets this name.
        if let Value::Known { value, set_at } = container.image() {
            judge(self.names.images.as_ref(), "image", &value.to_string(), set_at, cx);
        }
    }

    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        if let Some(name) = stage.name() {
            judge(self.names.stages.as_ref(), "stage", &name.value, name.text.span, cx);
        }
    }
}

fn judge(pattern: Option<&TextPattern>, what: &str, name: &str, span: Span, cx: &mut Context) {
    let Some(pattern) = pattern.filter(|pattern| !pattern.matches(name)).map(TextPattern::written) else {
        return;
    };
    cx.report(span, format!("{what} `{name}` does not follow the naming policy"))
        .here(format!("this name does not match `{pattern}`"))
        .help(format!("choose a name that matches `{pattern}`"));
}
