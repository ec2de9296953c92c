//! A service that does not say what it runs.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ServiceWithoutImage;

impl Rule for ServiceWithoutImage {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if !app.is_read_alone() || app.has_lost_lines() {
            return;
        }
        let keys = ["image", "build", "provider", "extends"];
        let is_whole = |service: &compose::Service| keys.iter().any(|key| service.has(key));
        // One service that a file above runs, and this one only changes, makes it an overlay of that file and of others.
        if app.services().any(|service| !is_whole(service) && app.is_defined_above(&service.name.value)) {
            return;
        }
        // What is no mapping is refused as such.
        let is_misshapen = |service: &compose::Service| {
            service.fields.entries.is_empty()
                && app.compose.problems.iter().any(|problem| service.span.contains(problem.primary.span))
        };
        let is_started = |service: &&compose::Service| !is_whole(service) && !app.is_only_base(service);
        for service in app.services().filter(is_started).filter(|service| !is_misshapen(service)) {
            let name = &service.name.value;
            cx.report(service.name.span, format!("service `{name}` has neither `image` nor `build`"))
                .here("Compose rejects the file")
                .help(match &**name {
                    "networks" | "volumes" | "secrets" | "configs" => {
                        format!("move `{name}` to the top level of the file: remove its indentation")
                    }
                    _ if compose::schema::key_at(&["services", name, name]).is_some() => {
                        format!(
                            "indent `{name}` if it belongs to the service above, or set `image` or `build`"
                        )
                    }
                    _ => "set `image` or `build`".to_owned(),
                });
        }
    }
}
