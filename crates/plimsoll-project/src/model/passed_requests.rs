//! Services that a proxy of the same application passes requests to, as its mounted configuration says: nginx, `HAProxy`,
//! Caddy.

use std::collections::HashMap;

use plimsoll_compose::{Compose, MountKind};
use plimsoll_diagnostics::Sources;

use crate::{Loaded, Loader, Presence, path, resolve};

/// How many configurations of an application are read.
const MOST_FILES: usize = 16;

/// The services that are proxies, by the host and the port that they pass requests to: that of HTTP where none is written.
/// Two are enough, for one that is not the other service itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PassedRequests {
    by_address: HashMap<(String, u16), Vec<String>>,
}

impl PassedRequests {
    fn add(&mut self, proxy: &str, host: &str, port: u16) {
        let proxies = self.by_address.entry((host.to_owned(), port)).or_default();
        if proxies.len() < 2 && !proxies.iter().any(|known| known == proxy) {
            proxies.push(proxy.to_owned());
        }
    }

    /// The first proxy that passes requests to a port of a host, other than a service itself.
    pub(crate) fn proxy_of(&self, host: &str, port: u16, service: &str) -> Option<&str> {
        let mut proxies = self.by_address.get(&(host.to_owned(), port))?.iter();
        proxies.find(|proxy| *proxy != service).map(String::as_str)
    }
}

/// What the mounted configurations of an application say.
pub(crate) fn find<'s>(
    sources: &'s Sources,
    compose: &Compose<'_>,
    folder: &str,
    loader: &dyn Loader<'s>,
) -> PassedRequests {
    let mounts = compose.services.iter().flat_map(|service| {
        let binds = service.volumes.iter().filter(|mount| mount.kind == MountKind::Bind);
        binds.filter_map(move |mount| Some((&*service.name.value, resolve(mount.source.as_ref()?).get()?)))
    });
    let is_configuration =
        |name: &str| name.ends_with(".conf") || name.ends_with(".cfg") || name.ends_with("Caddyfile");
    let files = mounts.filter(|(_, source)| path::is_relative(source) && is_configuration(source));
    let mut found = PassedRequests::default();
    for (proxy, source) in files.take(MOST_FILES) {
        let path = path::join(folder, &source);
        if loader.presence(&path) == Presence::File
            && let Loaded::File(file) = loader.load(&path)
        {
            for (host, port) in sources.text(file).raw.lines().flat_map(addresses) {
                found.add(proxy, host, port);
            }
        }
    }
    found
}

/// The hosts that a line passes requests to: `proxy_pass http://api:3000;`, `server api:3000`, `reverse_proxy api:3000`.
fn addresses(line: &str) -> impl Iterator<Item = (&str, u16)> {
    const DIRECTIVES: [&str; 6] =
        ["proxy_pass", "server", "reverse_proxy", "fastcgi_pass", "uwsgi_pass", "grpc_pass"];
    let mut words = line.split_ascii_whitespace();
    let is_meant = words.next().is_some_and(|word| DIRECTIVES.contains(&word));
    words.filter(move |_| is_meant).filter_map(|word| {
        let word = word.trim_end_matches(';');
        let address = word.split_once("://").map_or(word, |(_, address)| address);
        let has_scheme = address.len() < word.len();
        let authority = address.split('/').next().unwrap_or_default();
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, port.parse().ok()?),
            None if has_scheme => (authority, 80),
            None => return None,
        };
        let is_name = host.starts_with(|c: char| c.is_ascii_alphabetic())
            && host.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        is_name.then_some((host, port))
    })
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn lines_of_proxies() {
        for (line, expected) in [
            ("    proxy_pass http://api:3000/v1/;", Some(("api", 3000))),
            ("proxy_pass http://web;", Some(("web", 80))),
            ("  server app1 app:8080 check", Some(("app", 8080))),
            ("reverse_proxy /api/* api:9000", Some(("api", 9000))),
            ("server_name api:3000;", None),
            ("# proxy_pass http://api:3000;", None),
            ("proxy_pass http://$upstream;", None),
            ("server {", None),
        ] {
            assert_eq!(addresses(line).next(), expected, "{line}");
        }
    }
}
