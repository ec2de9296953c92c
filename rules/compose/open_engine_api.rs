//! An engine whose API is open to anyone on its network.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct OpenEngineApi;

impl Rule for OpenEngineApi {
    fn check_project(&self, project: &Project, cx: &mut Context) {
        let Some(app) = &project.app else { return };
        for (container, reach) in project.containers().zip(app.reaches()) {
            let (Some(reach), Some(open)) = (reach.filter(|it| it.hops < 2), open_api(&container)) else {
                continue;
            };
            let message = format!("{} exposes its container engine without TLS", container.title());
            let finding = cx.report(open, message);
            finding.here("the engine listens without TLS, so any client can control it");
            let (tls, certificates) = if is_dind(&container) {
                ("keep TLS on", "the certificates in `/certs/client`")
            } else {
                ("start the engine with `--tlsverify`", "client certificates")
            };
            let port = if reach.through.is_none() { ", do not publish the port" } else { "" };
            finding.help(format!("{tls}{port}, and have clients connect to port 2376 with {certificates}"));
            match reach.through.and_then(|(through, _)| project.container(through)) {
                Some(way) => finding.label(
                    way.service.key_span("ports"),
                    format!(
                        "this service is reachable from outside and shares a network with `{}`",
                        container.name()
                    ),
                ),
                None => finding.label(container.service.key_span("ports"), "published here"),
            };
        }
    }
}

/// Where a service says that an engine is to listen without TLS.
pub(crate) fn open_api(container: &Container) -> Option<Span> {
    let words: Vec<_> = container.service.command.iter().flat_map(|command| &command.words).collect();
    let is_tls = words.iter().any(|word| word.value.starts_with("--tls"));
    let is_engine = is_dind(container);
    let runs = is_engine || words.iter().any(|word| word.value.ends_with("dockerd"));
    let tcp = words.iter().find(|word| {
        word.value.contains("tcp://")
            && !["127.0.0.1", "localhost"].iter().any(|local| word.value.contains(local))
    });
    if let Some(tcp) = tcp.filter(|_| runs && !is_tls) {
        return Some(tcp.span);
    }
    let pair = container.service.environment.iter().find(|pair| pair.name.value == "DOCKER_TLS_CERTDIR")?;
    let value = pair.value.as_ref()?;
    (is_engine && !is_tls && project::resolve(value).is_known_and(|value| value.is_empty()))
        .then_some(pair.span)
}

/// Whether a service runs `docker:dind`, which creates certificates itself.
fn is_dind(container: &Container) -> bool {
    let is_dind =
        |image: &ImageName| image.official() == Some("docker") && image.meant_tag().contains("dind");
    container.image().is_known_and(is_dind)
}
