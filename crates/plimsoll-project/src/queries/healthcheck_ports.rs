//! Which ports of its own container a health check asks, and whether anything listens there.

use plimsoll_compose::{Mount, Port, PortRange};
use plimsoll_diagnostics::{Span, Text};
use plimsoll_dockerfile::{HealthcheckTest, Kind};

use crate::{
    Container, DockerfileModel, Healthcheck, ImageKind, ImageName, KnownImage, Listener, Stage, Value,
};

/// A port that a health check asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckPort {
    /// Its number.
    pub port: u16,
    /// Where.
    pub span: Span,
}

impl<'p> Container<'p> {
    /// The ports of the container itself that its health check asks, where they are written as numbers.
    pub fn checked_ports(&self) -> Vec<CheckPort> {
        let span = match self.healthcheck() {
            Value::Known { value: Healthcheck::Service(check), .. } => {
                check.test.as_ref().map(|test| test.span)
            }
            Value::Known { value: Healthcheck::Instruction(check), .. } => match &check.test {
                HealthcheckTest::Cmd(_, line) => Some(line.span),
                HealthcheckTest::None(_) => None,
            },
            _ => None,
        };
        span.map_or_else(Vec::new, |span| ports_asked(self.text_at(span)))
    }

    /// The server that the command starts, if it certainly listens on no port but its own, and on none with this number.
    pub fn listener_elsewhere(&self, port: u16) -> Option<Listener> {
        self.listener().filter(|listener| listener.is_elsewhere(port) && !self.may_listen_on(port))
    }

    /// The image of a service that is nothing but a store of data or a web server, and what is known about it: larger
    /// ones listen on more ports than are known.
    pub fn small_server(&self) -> Option<(&'p ImageName<'p>, KnownImage<'p>)> {
        let is_small = |known: &KnownImage| {
            let is_server = known.is_data_store() || known.kind == ImageKind::WebServer;
            is_server && matches!(known.ports().count(), 1 | 2)
        };
        let known = self.known_image().filter(|known| is_small(known) && !self.runs_sentinel())?;
        let image = self.image().get().filter(|_| !self.is_built())?;
        Some((image, known))
    }

    /// Whether its command turns Redis or Valkey into a sentinel, which listens on 26379 (Redis documentation, "Sentinel").
    fn runs_sentinel(&self) -> bool {
        let commands = self.service.command.iter().chain(&self.service.entrypoint);
        let mut words = commands.flat_map(|command| &command.words);
        words.any(|word| word.value.contains("sentinel"))
    }

    /// The port that publishes another one as this, when nothing says that the container listens on this one as well.
    pub fn published_as(&self, port: u16) -> Option<&'p Port<'p>> {
        let is_other = |published: &&Port<'_>| {
            let target = published.target.as_ref().and_then(PortRange::single);
            published.published.as_ref().and_then(PortRange::single) == Some(port)
                && target.is_some_and(|target| target != port)
        };
        self.published().iter().find(is_other).filter(|_| !self.may_listen_on(port))
    }

    /// Whether the container may listen on a port: something says so, names the number, or cannot be read here.
    pub fn may_listen_on(&self, port: u16) -> bool {
        let holds =
            |range: &PortRange<'_>| range.ports.is_none_or(|(first, last)| first <= port && port <= last);
        let is_published = self.published().iter().any(|own| own.target.as_ref().is_none_or(holds));
        is_published || self.may_serve(port)
    }

    /// The same, but that the port is published is no reason to think so.
    pub fn may_serve(&self, port: u16) -> bool {
        let service = self.service;
        let of_image = || self.known_image().is_some_and(|image| image.ports().any(|own| own == port));
        let exposed =
            || self.exposed().iter().any(|range| may_hold(range.as_ref().get().map(|text| &**text), port));
        let number = port.to_string();
        let is_named = || {
            let mut values = service.environment.iter().zip(self.environment());
            let commands = service.command.iter().chain(&service.entrypoint);
            let names = |text: &str| text.contains(&number) || text.contains('$');
            values.any(|(pair, value)| match value.as_ref().get() {
                Some(value) => value.contains(&number),
                None => !names_no_port(&pair.name.value),
            }) || self.env_files_may_hold(&number)
                || commands.flat_map(|command| &command.words).any(|word| names(&word.value))
                || service
                    .labels
                    .iter()
                    .any(|label| label.value.as_ref().is_some_and(|value| names(&value.value)))
        };
        // A directory around the image's settings has settings of its own.
        let hides_settings = |target: &str| self.image().is_known_and(|image| image.has_files_below(target));
        service.extends.is_some()
            || service.network_mode.is_some()
            || self.app.network_owners.contains(&*service.name.value)
            || service.has("configs")
            || self.has_open_mounts()
            || service.volumes.iter().any(is_settings)
            || self.mounted().any(|(_, target)| hides_settings(&target))
            || of_image()
            || exposed()
            || is_named()
            || self.file_names(&number)
    }

    /// Whether the Dockerfile has a number anywhere but in its health check.
    fn file_names(&self, number: &str) -> bool {
        self.build_file().is_some_and(|file| file.names(number))
    }

    fn text_at(&self, span: Span) -> Text<'p> {
        self.project.sources.text(span.file).slice(span.start as usize, span.end as usize)
    }
}

