//! What the engine refuses when it makes or starts a container, although Compose takes the file.
//!
//! Sources: moby's `daemon/` and `runconfig/` packages, and docker/compose's `pkg/compose/create.go`. A value with a
//! variable in it is never blamed.

mod capability;
mod network;
mod resource;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use plimsoll_diagnostics::{Span, nearest};

use crate::model::{Compose, Content, Grant, Network, PortRange, Service, Syntax};
use crate::yaml::{Scalar, Yaml};

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
    mounts(service, &mut found);
    security(service, &mut found);
    capability::check(service, &mut found);
    resource::check(service, &mut found);
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
            "expected one of {}",
            known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        ),
    }
}

fn restart(service: &Service<'_>, found: &mut Vec<Refusal>) {
    const POLICIES: [&str; 4] = ["no", "always", "on-failure", "unless-stopped"];
    const CONDITIONS: [&str; 3] = ["none", "on-failure", "any"];
    if let Some(restart) = service.restart.as_ref().filter(|restart| is_known(restart)) {
        let (name, attempts) = restart.value.split_once(':').unwrap_or((&restart.value, ""));
        let counts = attempts.is_empty() || name == "on-failure" && attempts.parse::<u32>().is_ok();
        if !(restart.value.is_empty() || POLICIES.contains(&name) && counts) {
            let message = format!("`{}` is no restart policy", restart.value);
            found.push(Refusal::new(restart.span, message, one_of(name, &POLICIES)));
        }
    }
    let condition = service.deploy.as_ref().and_then(|deploy| deploy.restart_condition.as_ref());
    if let Some(condition) = condition.filter(|condition| is_known(condition)) {
        let name = &*condition.value;
        if !CONDITIONS.contains(&name) && !POLICIES.contains(&name) {
            let message = format!("`{name}` is no condition of a restart policy");
            found.push(Refusal::new(condition.span, message, one_of(name, &CONDITIONS)));
        }
    }
}

/// A word alone must be known (containerd, package `platforms`); `linux/arm64` is taken as it is.
fn platform(service: &Service<'_>, found: &mut Vec<Refusal>) {
    const KNOWN: [&str; 22] = [
        "linux", "windows", "darwin", "macos", "freebsd", "386", "i386", "amd64", "x86_64", "x86-64", "arm",
        "armhf", "armel", "arm64", "aarch64", "loong64", "mips64le", "ppc64le", "riscv64", "s390x", "wasm",
        "wasi",
    ];
    let Some(platform) = service.platform.as_ref().filter(|platform| is_known(platform)) else { return };
    let name = platform.value.to_ascii_lowercase();
    if !name.is_empty() && !name.contains('/') && !KNOWN.contains(&&*name) {
        let message = format!("`{}` is no platform", platform.value);
        found.push(Refusal::new(platform.span, message, "expected one such as `linux/amd64`"));
    }
}

/// Ports in the long syntax and exposed ones: nobody has read the numbers yet.
fn ports(service: &Service<'_>, found: &mut Vec<Refusal>) {
    const PROTOCOLS: [&str; 3] = ["tcp", "udp", "sctp"];
    for port in service.ports.iter().filter(|port| port.syntax == Syntax::Long) {
        let ranges = [&port.target, &port.published].into_iter().flatten();
        let wrong = |range: &&PortRange<'_>| {
            range.ports.is_none_or(|(_, last)| last == 0)
                && is_known(&range.text)
                && !range.text.value.is_empty()
        };
        for range in ranges.filter(wrong).filter(|range| range.text.value != "0") {
            let message = format!("`{}` is no port", range.text.value);
            found.push(Refusal::new(range.text.span, message, "ports go from 1 to 65535"));
        }
        if let Some(protocol) = port.protocol.as_ref().filter(|protocol| is_known(protocol)) {
            let name = protocol.value.to_ascii_lowercase();
            if !name.is_empty() && !PROTOCOLS.contains(&&*name) {
                let message = format!("`{}` is no protocol of a port", protocol.value);
                found.push(Refusal::new(protocol.span, message, one_of(&name, &PROTOCOLS)));
            }
        }
    }
    for port in service.expose.iter().filter(|port| is_known(port)) {
        let (numbers, protocol) = port.value.split_once('/').unwrap_or((&port.value, "tcp"));
        let (first, last) = numbers.split_once('-').unwrap_or((numbers, numbers));
        let is_port = |text: &str| text.parse::<u16>().is_ok();
        let is_good = is_port(first) && is_port(last) && PROTOCOLS.contains(&&*protocol.to_ascii_lowercase());
        if !is_good && !port.value.contains(':') {
            let message = format!("`{}` is no port of a container", port.value);
            found.push(Refusal::new(
                port.span,
                message,
                "expected a number up to 65535, perhaps with `/tcp` or `/udp`",
            ));
        }
    }
}

