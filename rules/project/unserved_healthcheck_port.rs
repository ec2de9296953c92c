//! A health check asks a port of its container on which nothing listens.

use plimsoll_linter::prelude::*;
use project::ImageKind;

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
                let message = format!("the health check asks port {port}, which is a port of the host");
                cx.report(asked.span, message)
                    .here("the check runs in the container, where nothing listens on it")
                    .label(
                        published.span,
                        format!("makes port {inside} of the container port {port} of the host"),
                    )
                    .help(format!("ask port {inside}"))
                    .fix(Fix::risky(format!("ask port {inside}")).replace(asked.span, &**inside));
            } else if let Some((image, known)) = store(container)
                && !container.may_listen_on(port)
            {
                let ports: Vec<String> = known.ports().map(|own| own.to_string()).collect();
                let own = ports.join(", ");
                cx.report(asked.span, format!("the health check asks port {port}, where nothing listens"))
                    .here("fails, so the container never becomes healthy")
                    .label(image.span, format!("listens on {own}"))
                    .help(format!("ask port {own}"));
            }
        }
    }
}

/// The image of a service that is nothing but a store of data or a web server: larger ones listen on more ports than
/// are known.
fn store<'p>(container: &Container<'p>) -> Option<(&'p ImageName<'p>, project::KnownImage<'p>)> {
    let is_small = |known: &project::KnownImage| {
        let is_store = known.is_data_store() || known.kind == ImageKind::WebServer;
        is_store && matches!(known.ports().count(), 1 | 2)
    };
    let known = container.known_image().filter(is_small)?;
    let image = container.image().get().filter(|_| !container.is_built())?;
    Some((image, known))
}
