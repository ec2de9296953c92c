//! Web pages that show what other services hold, and that ask for no login.

use plimsoll_compose::{self as compose, MountKind};
use plimsoll_diagnostics::Span;
use plimsoll_facts::open_consoles::{self, OpenConsole};

use crate::Container;
use crate::values::host_paths::engine_socket;

impl<'p> Container<'p> {
    /// The page that it serves, if that asks for no login, with its image and the port that publishes it. None where the
    /// service mounts settings or reads variables that may set up a login, or where nothing here is there to stay.
    pub fn console_without_login(&self) -> Option<(Span, &'p compose::Port<'p>, OpenConsole)> {
        let service = self.service;
        let image = self.image().get().filter(|_| !self.is_built())?;
        let console = open_consoles::find(&image.full_repository())?;
        let is_page = |port: &&compose::Port<'_>| {
            let target = port.target.as_ref().and_then(compose::PortRange::single);
            port.published.is_some() && target == Some(console.port)
        };
        let port = service.ports.iter().find(is_page)?;
        let is_kept = |other: &Container<'_>| other.is_data_store() && other.is_kept();
        let has_login = console.login.is_some() && may_have_login(service, &console);
        let stays = || self.is_kept() || self.project.containers().any(|other| is_kept(&other));
        (!has_login && stays()).then_some((image.span, port, console))
    }
}

fn may_have_login(service: &compose::Service<'_>, console: &OpenConsole) -> bool {
    // `AUTH_TYPE: DISABLED`
    let is_off =
        |value: &str| ["", "disabled", "false", "none"].iter().any(|word| word.eq_ignore_ascii_case(value));
    let is_set = |pair: &compose::Pair<'_>| {
        let is_on = pair.value.as_ref().is_none_or(|value| !is_off(&value.value));
        let is_settings = pair.value.as_ref().is_some_and(|value| value.value.contains("security"));
        is_on && console.has_login_variable(&pair.name.value) || is_settings
    };
    let is_option = |word: &compose::yaml::Scalar<'_>| {
        word.value
            .split_ascii_whitespace()
            .any(|word| console.has_login_option(word.split_once('=').map_or(word, |(option, _)| option)))
    };
    let commands = || service.command.iter().chain(&service.entrypoint);
    let may_be_settings =
        |mount: &compose::Mount<'_>| mount.kind == MountKind::Bind && engine_socket(mount).is_none();
    service.environment.iter().any(is_set)
        || commands().flat_map(|command| command.text.iter().chain(&command.words)).any(is_option)
        || service.volumes.iter().any(may_be_settings)
        || ["configs", "env_file", "extends", "secrets"].iter().any(|key| service.has(key))
}
