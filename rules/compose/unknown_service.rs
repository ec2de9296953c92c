//! A service refers to one that does not exist.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnknownService;

impl Rule for UnknownService {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if !app.is_complete() {
            return;
        }
        for service in &app.compose.resolved().services {
            let needed = service
                .depends_on
                .iter()
                .filter(|item| !item.required.as_ref().is_some_and(|own| own.is(false)));
            for item in needed {
                check(app, service, &item.service, &item.service.value, cx);
            }
            for link in &service.links {
                check(app, service, link, link.value.split(':').next().unwrap_or_default(), cx);
            }
            for from in service.volumes_from.iter().filter(|from| !from.value.starts_with("container:")) {
                check(app, service, from, from.value.split(':').next().unwrap_or_default(), cx);
            }
            for context in service.build.iter().flat_map(|build| &build.additional_contexts) {
                let Some(value) = &context.value else { continue };
                let Some(name) = value.value.strip_prefix("service:") else { continue };
                check(app, service, value, name, cx);
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
                check(app, service, mode, name, cx);
            }
        }
    }
}

fn check(
    app: &ComposeApp,
    service: &compose::Service,
    place: &compose::yaml::Scalar,
    name: &str,
    cx: &mut Context,
) {
    if place.is_interpolated() || is_misplaced(app, name) {
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
    let message = format!("service `{}` refers to `{name}`, which does not exist", service.name.value);
    let finding = cx.report(place.span, message);
    finding.here("no service has this name");
    app.compose.explain(finding);
    let named =
        |other: &&compose::Service| other.container_name.as_ref().is_some_and(|own| own.value == name);
    if let Some(other) = app.services().find(named) {
        finding.help(format!("use the service's name: `{}`", other.name.value));
    } else if let Some(near) =
        nearest(name, app.services().take(MOST_COMPARED).map(|service| &*service.name.value))
    {
        finding.help(format!("did you mean `{near}`?"));
        if place.value == name {
            finding.fix(Fix::risky(format!("refer to `{near}`")).replace(place.span, near));
        }
    }
}

/// Whether a key of this name is where no key has it: at the top of the file, or inside another service. It is a service
/// with the wrong indentation then, and `compose-schema` says so.
fn is_misplaced(app: &ComposeApp, name: &str) -> bool {
    let file = app.compose.resolved();
    file.unknown.iter().any(|entry| entry.key.value == name)
        || file.services.iter().any(|service| service.has(name))
}
