//! An engine that is used over TCP without TLS.

use plimsoll_linter::prelude::*;

use super::open_engine_api::open_api;

#[derive(Default)]
pub(crate) struct PlainEngineConnection;

impl Rule for PlainEngineConnection {
    fn check_project(&self, project: &Project, cx: &mut Context) {
        let Some(app) = &project.app else { return };
        for (container, reach) in project.containers().zip(app.reaches()) {
            if reach.is_none_or(|reach| reach.hops > 1)
                && let Some(open) = open_api(&container)
            {
                cx.report(open, format!("the engine in {} listens without TLS", container.title()))
                    .here("any container on the service's networks can control the engine")
                    .help("keep TLS on, and share `/certs/client` with the clients through a volume");
            }
            let hosts = container.service.environment.iter().filter(|pair| pair.name.value == "DOCKER_HOST");
            for value in hosts.filter_map(|pair| pair.value.as_ref()) {
                let Some(host) = project::resolve(value).get() else { continue };
                if host.starts_with("tcp://") && host.ends_with(":2375") && !is_proxy(&host, project) {
                    cx.report(value.span, format!("{} uses an engine without TLS", container.title()))
                        .here("any container on the same network can also use the engine")
                        .help("use port 2376, and set `DOCKER_TLS_VERIFY: 1` and `DOCKER_CERT_PATH`");
                }
            }
        }
    }
}

/// Whether the host is a proxy that lets only some requests through.
fn is_proxy(host: &str, project: &Project) -> bool {
    let name = host.trim_start_matches("tcp://").split(':').next().unwrap_or_default();
    let is_named = |text: &str| text.contains("proxy");
    let image = project.container_named(name).and_then(|container| container.image().get());
    is_named(name) || image.is_some_and(|image| is_named(&image.repository.text))
}
