//! `links`, which networks have replaced.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct LegacyLink;

impl Rule for LegacyLink {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for service in app.services().filter(|service| !service.links.is_empty()) {
            let key = service.key_span("links");
            let message = format!("service `{}` uses `links`", service.name.value);
            let finding = cx.report(key, message);
            finding.here("services on the same network can already reach each other by name");
            finding.help("remove `links` and set `depends_on` if the start order matters");
            let own: Vec<&str> = app.networks_of(service).into_iter().map(|network| network.name).collect();
            let shares = |link: &compose::yaml::Scalar| {
                let other = app.service_named(&link.value);
                other.is_some_and(|other| {
                    app.networks_of(other).iter().any(|network| own.contains(&network.name))
                })
            };
            if !service.has("depends_on") && service.links.iter().all(shares) {
                finding.fix(Fix::risky("write `depends_on` instead").replace(key, "depends_on"));
            }
        }
    }
}
