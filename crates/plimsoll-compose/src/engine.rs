//! What the engine refuses when it makes or starts a container, although Compose takes the file.
//!
//! Sources: moby's `daemon/` and `runconfig/` packages, and docker/compose's `pkg/compose/create.go`. A value with a
//! variable in it is never blamed.

mod capability;
pub(crate) mod log;
mod mount;
mod namespace;
mod network;
mod pool;
mod process;
mod resource;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use plimsoll_diagnostics::{Span, nearest};

pub use pool::network_refusals;

use crate::model::{Compose, Content, Grant, Network, PortRange, Protocol, Service, Syntax};
use crate::yaml::{Kind, Scalar};

/// Something that the engine refuses.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// What it is about.
    pub span: Span,
    /// What is wrong, in one line.
    pub message: String,
    /// What is expected instead.
    pub help: Cow<'static, str>,
    /// A second place that makes it wrong, and what is there.
    pub other: Option<(Span, &'static str)>,
}

impl Refusal {
    fn new(span: Span, message: String, help: impl Into<Cow<'static, str>>) -> Refusal {
        Refusal { span, message, help: help.into(), other: None }
    }

    fn because(self, span: Span, what: &'static str) -> Refusal {
        Refusal { other: Some((span, what)), ..self }
    }
}

/// What the engine refuses of a service.
pub fn refusals(service: &Service<'_>, declared: &Declared<'_>) -> Vec<Refusal> {
    let mut found = Vec::new();
    restart(service, &mut found);
    platform(service, &mut found);
    ports(service, &mut found);
    copies(service, declared, &mut found);
    mount::check(service, &mut found);
    security(service, &mut found);
    capability::check(service, &mut found);
    resource::check(service, declared, &mut found);
    process::check(service, &mut found);
    namespace::check(service, &mut found);
    log::check(service, &mut found);
    network::check(service, declared, &mut found);
    secrets(service, declared, &mut found);
    found
}

fn is_known(scalar: &Scalar<'_>) -> bool {
    !scalar.is_interpolated()
}

