//! Two services whose containers get the same name.

use std::collections::HashMap;

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ContainerNameConflict;

impl Rule for ContainerNameConflict {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if app.lies_with_parts() {
            return;
        }
        let mut taken: HashMap<&str, Vec<(&compose::Service, Span)>> = HashMap::new();
        for service in &app.compose.resolved().services {
            // Names with the same variables in them are the same name, whatever their values.
            let Some(name) = &service.container_name else { continue };
            let earlier = taken.entry(&name.value).or_default();
            // Each with a profile of its own is started without the other.
            let meets = |other: &compose::Service| {
                let lacks = |one: &compose::Service, profile: &compose::yaml::Scalar| {
                    one.profiles.iter().all(|own| own.value != profile.value)
                };
                let has_own = |one: &compose::Service, other: &compose::Service| {
                    one.profiles.iter().any(|profile| lacks(other, profile))
                };
                !is_variant(service, other)
                    && (service.profiles.is_empty()
                        || other.profiles.is_empty()
                        || !(has_own(service, other) && has_own(other, service)))
            };
            if let Some((other, span)) = earlier.iter().take(16).find(|(other, _)| meets(other)) {
                let (one, two) = (&other.name.value, &service.name.value);
                cx.report(name.span, format!("services `{one}` and `{two}` use the same `container_name`"))
                    .here(match service.profiles.first().or(other.profiles.first()) {
                        Some(profile) => {
                            format!("with profile `{}`, Compose starts neither", profile.value)
                        }
                        None => "`docker compose up` fails, and nothing starts".to_owned(),
                    })
                    .label(*span, "first used here")
                    .help("remove `container_name` and let Compose generate the names");
            }
            earlier.push((service, name.span));
        }
    }
}

/// Whether one gets its name and its ports from the other by `extends`: people start the one that they want.
fn is_variant(one: &compose::Service, other: &compose::Service) -> bool {
    let name = |service: &compose::Service| service.container_name.as_ref().map(|name| name.span);
    let is_shared = |port: &compose::Port| other.ports.iter().any(|own| own.span == port.span);
    name(one) == name(other) && one.ports.iter().any(is_shared)
}
