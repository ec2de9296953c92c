//! Names of hosts in the environment of services, and who answers to them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use plimsoll_compose::Service;
use plimsoll_compose::interpolate::{Piece, Template};
use plimsoll_diagnostics::Span;
use plimsoll_facts::ports;

use crate::{ComposeApp, Container, Project, Value};

/// A host that a variable of a service's environment names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostReference<'p> {
    /// The variable.
    pub variable: &'p str,
    /// The scheme of the address: `postgres` of `postgres://…` and of `jdbc:postgres://…`.
    pub scheme: Option<String>,
    /// The host.
    pub host: String,
    /// The port, where one is given.
    pub port: Option<u16>,
    /// The host's name in the file; all of the value where variables are in it; the name of the file that sets the
    /// variable, where `env_file` names one.
    pub span: Span,
    /// Whether such a file sets it.
    pub is_of_file: bool,
}

/// A port of a service that another service asks for by name.
#[derive(Clone, Debug)]
pub struct PortRequest<'p> {
    /// The service that asks.
    pub client: Container<'p>,
    /// The service that is asked.
    pub server: Container<'p>,
    /// The port.
    pub port: u16,
    /// Where it is asked for.
    pub reference: HostReference<'p>,
}

/// Which services answer to a name.
#[derive(Debug)]
pub struct HostNames<'p> {
    services: HashMap<&'p str, usize>,
    /// Names that several services have.
    shared: HashSet<&'p str>,
    /// Names that something outside answers to, or may answer to.
    others: HashSet<&'p str>,
    /// Names by which services call themselves and nobody else finds them: `hostname`.
    hostnames: HashMap<&'p str, usize>,
}

impl<'p> HostNames<'p> {
    /// The names that containers of an application find each other by.
    pub fn new(app: &'p ComposeApp<'p>) -> HostNames<'p> {
        let mut names = HostNames {
            services: HashMap::new(),
            shared: HashSet::new(),
            others: HashSet::new(),
            hostnames: HashMap::new(),
        };
        for (index, service) in app.services().enumerate() {
            // Every container is `localhost` to itself, and a name with dots is one of DNS.
            let is_own = |name: &str| name != "localhost" && !name.contains('.');
            if let Some(hostname) = service.hostname.as_ref().filter(|own| is_own(&own.value)) {
                names.hostnames.entry(&*hostname.value).or_insert(index);
            }
            let given = service.container_name.iter();
            let aliases = service.networks.iter().flat_map(|network| &network.aliases);
            for name in [&service.name].into_iter().chain(given).chain(aliases) {
                if *names.services.entry(&*name.value).or_insert(index) != index {
                    names.shared.insert(&*name.value);
                }
            }
            let links = service.links.iter().chain(external_links(service));
            names.others.extend(links.map(|link| link.value.rsplit(':').next().unwrap_or_default()));
            names.others.extend(service.extra_hosts.iter().map(|host| &*host.name.value));
        }
        names
    }

    /// The service that answers to a name, by its place among the services.
    pub fn service(&self, name: &str) -> Option<usize> {
        self.services.get(name).copied()
    }

    /// Whether one service has a name, and nobody else.
    pub fn is_unique(&self, name: &str) -> bool {
        let is_only = !self.shared.contains(name) && !self.others.contains(name);
        is_only && self.services.contains_key(name)
    }

    /// Whether somebody else may answer to a name: it is given by hand, or is no plain word.
    pub fn is_elsewhere(&self, name: &str) -> bool {
        name == "localhost"
            || self.others.contains(name)
            || self.hostnames.contains_key(name)
            || !is_word(name)
            || is_address(name)
    }

    /// All names of services, in no particular order.
    pub fn names(&self) -> impl Iterator<Item = &'p str> {
        self.services.keys().copied()
    }
}

impl Project<'_> {
    /// The ports that services ask each other for by name, in the order of the services that ask. None where files of the
    /// application are not known.
    pub fn port_requests(&self) -> Vec<PortRequest<'_>> {
        let Some(app) = self.app.as_ref().filter(|app| app.is_complete()) else { return Vec::new() };
        let names = HostNames::new(app);
        let mut found = Vec::new();
        for client in self.containers().filter(|own| own.service.network_mode.is_none()) {
            for reference in client.host_references().into_iter().chain(client.host_references_of_files()) {
                let Some(port) = reference.port else { continue };
                let Some(server) = client.other(&names, &reference.host) else { continue };
                found.push(PortRequest { client, server, port, reference });
            }
        }
        found
    }
}