/// "did you mean …?", else all that is possible.
fn one_of(value: &str, known: &[&'static str]) -> String {
    match nearest(value, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!(
            "use one of {}",
            known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        ),
    }
}

fn restart(service: &Service<'_>, found: &mut Vec<Refusal>) {
    const POLICIES: [&str; 4] = ["no", "always", "on-failure", "unless-stopped"];
    const CONDITIONS: [&str; 3] = ["none", "on-failure", "any"];
    // What is no string was refused before.
    let is_read = |restart: &&Scalar<'_>| is_known(restart) && restart.kind == Kind::String;
    if let Some(restart) = service.restart.as_ref().filter(is_read) {
        let (name, attempts) = restart.value.split_once(':').unwrap_or((&restart.value, ""));
        // Compose reads a limit that is no number as 0 (compose, `getRestartPolicy`).
        let limit = attempts.split(':').next().and_then(|limit| limit.parse::<i64>().ok()).unwrap_or(0);
        let counts = limit == 0 || name == "on-failure" && limit > 0;
        if !(restart.value.is_empty() || POLICIES.contains(&name) && counts) {
            let message = format!("`{}` is not a valid restart policy", restart.value);
            let help = match name {
                "never" | "none" | "off" => "write `restart: \"no\"`".to_owned(),
                _ => one_of(name, &POLICIES),
            };
            found.push(Refusal::new(restart.span, message, help));
        }
    }
    let condition = service.deploy.as_ref().and_then(|deploy| deploy.restart_condition.as_ref());
    if let Some(condition) = condition.filter(|condition| is_known(condition)) {
        let name = &*condition.value;
        if !CONDITIONS.contains(&name) && !POLICIES.contains(&name) {
            let message = format!("`{name}` is not a valid restart condition");
            found.push(Refusal::new(condition.span, message, one_of(name, &CONDITIONS)));
        }
    }
}

/// A word alone must be known; `linux/arm64` is taken as it is, if there are no more than three parts (containerd, package
/// `platforms`).
fn platform(service: &Service<'_>, found: &mut Vec<Refusal>) {
    const KNOWN: [&str; 22] = [
        "linux", "windows", "darwin", "macos", "freebsd", "386", "i386", "amd64", "x86_64", "x86-64", "arm",
        "armhf", "armel", "arm64", "aarch64", "loong64", "mips64le", "ppc64le", "riscv64", "s390x", "wasm",
        "wasi",
    ];
    let Some(platform) = service.platform.as_ref().filter(|platform| is_known(platform)) else { return };
    let name = platform.value.to_ascii_lowercase();
    let is_good = match name.split('/').count() {
        1 => name.is_empty() || KNOWN.contains(&&*name),
        parts => parts <= 3,
    };
    if !is_good {
        let message = format!("`{}` is not a valid platform", platform.value);
        found.push(Refusal::new(platform.span, message, "use a platform such as `linux/amd64`"));
    }
}

/// Ports and addresses that several containers of one service cannot all have.
fn copies(service: &Service<'_>, declared: &Declared<'_>, found: &mut Vec<Refusal>) {
    let deploy = service.deploy.as_ref().filter(|_| !declared.is_for_swarm);
    let replicas = deploy.and_then(|deploy| deploy.replicas.as_ref());
    let Some(scale) = service.scale.as_ref().or(replicas).filter(|scale| is_known(&scale.scalar)) else {
        return;
    };
    let Some(count) = scale.value.filter(|count| *count > 1) else { return };
    // The network of another has its ports.
    let own_ports = service.ports.iter().filter(|_| service.network_mode.is_none());
    for port in own_ports.filter_map(|port| port.published.as_ref()) {
        let Some((first, last)) = port.ports.filter(|(first, _)| *first != 0) else { continue };
        let free = i64::from(last.saturating_sub(first)) + 1;
        if free >= count {
            continue;
        }
        let message = match free {
            1 => format!("only one container can use host port {first}"),
            _ => format!("{free} host ports are not enough for {count} containers"),
        };
        let refusal = Refusal::new(port.text.span, message, "remove the host port, or use a larger range");
        found.push(refusal.because(scale.span(), "more than one container is requested here"));
    }
    let addresses = service.networks.iter().flat_map(|it| [&it.ipv4_address, &it.ipv6_address]).flatten();
    for address in addresses.filter(|address| is_known(address)) {
        let message = format!("only one container can use address `{}`", address.value);
        let refusal = Refusal::new(
            address.span,
            message,
            "remove this address: the engine then assigns one to each container",
        );
        found.push(refusal.because(scale.span(), "more than one container is requested here"));
    }
}

/// Ports in the long syntax and exposed ones: nobody has read the numbers yet.
fn ports(service: &Service<'_>, found: &mut Vec<Refusal>) {
    for port in service.ports.iter().filter(|port| port.syntax == Syntax::Long) {
        let ranges = [&port.target, &port.published].into_iter().flatten();
        let wrong = |range: &&PortRange<'_>| {
            range.ports.is_none_or(|(_, last)| last == 0)
                && is_known(&range.text)
                && !range.text.value.is_empty()
        };
        for range in ranges.filter(wrong).filter(|range| range.text.value != "0") {
            let message = format!("`{}` is not a valid port", range.text.value);
            found.push(Refusal::new(range.text.span, message, "use a port from 1 to 65535"));
        }
        if let Some(protocol) = port.protocol.as_ref().filter(|protocol| is_known(protocol)) {
            let name = protocol.value.to_ascii_lowercase();
            if !name.is_empty() && Protocol::from_name(&name).is_none() {
                let message = format!("`{}` is not a valid port protocol", protocol.value);
                found.push(Refusal::new(protocol.span, message, one_of(&name, &Protocol::NAMES)));
            }
        }
    }
    for port in service.expose.iter().filter(|port| is_known(port)) {
        let (numbers, protocol) = port.value.split_once('/').unwrap_or((&port.value, "tcp"));
        let (first, last) = numbers.split_once('-').unwrap_or((numbers, numbers));
        let is_range = first.parse::<u16>().is_ok_and(|first| last.parse().is_ok_and(|last| first <= last));
        let is_good = is_range && Protocol::from_name(protocol).is_some();
        if !is_good && !port.value.contains(':') {
            let message = format!("`{}` is not a valid container port", port.value);
            found.push(Refusal::new(
                port.span,
                message,
                "use a number up to 65535, optionally with `/tcp` or `/udp`",
            ));
        }
    }
}

