//! A variable beside its twin that ends with `_FILE`, of which the image takes one.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ExclusiveVariable;

impl Rule for ExclusiveVariable {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let Some(known) = container.known_image().filter(|_| container.service.entrypoint.is_none()) else {
            return;
        };
        let (Some(image), service) = (container.image().get(), container.service) else { return };
        if container.is_built() || !known.required_variables().flatten().any(|name| name.ends_with("_FILE")) {
            return;
        }
        for pair in &service.environment {
            let Some(plain) = pair.name.value.strip_suffix("_FILE") else { continue };
            let is_set = |name: &str| container.given_env(name).is_known_and(|value| !value.is_empty());
            let Some(other) = service.environment.iter().find(|other| other.name.value == plain) else {
                continue;
            };
            if !is_set(plain) || !is_set(&pair.name.value) {
                continue;
            }
            let message = format!("{} sets both `{plain}` and `{plain}_FILE`", container.title());
            cx.report(pair.name.span, message)
                .here("the container exits if both variables are set")
                .label(other.name.span, "also set here")
                .label(image.span, "this image accepts only one of the two variables")
                .help(format!("remove `{plain}`"));
        }
    }
}
