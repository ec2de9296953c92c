//! A model as text, for tests: what was read, and the line and column of each part.

use std::fmt::{self, Debug, Display, Write as _};

use plimsoll_diagnostics::{Diagnostic, LineIndex, Span};

use crate::model::{Command, Compose, Healthcheck, Mount, Pair, Port, Service, ServiceNetwork, Typed};
use crate::yaml::{Mapping, Node, Scalar, Yaml};

impl Compose<'_> {
    /// The model as text: one line for each part, with line and column.
    pub fn dump(&self) -> String {
        let mut dump =
            Dump { out: String::new(), lines: LineIndex::new(self.source.raw), text: self.source.raw };
        for service in &self.services {
            dump.service(service);
        }
        dump.mapping(0, &self.fields);
        for comment in &self.comments {
            let kind = if comment.own_line { "comment" } else { "comment behind" };
            dump.line(0, kind, comment.text.raw, comment.text.span);
        }
        for problem in &self.problems {
            dump.problem(problem);
        }
        dump.out
    }
}

/// The name of a form in small letters: `single-quoted`.
fn words(form: impl Debug) -> String {
    let mut words = String::new();
    for letter in format!("{form:?}").chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push('-');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

/// A value, if it is known.
fn known<T: Display>(value: Option<&T>) -> String {
    value.map_or_else(|| "unknown".to_owned(), T::to_string)
}

/// The first and the last of a range of ports.
struct Ports(u16, u16);

impl Display for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ports(first, last) = self;
        if first == last { write!(f, "{first}") } else { write!(f, "{first}-{last}") }
    }
}

struct Dump<'t> {
    out: String,
    lines: LineIndex,
    text: &'t str,
}

/// Keys whose values are shown as the model sees them; all others are shown as they are written.
const MODELLED: [&str; 12] = [
    "build",
    "command",
    "depends_on",
    "deploy",
    "entrypoint",
    "env_file",
    "environment",
    "healthcheck",
    "networks",
    "ports",
    "privileged",
    "volumes",
];

