//! A network, volume, secret or config that no service uses.

use std::collections::HashSet;

use compose::yaml::Scalar;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnusedDeclaration;

impl Rule for UnusedDeclaration {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // Whatever is laid over this file, or includes it, may use them.
        let is_open = !app.is_complete() || app.services().any(|service| service.extends.is_some());
        if is_open || app.services().len() == 0 {
            return;
        }
        let file = &app.compose;
        let mut used = HashSet::new();
        for service in app.services() {
            used.extend(service.networks.iter().map(|network| ("network", &*network.name.value)));
            used.extend(
                service.volumes.iter().filter_map(|mount| Some(("volume", &*mount.source.as_ref()?.value))),
            );
            let of_build = service.build.iter().flat_map(|build| &build.secrets);
            let secrets = service.secrets.iter().chain(of_build);
            used.extend(secrets.filter_map(|grant| Some(("secret", &*grant.source.as_ref()?.value))));
            used.extend(
                service.configs.iter().filter_map(|grant| Some(("config", &*grant.source.as_ref()?.value))),
            );
        }
        let networks = file.networks.iter().map(|network| ("network", &network.key));
        let volumes = file.volumes.iter().map(|volume| ("volume", &volume.key));
        let secrets = file.secrets.iter().map(|secret| ("secret", &secret.key));
        let configs = file.configs.iter().map(|config| ("config", &config.key));
        let all: Vec<(&str, &Scalar)> = networks.chain(volumes).chain(secrets).chain(configs).collect();
        let hidden: HashSet<&str> =
            used.iter().filter(|(_, name)| name.contains('$')).map(|(kind, _)| *kind).collect();
        for (kind, key) in all {
            // `default` is what services are on that name no network.
            let is_used = used.contains(&(kind, &*key.value)) || kind == "network" && key.value == "default";
            if is_used || hidden.contains(kind) || key.value.starts_with("x-") {
                continue;
            }
            cx.report(key.span, format!("no service uses the {kind} `{}`", key.value))
                .here("declared here, but never used")
                .help(format!("remove the {kind}, or add it to the service that needs it"));
        }
    }
}