fn mounts(service: &Service<'_>, found: &mut Vec<Refusal>) {
    for mount in &service.volumes {
        if let Some(target) =
            mount.target.as_ref().filter(|target| is_known(target) && is_relative(&target.value))
        {
            let message = format!("`{}` is no absolute path in the container", target.value);
            found.push(Refusal::new(target.span, message, "start it with `/`"));
        }
    }
    options_of_others(service, found);
}

/// Neither `/data` nor `C:\data`.
fn is_relative(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with(['/', '\\'])
        && !path.get(1..).is_some_and(|rest| rest.starts_with(':'))
}

/// `bind`, `volume`, `tmpfs` or `image` on a mount of another type.
fn options_of_others(service: &Service<'_>, found: &mut Vec<Refusal>) {
    const KINDS: [&str; 4] = ["bind", "volume", "tmpfs", "image"];
    let items = service.get("volumes").and_then(Yaml::as_sequence).unwrap_or_default();
    for mount in items.iter().filter_map(Yaml::as_mapping) {
        let Some(kind) = mount.get("type").and_then(Yaml::as_scalar).filter(|kind| is_known(kind)) else {
            continue;
        };
        let others = KINDS.into_iter().filter(|other| *other != kind.value && KINDS.contains(&&*kind.value));
        for entry in others.filter_map(|other| mount.entry(other)).filter(|entry| !entry.value.is_null()) {
            let key = &entry.key.value;
            let message = format!("`{key}` on a mount of type `{}`", kind.value);
            let help = format!("remove it, or set `type: {key}`");
            found.push(Refusal::new(entry.key.span, message, help).because(kind.span, "is of this type"));
        }
    }
}

fn security(service: &Service<'_>, found: &mut Vec<Refusal>) {
    const NAMES: [&str; 6] =
        ["no-new-privileges", "seccomp", "apparmor", "label", "systempaths", "writable-cgroups"];
    for option in service.security_opt.iter().filter(|option| is_known(option)) {
        let (name, value) = option.value.split_once(['=', ':']).unwrap_or((&option.value, ""));
        let is_bare = value.is_empty() && !matches!(name, "no-new-privileges" | "writable-cgroups");
        if !NAMES.contains(&name) && name != "credentialspec" {
            let message = format!("`{name}` is no option of `security_opt`");
            found.push(Refusal::new(option.span, message, one_of(name, &NAMES)));
        } else if is_bare {
            let message = format!("`{name}` lacks its value");
            found.push(Refusal::new(option.span, message, format!("write `{name}:VALUE`")));
        }
    }
}

/// What a file declares, by name, as far as it decides whether a service can start.
#[derive(Debug, Default)]
pub struct Declared<'c> {
    networks: HashMap<&'c str, &'c Network<'c>>,
    /// Secrets and configs that are no files.
    written: [HashSet<&'c str>; 2],
}

impl<'c> Declared<'c> {
    /// Of a file.
    pub fn new(file: &'c Compose<'c>) -> Declared<'c> {
        let written = |contents: &'c [Content<'c>]| {
            let is_written =
                |content: &&Content<'_>| content.environment.is_some() || content.content.is_some();
            contents.iter().filter(is_written).map(|content| &*content.key.value).collect()
        };
        Declared {
            networks: file.networks.iter().map(|network| (&*network.key.value, network)).collect(),
            written: [written(&file.secrets), written(&file.configs)],
        }
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
        let message = format!("`{name}` cannot be written into a read-only container");
        let refusal = Refusal::new(grant.span, message, "take it from a `file`, which is mounted");
        found.push(refusal.because(flag.span(), "makes it read-only"));
    }
}