impl Dump<'_> {
    fn place(&self, span: Span) -> String {
        let at = |byte: u32| {
            let place = self.lines.characters(byte, self.text);
            format!("{}:{}", place.line + 1, place.column + 1)
        };
        if span.is_empty() { at(span.start) } else { format!("{}-{}", at(span.start), at(span.end)) }
    }

    fn line(&mut self, depth: usize, label: &str, value: &str, span: Span) {
        let place = self.place(span);
        let value = if value.is_empty() { String::new() } else { format!(" {value}") };
        let _ = writeln!(self.out, "{}{label}{value}  @{place}", "  ".repeat(depth));
    }

    fn scalar(&mut self, depth: usize, label: &str, scalar: Option<&Scalar<'_>>) {
        if let Some(scalar) = scalar {
            self.line(depth, label, &format!("{:?}", scalar.value), scalar.span);
        }
    }

    fn typed<T: std::fmt::Display>(&mut self, depth: usize, label: &str, typed: Option<&Typed<'_, T>>) {
        if let Some(typed) = typed {
            self.line(depth, label, &known(typed.value.as_ref()), typed.span());
        }
    }

    fn mapping(&mut self, depth: usize, mapping: &Mapping<'_>) {
        for entry in &mapping.entries {
            self.line(depth, &format!("key {:?}", entry.key.value), "", entry.key.span);
            self.yaml(depth + 1, &entry.value);
        }
    }

    fn yaml(&mut self, depth: usize, yaml: &Yaml<'_>) {
        match &yaml.node {
            Node::Scalar(scalar) => {
                let style = format!("{} {}", words(scalar.style), words(scalar.kind));
                self.line(depth, &style, &format!("{:?}", scalar.value), yaml.span);
            }
            Node::Sequence(items) => {
                self.line(depth, "list", "", yaml.span);
                for item in items {
                    self.yaml(depth + 1, item);
                }
            }
            Node::Mapping(mapping) => {
                self.line(depth, "mapping", "", yaml.span);
                self.mapping(depth + 1, mapping);
            }
            Node::Alias(alias) => self.line(depth, "alias", alias.name.raw, yaml.span),
        }
    }

    fn service(&mut self, service: &Service<'_>) {
        self.line(0, &format!("service {:?}", service.name.value), "", service.span);
        for entry in &service.fields.entries {
            let key = &*entry.key.value;
            self.line(1, &format!("key {key:?}"), "", entry.key.span);
            if !MODELLED.contains(&key) {
                self.yaml(2, &entry.value);
            }
            match key {
                "build" => self.build(service),
                "command" => self.command(service.command.as_ref()),
                "entrypoint" => self.command(service.entrypoint.as_ref()),
                "environment" => self.pairs(2, "variable", &service.environment),
                "healthcheck" => self.healthcheck(service.healthcheck.as_deref()),
                "ports" => service.ports.iter().for_each(|port| self.port(port)),
                "privileged" => self.typed(2, "privileged", service.privileged.as_ref()),
                "volumes" => service.volumes.iter().for_each(|mount| self.mount(mount)),
                "networks" => service.networks.iter().for_each(|network| self.network(network)),
                "depends_on" => self.depends_on(service),
                "deploy" => self.deploy(service),
                "env_file" => self.env_file(service),
                _ => {}
            }
        }
        for entry in &service.unknown {
            self.line(1, "unknown", &entry.key.value, entry.key.span);
        }
    }

    fn build(&mut self, service: &Service<'_>) {
        let Some(build) = &service.build else { return };
        self.line(2, &format!("build {}", words(build.syntax)), "", build.span);
        self.scalar(3, "context", build.context.as_ref());
        self.scalar(3, "dockerfile", build.dockerfile.as_ref());
        self.scalar(3, "inline", build.dockerfile_inline.as_ref());
        self.scalar(3, "target", build.target.as_ref());
        self.pairs(3, "arg", &build.args);
        self.pairs(3, "context", &build.additional_contexts);
        self.pairs(3, "ssh", &build.ssh);
        for secret in &build.secrets {
            self.scalar(3, "secret", secret.source.as_ref());
        }
    }

    fn command(&mut self, command: Option<&Command<'_>>) {
        let Some(command) = command else { return };
        self.line(2, &format!("command {}", words(command.form)), "", command.span);
        command.words.iter().for_each(|word| self.scalar(3, "word", Some(word)));
    }

    fn pairs(&mut self, depth: usize, label: &str, pairs: &[Pair<'_>]) {
        for pair in pairs {
            self.scalar(depth, label, Some(&pair.name));
            self.scalar(depth + 1, "value", pair.value.as_ref());
        }
    }

    fn healthcheck(&mut self, healthcheck: Option<&Healthcheck<'_>>) {
        let Some(healthcheck) = healthcheck else { return };
        self.line(2, "healthcheck", "", healthcheck.span);
        if let Some(test) = &healthcheck.test {
            self.line(3, &format!("test {}", words(test.form)), "", test.span);
            self.scalar(4, "keyword", test.keyword.as_ref());
            test.words.iter().for_each(|word| self.scalar(4, "word", Some(word)));
        }
        self.typed(3, "disable", healthcheck.disable.as_ref());
        self.scalar(3, "interval", healthcheck.interval.as_ref());
        self.scalar(3, "timeout", healthcheck.timeout.as_ref());
        self.typed(3, "retries", healthcheck.retries.as_ref());
        self.scalar(3, "start period", healthcheck.start_period.as_ref());
        self.scalar(3, "start interval", healthcheck.start_interval.as_ref());
    }

    fn port(&mut self, port: &Port<'_>) {
        self.line(2, &format!("port {}", words(port.syntax)), "", port.span);
        self.scalar(3, "ip", port.host_ip.as_ref());
        for (label, range) in [("published", &port.published), ("target", &port.target)] {
            if let Some(range) = range {
                let ports = known(range.ports.map(|(first, last)| Ports(first, last)).as_ref());
                self.line(3, label, &format!("{:?} = {}", range.text.value, ports), range.text.span);
            }
        }
        self.scalar(3, "protocol", port.protocol.as_ref());
        self.scalar(3, "mode", port.mode.as_ref());
        self.scalar(3, "name", port.name.as_ref());
    }

    fn mount(&mut self, mount: &Mount<'_>) {
        self.line(2, &format!("mount {} {}", words(mount.syntax), words(mount.kind)), "", mount.span);
        self.scalar(3, "source", mount.source.as_ref());
        self.scalar(3, "target", mount.target.as_ref());
        mount.options.iter().for_each(|option| self.scalar(3, "option", Some(option)));
        self.typed(3, "read only", mount.read_only.as_ref());
    }

    fn network(&mut self, network: &ServiceNetwork<'_>) {
        self.line(2, "network", &network.name.value, network.span);
        network.aliases.iter().for_each(|alias| self.scalar(3, "alias", Some(alias)));
        self.scalar(3, "ipv4", network.ipv4_address.as_ref());
        self.scalar(3, "ipv6", network.ipv6_address.as_ref());
    }

    fn depends_on(&mut self, service: &Service<'_>) {
        for item in &service.depends_on {
            self.line(
                2,
                &format!("depends on {} {:?}", words(item.syntax), item.service.value),
                "",
                item.span,
            );
            self.scalar(3, "condition", item.condition.as_ref());
            self.typed(3, "restart", item.restart.as_ref());
            self.typed(3, "required", item.required.as_ref());
        }
    }

    fn deploy(&mut self, service: &Service<'_>) {
        let Some(deploy) = &service.deploy else { return };
        self.line(2, "deploy", "", deploy.span);
        self.typed(3, "replicas", deploy.replicas.as_ref());
        for (label, resources) in [("limits", &deploy.limits), ("reservations", &deploy.reservations)] {
            let Some(resources) = resources else { continue };
            self.line(3, label, "", resources.span);
            self.scalar(4, "cpus", resources.cpus.as_ref());
            self.scalar(4, "memory", resources.memory.as_ref());
            self.typed(4, "pids", resources.pids.as_ref());
        }
        self.scalar(3, "restart condition", deploy.restart_condition.as_ref());
        self.pairs(3, "label", &deploy.labels);
    }

    fn env_file(&mut self, service: &Service<'_>) {
        for file in &service.env_file {
            self.line(2, &format!("env file {}", words(file.syntax)), "", file.span);
            self.scalar(3, "path", file.path.as_ref());
            self.typed(3, "required", file.required.as_ref());
        }
    }

    fn problem(&mut self, problem: &Diagnostic) {
        let what = format!("{}: {}", problem.rule, problem.message);
        self.line(0, "problem", &what, problem.primary.span);
        for label in &problem.related {
            self.line(1, "label", &label.text, label.span);
        }
        if let Some(help) = &problem.help {
            let _ = writeln!(self.out, "  help {help}");
        }
    }
}
