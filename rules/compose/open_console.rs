//! A page from which code is run or data is read, published for everybody and without a login.

use facts::open_access;
use plimsoll_linter::prelude::*;
use project::{Listens, listens, takes_ports};

use super::public_port::place;

#[derive(Default)]
pub(crate) struct OpenConsole;

impl Rule for OpenConsole {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let Some(port) = published(container) else { return };
        for Console { place: span, effect, help } in consoles(container.service) {
            cx.report(span, format!("{} is published without a login", container.title()))
                .here(effect)
                .label(place(port), "published on all host addresses")
                .help(help);
        }
    }
}

/// The variable that turns off the login of pgAdmin.
pub(super) const PGADMIN: &str = "PGADMIN_CONFIG_SERVER_MODE";

/// What lets everybody in.
pub(super) struct Console {
    /// The option or value.
    pub(super) place: Span,
    /// What it does.
    pub(super) effect: &'static str,
    /// What to do instead.
    pub(super) help: &'static str,
}

/// The first port that everybody can reach. None of a service that is for tests or development alone.
pub(super) fn published<'p>(container: &Container<'p>) -> Option<&'p compose::Port<'p>> {
    let (app, service) = (container.app, container.service);
    let is_local = || app.is_for_tests() || app.path.contains("devcontainer");
    let is_open = |port: &&compose::Port| port.published.is_some() && listens(port) == Listens::Everywhere;
    service.ports.iter().find(is_open).filter(|_| takes_ports(service) && !is_local())
}

/// The settings of Jupyter, code-server and pgAdmin that turn off their login.
pub(super) fn consoles(service: &compose::Service) -> Vec<Console> {
    let mut found = Vec::new();
    for pair in service.environment.iter().filter(|pair| pair.name.value == PGADMIN) {
        let (Some(known), Some(value)) = (open_access::find(PGADMIN), &pair.value) else { continue };
        if project::resolve(value).is_known_and(|value| known.is_open(&value)) {
            let help = "remove this setting, so that pgAdmin asks for a login";
            found.push(Console { place: value.span, effect: known.effect, help });
        }
    }
    let words: Vec<_> = service.command.iter().flat_map(|command| &command.words).collect();
    let image = service.image.as_ref().map_or("", |image| &image.value);
    let is_editor =
        image.contains("code-server") || words.iter().any(|word| word.value.contains("code-server"));
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).map_or("", |word| &*word.value);
        let (option, value) = word.value.split_once('=').unwrap_or((&word.value, next));
        let (effect, help) = match option {
            "--NotebookApp.token" | "--ServerApp.token" | "--IdentityProvider.token"
                if matches!(value, "" | "''" | "\"\"") =>
            {
                (
                    "anyone who opens the page can run code in the container",
                    "remove this option and set a password or a token",
                )
            }
            "--auth" if value == "none" && is_editor => (
                "anyone who opens the page has a shell in the container",
                "remove this option and set a password",
            ),
            _ => continue,
        };
        found.push(Console { place: word.span, effect, help });
    }
    found
}
