//! A service refers to one that does not exist.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnknownService;

/// How many names a word that is not known is compared with.
const MOST_COMPARED: usize = 100;

impl Rule for UnknownService {
    fn check_app(&self, app: &App, cx: &mut Context) {
        if !app.is_complete() {
            return;
        }
        for service in app.services() {
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
            for namespace in [&service.network_mode, &service.ipc, &service.pid].into_iter().flatten() {
                if let Some(name) = namespace.value.strip_prefix("service:") {
                    check(app, service, namespace, name, cx);
                }
            }
        }
    }
}

fn check(app: &App, service: &compose::Service, place: &compose::yaml::Scalar, name: &str, cx: &mut Context) {
    if place.is_interpolated() || app.service_named(name).is_some() {
        return;
    }
    let message = format!("service `{}` refers to `{name}`, which does not exist", service.name.value);
    let finding = cx.report(place.span, message);
    finding.here("no service has this name");
    if let Some(near) = nearest(name, app.services().take(MOST_COMPARED).map(|service| &*service.name.value))
    {
        finding.help(format!("did you mean `{near}`?"));
        if place.value == name {
            finding.fix(Fix::risky(format!("refer to `{near}`")).replace(place.span, near));
        }
    }
}
