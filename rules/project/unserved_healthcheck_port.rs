//! A health check asks a port of its container on which nothing listens.

use plimsoll_linter::prelude::*;
use project::{CheckPort, Listener};

#[derive(Default)]
pub(crate) struct UnservedHealthcheckPort;

impl Rule for UnservedHealthcheckPort {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        for asked in container.checked_ports() {
            let port = asked.port;
            if let Some(published) = container.published_as(port)
                && let Some(target) = &published.target
            {
                let inside = &target.text.value;
                let message = format!("the health check uses host port {port}");
                cx.report(asked.span, message)
                    .here("the check runs inside the container, where nothing listens on this port")
                    .label(
                        published.span,
                        format!("here, container port {inside} is published as host port {port}"),
                    )
                    .help(format!("use port {inside}"))
                    .fix(Fix::risky(format!("use port {inside}")).replace(asked.span, &**inside));
            } else if let Some((image, known)) = container.small_server()
                && !container.may_listen_on(port)
            {
                let ports: Vec<String> = known.ports().map(|own| own.to_string()).collect();
                let (own, word) = (ports.join(" and "), if ports.len() == 1 { "port" } else { "ports" });
                cx.report(
                    asked.span,
                    format!("the health check uses port {port}, but nothing listens on it"),
                )
                .here("the check fails, so the container never becomes healthy")
                .label(image.span, format!("this image listens on {word} {own}"))
                .help(format!("use port {}", ports.join(" or ")));
            } else if let Some(listener) = container.listener_elsewhere(port) {
                report(asked, &listener, cx);
            }
        }
    }

    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        // Services that build it are asked instead.
        let last = file.last_stage().filter(|_| cx.project().app.is_none());
        let Some(stage) = last else { return };
        for asked in stage.checked_ports() {
            if let Some(listener) = stage.listener_elsewhere(asked.port) {
                report(asked, &listener, cx);
            }
        }
    }
}

/// Says it of a check beside the command that starts the server.
fn report(asked: CheckPort, listener: &Listener, cx: &mut Context) {
    let Some((own, span)) = listener.ports.first() else { return };
    cx.report(asked.span, format!("the health check uses port {}, but nothing listens on it", asked.port))
        .here("the check fails, so the container never becomes healthy")
        .label(*span, format!("`{}` listens on port {own}", listener.program))
        .help(format!("use port {own}"));
}