impl Stage<'_> {
    /// The ports of the container itself that its health check asks, where they are written as numbers.
    pub fn checked_ports(&self) -> Vec<CheckPort> {
        let Value::Known { value: Healthcheck::Instruction(check), .. } = self.healthcheck() else {
            return Vec::new();
        };
        let HealthcheckTest::Cmd(_, line) = &check.test else { return Vec::new() };
        ports_asked(self.file().text.at(line.span))
    }

    /// The server that the command starts, if it certainly listens on no port but its own, and on none with this number.
    pub fn listener_elsewhere(&self, port: u16) -> Option<Listener> {
        let of_image = || self.known_image().is_some_and(|image| image.ports().any(|own| own == port));
        let exposed = || self.exposed().any(|range| may_hold(range.get(), port));
        let listener = self.listener().filter(|listener| listener.is_elsewhere(port))?;
        let may_serve = of_image() || exposed() || self.file().names(&port.to_string());
        (!may_serve).then_some(listener)
    }
}

impl Listener {
    /// Whether the server does not listen on a port, and nothing else is started with it.
    fn is_elsewhere(&self, port: u16) -> bool {
        !self.follows_script && self.ports.iter().all(|(own, _)| *own != port)
    }
}

impl DockerfileModel<'_> {
    /// Whether a number is written anywhere but in a health check.
    fn names(&self, number: &str) -> bool {
        self.tree.instructions.iter().any(|instruction| {
            let is_check = matches!(instruction.kind, Kind::Healthcheck(_));
            !is_check && self.text.at(instruction.span).raw.contains(number)
        })
    }
}

/// Whether a variable is certainly about something else, whatever it is.
fn names_no_port(variable: &str) -> bool {
    const ELSE: [&str; 11] =
        ["PASSWORD", "PASS", "USER", "USERNAME", "SECRET", "TOKEN", "KEY", "DB", "DATABASE", "EMAIL", "TZ"];
    variable.rsplit('_').next().is_some_and(|last| ELSE.contains(&last))
}

/// Whether something that settings are read from is mounted.
fn is_settings(mount: &Mount<'_>) -> bool {
    const ENDINGS: [&str; 12] = [
        ".conf",
        ".cnf",
        ".ini",
        ".yml",
        ".yaml",
        ".json",
        ".toml",
        ".xml",
        ".properties",
        ".env",
        ".d",
        "file",
    ];
    let is_one = |path: &str| {
        let path = path.trim_end_matches('/');
        path.contains("/etc") || path.contains("conf") || ENDINGS.iter().any(|ending| path.ends_with(ending))
    };
    mount.target.as_ref().is_none_or(|target| is_one(&target.value))
}

/// Whether `8000-8010/tcp` may hold a port.
fn may_hold(range: Option<&str>, port: u16) -> bool {
    let Some(range) = range.and_then(|range| range.split('/').next()) else { return true };
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    match (first.parse::<u16>(), last.parse::<u16>()) {
        (Ok(first), Ok(last)) => first <= port && port <= last,
        _ => true,
    }
}

/// `localhost:8080` and its like, wherever it stands in a text.
fn ports_asked(text: Text<'_>) -> Vec<CheckPort> {
    const OWN: [&str; 4] = ["localhost:", "127.0.0.1:", "[::1]:", "0.0.0.0:"];
    let mut found = Vec::new();
    for (at, host) in OWN.iter().flat_map(|host| text.raw.match_indices(host)) {
        let start = at + host.len();
        let rest = text.raw.get(start..).unwrap_or_default();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let before = text.raw.get(..at).and_then(|before| before.chars().next_back());
        let is_whole = before.is_none_or(|before| !before.is_ascii_alphanumeric() && !"-_.".contains(before));
        if let Some(Ok(port)) = rest.get(..digits).map(str::parse).filter(|_| is_whole) {
            found.push(CheckPort { port, span: text.slice(start, start + digits).span });
        }
    }
    found.sort_by_cached_key(|asked| asked.span.start);
    found
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::FileId;

    use super::*;

    #[test]
    fn ports_of_the_container_itself() {
        for (text, expected) in [
            ("curl -f http://localhost:8080/health || exit 1", vec![8080]),
            ("nc -z 127.0.0.1:6379 && nc -z [::1]:6380", vec![6379, 6380]),
            ("curl http://api:8080", vec![]),
            ("curl http://notlocalhost:8080", vec![]),
            ("curl http://localhost:$PORT http://localhost/", vec![]),
        ] {
            let found = ports_asked(Text::new(text, FileId::FIRST, 0));
            assert_eq!(found.iter().map(|asked| asked.port).collect::<Vec<u16>>(), expected, "{text}");
        }
    }

    #[test]
    fn ranges_hold_ports() {
        assert!(may_hold(Some("8000-8010/tcp"), 8003) && may_hold(Some("80"), 80) && may_hold(None, 1));
        assert!(!may_hold(Some("8000-8010/tcp"), 80));
    }
}
