//! A service publishes a port that its Dockerfile does not name among those it listens on.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnexposedPort;

/// Ports of debuggers, which nobody exposes: Node.js, Java, Delve, debugpy, Xdebug.
const DEBUGGERS: [u16; 7] = [9229, 5005, 2345, 40000, 5678, 9003, 9000];

impl Rule for UnexposedPort {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let Some(stage) = container.stage() else { return };
        let exposed: Vec<_> = stage.exposed().collect();
        if exposed.is_empty() || exposed.iter().any(|port| !port.is_known()) || chooses_port(container) {
            return;
        }
        let listens = |port: u16| {
            let of_image = container.known_image().is_some_and(|image| image.ports().any(|own| own == port));
            of_image
                || container.exposed().into_iter().filter_map(Value::get).any(|range| holds(&range, port))
        };
        for published in container.published() {
            let target = published.target.as_ref().and_then(|target| Some((target, target.ports?)));
            let Some((target, (port, last))) = target.filter(|(_, (first, last))| first == last) else {
                continue;
            };
            if listens(last) || DEBUGGERS.contains(&port) {
                continue;
            }
            let finding = cx.report(
                target.text.span,
                format!("the image of {} does not expose the published port {port}", container.title()),
            );
            finding
                .here("published here")
                .help("publish the port that the program listens on, or add this port to `EXPOSE`");
            if let Some(set_at) = exposed.first().and_then(Value::set_at) {
                finding.label(set_at, "the Dockerfile exposes this port");
            }
        }
    }
}

/// Whether a variable such as `PORT` may tell the program where to listen.
fn chooses_port(container: &Container) -> bool {
    let service = container.service;
    container.may_be_given(|name| name.to_ascii_uppercase().contains("PORT"))
        || service.command.is_some()
        || service.entrypoint.is_some()
}

/// Whether `8000-8010/tcp` holds a port.
fn holds(range: &str, port: u16) -> bool {
    let range = range.split('/').next().unwrap_or_default();
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let (first, last) = (first.parse::<u16>(), last.parse::<u16>());
    first.is_ok_and(|first| first <= port) && last.is_ok_and(|last| port <= last)
}