impl<'p> Container<'p> {
    /// The container of another service that answers to a name.
    pub fn other(&self, names: &HostNames<'_>, host: &str) -> Option<Container<'p>> {
        let index = names.service(host)?;
        self.project.container(index).filter(|other| other.name() != self.name())
    }

    /// The hosts that its own `environment` names, where its values are known: in addresses (`redis://cache:6379`), as
    /// `host:port`, and alone in variables such as `DB_HOST`. A variable of Compose elsewhere in the value, such as a
    /// password's, leaves a host known.
    pub fn host_references(&self) -> Vec<HostReference<'p>> {
        let mut found = Vec::new();
        // A node of Elasticsearch that is a cluster by itself looks for no others.
        let is_alone = self.service.environment.iter().any(|pair| {
            pair.name.value == "discovery.type"
                && pair.value.as_ref().is_some_and(|value| value.value == "single-node")
        });
        let values = self.service.environment.iter().zip(self.environment());
        for (pair, value) in values {
            let Some(scalar) = &pair.value else { continue };
            if is_alone && pair.name.value.starts_with("discovery.") {
                continue;
            }
            let (text, is_as_written) = match value {
                Value::Known { value, .. } => {
                    (value.clone(), scalar.value == *value && !scalar.is_interpolated())
                }
                Value::Unknown { .. } if scalar.is_interpolated() => {
                    (Cow::Owned(without_variables(&scalar.value)), scalar.template() == scalar.value)
                }
                _ => continue,
            };
            let place = |range| if is_as_written { scalar.place(range) } else { scalar.span };
            found.extend(references(&pair.name.value, &text, place));
        }
        found
    }

    /// The hosts that files under `env_file` name. Several services often share a file, so nothing tells which of them
    /// uses a variable.
    pub fn host_references_of_files(&self) -> Vec<HostReference<'p>> {
        if self.service.environment.iter().any(|pair| pair.name.is_interpolated()) {
            return Vec::new();
        }
        let variables = self.file_variables().into_iter();
        let found = variables.flat_map(|(name, text, file)| references(name, text, |_| file));
        found.map(|own| HostReference { is_of_file: true, ..own }).collect()
    }
}

/// A value with a character that no host has in the place of each byte of a variable.
fn without_variables(value: &str) -> String {
    let mut text = String::new();
    for piece in Template::parse(value).pieces {
        match piece {
            Piece::Literal(literal) => text.push_str(literal),
            Piece::Escape => text.push_str("$$"),
            Piece::Variable(variable) => text.extend(variable.range.map(|_| '\u{1}')),
        }
    }
    text
}

/// The hosts in the value of a variable.
fn references<'p>(
    variable: &'p str,
    text: &str,
    place: impl Fn(Range<usize>) -> Span,
) -> Vec<HostReference<'p>> {
    let mut found = Vec::new();
    let mut at = 0;
    for item in text.split_inclusive([',', ' ', ';', '|']) {
        let start = at;
        at += item.len();
        let item = item.trim_end_matches([',', ' ', ';', '|']);
        let Some(part) = host_part(item, variable) else { continue };
        let Some(host) = item.get(part.host.clone()) else { continue };
        found.push(HostReference {
            variable,
            scheme: part.scheme.map(str::to_owned),
            host: host.to_owned(),
            port: part.port,
            span: place(part.host.start + start..part.host.end + start),
            is_of_file: false,
        });
    }
    found
}

impl HostReference<'_> {
    /// What is said of a variable that a file sets: only the file is pointed at, as its lines may hold secrets.
    pub fn remark(&self) -> Option<String> {
        self.is_of_file.then(|| format!("`{}` is set in this file", self.variable))
    }

    /// The port that is meant: the one that is given, else that of the scheme.
    pub fn meant_port(&self) -> Option<u16> {
        self.port.or_else(|| ports::of_program(self.scheme.as_deref()?))
    }
}