fn security(service: &Service<'_>, found: &mut Vec<Refusal>) {
    const NAMES: [&str; 6] =
        ["no-new-privileges", "seccomp", "apparmor", "label", "systempaths", "writable-cgroups"];
    // What Go's `ParseBool` takes.
    const TRUTHS: [&str; 13] =
        ["", "1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"];
    for option in service.security_opt.iter().filter(|option| is_known(option)) {
        let (name, value) = option.value.split_once(['=', ':']).unwrap_or((&option.value, ""));
        let is_bare = value.is_empty() && !matches!(name, "no-new-privileges" | "writable-cgroups");
        if !NAMES.contains(&name) && name != "credentialspec" {
            let message = format!("`{name}` is not a valid `security_opt` option");
            found.push(Refusal::new(option.span, message, one_of(name, &NAMES)));
        } else if is_bare {
            let message = format!("`{name}` has no value");
            found.push(Refusal::new(option.span, message, format!("write `{name}:VALUE`")));
        } else if name == "no-new-privileges" && !TRUTHS.contains(&value) {
            let message = format!("`{value}` is not a valid value for `no-new-privileges`");
            found.push(Refusal::new(option.span, message, "use `true` or `false`"));
        }
    }
}

/// What a file declares, by name, as far as it decides whether a service can start.
#[derive(Debug, Default)]
pub struct Declared<'c> {
    networks: HashMap<&'c str, &'c Network<'c>>,
    /// Who was given an address of a network first: by network and address.
    addresses: HashMap<(&'c str, &'c str), (&'c Service<'c>, Span)>,
    /// Secrets and configs that are no files.
    written: [HashSet<&'c str>; 2],
    /// Whether what is not declared here is declared nowhere.
    is_complete: bool,
    /// Whether Swarm spreads the containers of a service over machines.
    is_for_swarm: bool,
}

impl<'c> Declared<'c> {
    /// Of a file, which is all that Compose reads, or a part of it.
    pub fn new(file: &'c Compose<'c>, is_complete: bool) -> Declared<'c> {
        let written = |contents: &'c [Content<'c>]| {
            let is_written =
                |content: &&Content<'_>| content.environment.is_some() || content.content.is_some();
            contents.iter().filter(is_written).map(|content| &*content.key.value).collect()
        };
        let mut addresses = HashMap::new();
        for service in &file.services {
            for network in &service.networks {
                let given = [&network.ipv4_address, &network.ipv6_address].into_iter().flatten();
                for address in given.filter(|address| is_known(address)) {
                    let key = (&*network.name.value, &*address.value);
                    addresses.entry(key).or_insert((service, address.span));
                }
            }
        }
        Declared {
            addresses,
            networks: file.networks.iter().map(|network| (&*network.key.value, network)).collect(),
            written: [written(&file.secrets), written(&file.configs)],
            is_complete,
            is_for_swarm: false,
        }
    }

    /// The same where Swarm deploys the file: it publishes a port once for all containers of a service.
    #[must_use]
    pub fn for_swarm(self, is_for_swarm: bool) -> Declared<'c> {
        Declared { is_for_swarm, ..self }
    }

    /// Secrets and configs that Compose writes into the container of a service, because they are no files.
    pub fn written_grants<'g, 's>(&self, service: &'g Service<'s>) -> Vec<&'g Grant<'s>> {
        let sides = [&service.secrets, &service.configs].into_iter().zip(&self.written);
        let name = |grant: &Grant<'_>| grant.source.as_ref().map(|source| source.value.to_string());
        sides
            .flat_map(|(grants, written)| {
                grants.iter().filter(move |grant| name(grant).is_some_and(|name| written.contains(&*name)))
            })
            .collect()
    }
}

/// Those of a container that cannot be written to.
fn secrets(service: &Service<'_>, declared: &Declared<'_>, found: &mut Vec<Refusal>) {
    let Some(flag) = service.read_only.as_ref().filter(|flag| flag.is(true)) else { return };
    for grant in declared.written_grants(service) {
        let name = grant.source.as_ref().map_or("", |source| &source.value);
        let message = format!("`{name}` cannot be written to a read-only container");
        let refusal = Refusal::new(grant.span, message, "set `file` instead: files are bind-mounted");
        found.push(refusal.because(flag.span(), "`read_only` is set here"));
    }
}
