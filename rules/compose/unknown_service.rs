//! A service refers to one that does not exist.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnknownService;

impl Rule for UnknownService {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if !app.is_complete() {
            return;
        }
        let elsewhere = LazyCell::new(|| Elsewhere::of(app));
        for service in &app.compose.resolved().services {
            let check = |place: &compose::yaml::Scalar, name: &str, cx: &mut Context| {
                check(app, service, (place, name), &elsewhere, cx);
            };
            let needed = service
                .depends_on
                .iter()
                .filter(|item| !item.required.as_ref().is_some_and(|own| own.is(false)));
            for item in needed {
                check(&item.service, &item.service.value, cx);
            }
            for link in &service.links {
                check(link, link.value.split(':').next().unwrap_or_default(), cx);
            }
            for from in service.volumes_from.iter().filter(|from| !from.value.starts_with("container:")) {
                check(from, from.value.split(':').next().unwrap_or_default(), cx);
            }
            for context in service.build.iter().flat_map(|build| &build.additional_contexts) {
                let Some(value) = &context.value else { continue };
                let Some(name) = value.value.strip_prefix("service:") else { continue };
                check(value, name, cx);
                if app.service_named(name).is_some_and(|other| app.has_all_of(other) && other.build.is_none())
                {
                    let message = format!(
                        "service `{}` is built from service `{name}`, which has no `build`",
                        service.name.value
                    );
                    cx.report(value.span, message)
                        .here("only a service with `build` can be a build context")
                        .help("use the service's image: `docker-image://…`");
                }
            }
            for (mode, name) in service.shares() {
                check(mode, name, cx);
            }
        }
    }
}

/// Names of other things than services.
struct Elsewhere<'p> {
    /// Where no key has one: at the top of the file, or inside a service. What is there is a service with the wrong
    /// indentation, and `compose-schema` says so.
    keys: HashSet<&'p str>,
    /// Those of containers, each with its service.
    containers: HashMap<&'p str, &'p str>,
}

impl<'p> Elsewhere<'p> {
    fn of(app: &'p ComposeApp) -> Elsewhere<'p> {
        let file = app.compose.resolved();
        let inside = file.services.iter().flat_map(|service| &service.fields.entries);
        let keys = file.unknown.iter().chain(inside).map(|entry| &*entry.key.value).collect();
        let container = |service: &'p compose::Service| {
            Some((&*service.container_name.as_ref()?.value, &*service.name.value))
        };
        // The first of a name is the one that a search finds.
        let containers = app.compose.services.iter().rev().filter_map(container).collect();
        Elsewhere { keys, containers }
    }
}

fn check(
    app: &ComposeApp,
    service: &compose::Service,
    (place, name): (&compose::yaml::Scalar, &str),
    elsewhere: &Elsewhere,
    cx: &mut Context,
) {
    if place.is_interpolated() {
        return;
    }
    if let Some(needed) = app.service_named(name) {
        if let Some(profile) = app.profile_between(service, needed) {
            let own = &service.name.value;
            cx.report(
                place.span,
                format!("service `{own}` needs `{name}`, which is disabled without its profile"),
            )
            .here(format!("Compose rejects the project unless the profile of `{name}` is active"))
            .label(profile.span, format!("`{name}` is enabled only with this profile"))
            .help(format!("add the profile to `{own}`, or set `required: false` for this dependency"));
        }
        return;
    }
    if elsewhere.keys.contains(name) {
        return;
    }
    let message = format!("service `{}` refers to `{name}`, which does not exist", service.name.value);
    let finding = cx.report(place.span, message);
    finding.here("no service has this name");
    app.compose.explain(finding);
    if let Some(other) = elsewhere.containers.get(name) {
        finding.help(format!("use the service's name: `{other}`"));
    } else if let Some(near) =
        nearest(name, app.services().take(MOST_COMPARED).map(|service| &*service.name.value))
    {
        finding.help(format!("did you mean `{near}`?"));
        if place.value == name {
            finding.fix(Fix::risky(format!("refer to `{near}`")).replace(place.span, near));
        }
    }
}