/// The schemes of object stores: Amazon, Google, Azure, and how Hadoop calls Amazon's.
const BUCKETS: [&str; 9] = ["s3", "s3a", "s3n", "gs", "gcs", "az", "abfs", "abfss", "wasb"];
/// The schemes of Hadoop, where a name without a port may stand for several hosts
/// (<https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-hdfs/HDFSHighAvailabilityWithQJM.html>).
const NAME_SERVICES: [&str; 2] = ["hdfs", "viewfs"];

/// What an item of a value says about a host.
struct HostPart<'v> {
    scheme: Option<&'v str>,
    host: Range<usize>,
    port: Option<u16>,
}

fn host_part<'v>(item: &'v str, variable: &str) -> Option<HostPart<'v>> {
    let (scheme, start) = match item.find("://") {
        Some(at) => (item.get(..at).map(|scheme| scheme.rsplit([':', '=']).next().unwrap_or(scheme)), at + 3),
        None => (None, 0),
    };
    // What follows is a bucket, and no host.
    if scheme.is_some_and(|scheme| BUCKETS.contains(&scheme)) {
        return None;
    }
    let rest = item.get(start..)?;
    // Without a port, HDFS looks the name up in its own settings (HDFS High Availability, `dfs.nameservices`).
    if scheme == Some("hdfs") && !rest.split('/').next().unwrap_or_default().contains(':') {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host_at = authority.rfind('@').map_or(0, |at| at + 1);
    let host_port = authority.get(host_at..)?;
    let (host, port) = match host_port.split_once(':') {
        Some((host, port)) => (host, Some(port.parse::<u16>().ok().filter(|port| *port > 0)?)),
        None => (host_port, None),
    };
    if port.is_none() && scheme.is_some_and(|scheme| NAME_SERVICES.contains(&scheme)) {
        return None;
    }
    let is_host = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let is_named = variable.rsplit('_').next().is_some_and(|last| {
        ["HOST", "HOSTNAME", "HOSTS", "PGHOST"].iter().any(|name| last.eq_ignore_ascii_case(name))
    });
    // `12:30` and `a:b` are no addresses.
    let is_name = is_word(host) || is_address(host);
    let is_plain = scheme.is_some() || is_named || port.is_some_and(|port| port > 99) && is_name;
    (is_host && is_plain).then(|| {
        let from = start + host_at;
        HostPart { scheme, host: from..from + host.len(), port }
    })
}

/// Whether a name could be one of a service: a word without dots that is no number.
fn is_word(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains('.')
}

fn is_address(name: &str) -> bool {
    name.parse::<std::net::IpAddr>().is_ok()
}

fn external_links<'p>(
    service: &'p Service<'_>,
) -> impl Iterator<Item = &'p plimsoll_compose::yaml::Scalar<'p>> {
    let links = service.get("external_links").and_then(|links| links.as_sequence()).unwrap_or_default();
    links.iter().filter_map(|link| link.as_scalar())
}

#[cfg(test)]
mod tests {
    use super::host_part;

    fn part(item: &str, variable: &str) -> Option<String> {
        let part = host_part(item, variable)?;
        Some(format!(
            "{:?} {:?} {:?}",
            part.scheme.unwrap_or_default(),
            item.get(part.host).unwrap_or_default(),
            part.port
        ))
    }

    #[test]
    fn hosts_in_values() {
        for (item, variable, expected) in [
            ("postgres://u:p@db:5432/x", "URL", Some(r#""postgres" "db" Some(5432)"#)),
            ("jdbc:mysql://db/x?a=b", "URL", Some(r#""mysql" "db" None"#)),
            ("s3://lake/raw", "WAREHOUSE", None),
            ("redis://cache", "A", Some(r#""redis" "cache" None"#)),
            ("kafka:9092", "BROKERS", Some(r#""" "kafka" Some(9092)"#)),
            ("PLAINTEXT://:9092", "LISTENERS", None),
            ("db", "DB_HOST", Some(r#""" "db" None"#)),
            ("db", "DB_NAME", None),
            ("12:30", "TIME", None),
            ("a:b", "PAIR", None),
            ("node:18", "IMAGE", None),
            ("10.0.0.1:8080", "PEER", Some(r#""" "10.0.0.1" Some(8080)"#)),
        ] {
            assert_eq!(part(item, variable).as_deref(), expected, "{item}");
        }
    }
}
