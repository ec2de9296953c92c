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
        let console = container.console_without_login();
        if let Some((image, port, console)) = console.filter(|(_, port, _)| is_open(port)) {
            let login = console.login.map_or_else(
                || "publish it through a proxy that asks for a login".to_owned(),
                |login| format!("set up a login with {login}"),
            );
            cx.report(image, format!("{} is published without a login", container.title()))
                .here(console.effect)
                .label(place(port), "published on all host addresses")
                .help(format!("bind the port to `127.0.0.1`, or {login}"));
        }
        for Console { place: span, effect, help } in consoles(container.service) {
            cx.report(span, format!("{} is published without a login", container.title()))
                .here(effect)
                .label(place(port), "published on all host addresses")
                .help(help);
        }
    }
}

/// The variables that turn off the login of pgAdmin and mongo-express.
pub(super) const VARIABLES: [&str; 3] =
    ["PGADMIN_CONFIG_SERVER_MODE", "ME_CONFIG_BASICAUTH", "ME_CONFIG_BASICAUTH_ENABLED"];

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
    let service = container.service;
    service
        .ports
        .iter()
        .find(|port| is_open(port))
        .filter(|_| takes_ports(service) && !container.is_for_development())
}

fn is_open(port: &compose::Port) -> bool {
    port.published.is_some() && listens(port) == Listens::Everywhere
}

/// The settings of Jupyter, code-server, mongo-express, pgAdmin and phpMyAdmin that turn off their login.
pub(super) fn consoles(service: &compose::Service) -> Vec<Console> {
    let mut found = Vec::new();
    let has = |name: &str| service.environment.iter().any(|pair| pair.name.value == name);
    for pair in service.environment.iter().filter(|pair| VARIABLES.contains(&&*pair.name.value)) {
        // The newer of the two names counts.
        if pair.name.value == "ME_CONFIG_BASICAUTH" && has("ME_CONFIG_BASICAUTH_ENABLED") {
            continue;
        }
        let (Some(known), Some(value)) = (open_access::find(&pair.name.value), &pair.value) else { continue };
        if project::resolve(value).is_known_and(|value| known.is_open(&value)) {
            let help = if pair.name.value.starts_with("PGADMIN") {
                "remove this setting, so that pgAdmin asks for a login"
            } else {
                "set this to `true`, and set a user and a password for mongo-express"
            };
            found.push(Console { place: value.span, effect: known.effect, help });
        }
    }
    found.extend(phpmyadmin(service));
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

/// phpMyAdmin logs in by itself when it is told a user and a password.
fn phpmyadmin(service: &compose::Service) -> Option<Console> {
    let is_one = service.image.as_ref().is_some_and(|image| image.value.contains("phpmyadmin"));
    let find = |name: &str| service.environment.iter().find(|pair| pair.name.value == name);
    let (user, password) = (find("PMA_USER")?, find("PMA_PASSWORD")?);
    let is_set = |pair: &compose::Pair| pair.value.as_ref().is_some_and(|value| !value.value.is_empty());
    (is_one && is_set(user) && is_set(password)).then_some(Console {
        place: user.name.span,
        effect: "with a user and a password, phpMyAdmin logs everyone in without asking",
        help: "remove `PMA_USER` and `PMA_PASSWORD`, so that phpMyAdmin asks for a login",
    })
}
