//! The socket of a container engine in a container.

use plimsoll_linter::prelude::*;
use project::host;
use serde::Deserialize;

/// Which images may have it.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct EngineSocket {
    allow: Vec<String>,
}

impl Default for EngineSocket {
    fn default() -> EngineSocket {
        let allow = [
            "portainer/portainer-ce",
            "portainer/agent",
            "tecnativa/docker-socket-proxy",
            "linuxserver/socket-proxy",
            "lscr.io/linuxserver/socket-proxy",
            "wollomatic/socket-proxy",
        ];
        EngineSocket { allow: allow.map(str::to_owned).to_vec() }
    }
}

impl Rule for EngineSocket {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let container = cx.project().container_named(&service.name.value);
        let allows = |image: &project::ImageName| {
            image.is_among(&self.allow) || facts::engine_clients::find(&image.full_repository()).is_some()
        };
        if !container.is_some_and(|container| container.image().is_known_and(allows)) {
            report(service, cx);
        }
    }
}

/// Reports what hands the engine of the host to a service.
pub(crate) fn report(service: &compose::Service, cx: &mut Context) {
    for mount in &service.volumes {
        let (Some(engine), Some(source)) = (host::engine_socket(mount), &mount.source) else { continue };
        let message = format!("service `{}` can control {engine} on its host", service.name.value);
        let finding = cx.report(source.span, message);
        if mount.is_read_only() {
            finding
                .here("`ro` does not help: it keeps the file from being replaced, not from being talked to")
                .help("use a proxy that lets only the needed requests through");
        } else {
            finding
                .here("whoever talks to this socket can start a container as root on the host")
                .help("remove it, or use a proxy that lets only the needed requests through");
        }
    }
    if let Some(use_api) = service.get("use_api_socket").filter(|value| is_true(value)) {
        let message = format!("service `{}` can control Docker on its host", service.name.value);
        cx.report(use_api.span, message)
            .here("hands over the engine's socket, and your registry credentials with it")
            .help("remove it")
            .answers_to(["cis:5.32"]);
    }
}

fn is_true(value: &compose::yaml::Yaml) -> bool {
    value.as_scalar().is_some_and(|scalar| scalar.value == "true")
}
