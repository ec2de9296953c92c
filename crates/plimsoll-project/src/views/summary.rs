//! What a service will really run with, each part with the place that decided it.

use plimsoll_compose::interpolate::Template;
use plimsoll_compose::{self as compose, MountKind, Port, yaml::Scalar};
use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::{Form, Kind};

use crate::{Base, Build, Container, Healthcheck, Program, Reach, Value, path, secrets};

/// A part of what a service runs with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is: `user`, `command`. Several in a row may have the same.
    pub key: &'static str,
    /// What holds; `unknown` where files do not tell.
    pub value: String,
    /// What decided it, or what hides it.
    pub place: Option<Span>,
}

/// Limits, and where each is looked for: in the service, and under `deploy.resources.limits`.
const LIMITS: [(&str, &str, &str); 3] =
    [("memory", "mem_limit", "memory"), ("cpus", "cpus", "cpus"), ("pids", "pids_limit", "pids")];

/// Settings that are shown as they are written.
const SETTINGS: [&str; 8] =
    ["restart", "privileged", "read_only", "cap_add", "cap_drop", "security_opt", "profiles", "network_mode"];

impl Container<'_> {
    /// What it runs with, `reach` being how the outside gets to it.
    pub fn summary(&self, reach: Option<Reach<'_>>) -> Vec<Fact> {
        let mut sheet = Sheet(Vec::new());
        self.image_facts(&mut sheet);
        match (self.user(), &self.service.user) {
            (Value::Unknown { because }, Some(written)) if written.span == because => {
                sheet.say("user", as_written(written), because);
            }
            (user, _) => sheet.value("user", &user, |user| {
                let then = if self.drops_privileges() {
                    ", then another user (the entrypoint switches)"
                } else {
                    ""
                };
                format!("{user}{then}")
            }),
        }
        let is_image_known = self.running_image().is_known();
        sheet.of_image("entrypoint", &self.entrypoint(), is_image_known, program);
        sheet.of_image("command", &self.cmd(), is_image_known, program);
        match self.workdir_below_image().filter(|_| is_image_known) {
            Some((path, place)) => {
                sheet.say("working_dir", format!("{path}, relative to the image's working directory"), place);
            }
            None => {
                sheet.of_image("working_dir", &self.workdir(), is_image_known, |path| (*path).to_owned());
            }
        }
        self.environment_facts(&mut sheet);
        sheet.value("healthcheck", &self.healthcheck(), health);
        for item in &self.service.depends_on {
            let condition = item.awaits().name();
            sheet.say("depends_on", format!("{}, {condition}", item.service.value), item.span);
        }
        self.network_facts(reach, &mut sheet);
        for (mount, target) in self.mounted() {
            let source = mount.source.as_ref().map_or("anonymous volume", |source| &*source.value);
            let kind = if mount.kind == MountKind::Volume && mount.source.is_some() { "volume " } else { "" };
            let only = if mount.is_read_only() { ", read-only" } else { "" };
            sheet.say("mounts", format!("{kind}{source} → {target}{only}"), mount.span);
        }
        for (target, declared) in self.unmounted_volumes() {
            sheet.say("mounts", format!("anonymous volume → {target}"), declared);
        }
        for item in &self.service.tmpfs {
            sheet.say("mounts", format!("tmpfs → {}", item.value), item.span);
        }
        let deploy = self.service.get("deploy").and_then(|deploy| deploy.get("resources")?.get("limits"));
        for (key, own, of_deploy) in LIMITS {
            let limit = deploy.and_then(|limits| limits.get(of_deploy)).or_else(|| self.service.get(own));
            match limit.and_then(|limit| limit.as_scalar()) {
                Some(limit) => sheet.say(key, as_written(limit), limit.span),
                None => sheet.0.push(Fact { key, value: "no limit".to_owned(), place: None }),
            }
        }
        for key in SETTINGS {
            let Some(value) = self.service.get(key) else { continue };
            let items = value.as_sequence().unwrap_or(std::slice::from_ref(value));
            for scalar in items.iter().filter_map(|item| item.as_scalar()) {
                sheet.say(key, as_written(scalar), scalar.span);
            }
        }
        sheet.0
    }

    /// Its variables, secrets left out of sight.
    fn environment_facts(&self, sheet: &mut Sheet) {
        for (pair, value) in self.service.environment.iter().zip(self.environment()) {
            let name = &pair.name.value;
            let text = match (&pair.value, value) {
                (None, _) => format!("{name}, from the caller's environment"),
                (_, Value::Known { value, .. }) => variable(name, value),
                (Some(written), _) if secrets::is_private(name, &written.value) => {
                    variable(name, &written.value)
                }
                (Some(written), _) => format!("{name}={}", as_written(written)),
            };
            sheet.say("environment", text, pair.span);
        }
        // What the Dockerfile sets and the service leaves as it is.
        let own = self.stage().into_iter().flat_map(|stage| stage.environment());
        for (name, value) in own.filter(|(name, _)| !self.given_env(name).is_known()) {
            let text = match value {
                Value::Known { value, .. } => variable(name, value),
                Value::Unset | Value::Unknown { .. } => format!("{name}, {UNKNOWN}"),
            };
            let place = value.set_at().or_else(|| value.because());
            sheet.0.push(Fact { key: "environment", value: text, place });
        }
        for path in self.service.env_file.iter().filter_map(|file| file.path.as_ref()) {
            sheet.say("env_file", path.value.clone().into_owned(), path.span);
        }
        for (key, grants, folder) in
            [("secrets", &self.service.secrets, "/run/secrets/"), ("configs", &self.service.configs, "/")]
        {
            for grant in grants {
                let Some(source) = &grant.source else { continue };
                let target = grant.target.as_ref().unwrap_or(source);
                let folder = if target.value.starts_with('/') { "" } else { folder };
                sheet.say(key, format!("{} → {folder}{}", source.value, target.value), grant.span);
            }
        }
    }

    /// The working directory, where it is relative to one that the image has: the path from there on, and the last
    /// WORKDIR.
    fn workdir_below_image(&self) -> Option<(String, Span)> {
        self.workdir().because()?;
        let mut below: Option<(String, Span)> = None;
        for instruction in self.stage()?.instructions() {
            let Kind::Workdir(workdir) = &instruction.kind else { continue };
            let path = workdir.path.literal()?;
            if !path::is_relative(&path) {
                return None;
            }
            let before = below.map(|(path, _)| path).unwrap_or_default();
            below = Some((path::join(&before, &path), workdir.path.text.span));
        }
        below
    }

    fn image_facts(&self, sheet: &mut Sheet) {
        match self.build() {
            Build::NotBuilt => {}
            Build::Linked { file, stage: Some(stage) } => {
                let name = match stage.name() {
                    Some(name) => format!("stage `{}` of ", name.value),
                    None if file.stages().len() == 1 => String::new(),
                    None => format!("stage {} of ", stage.index()),
                };
                sheet.say(
                    "builds",
                    format!("{name}{}", file.path),
                    stage.from_instruction().map_or(stage.span(), |from| from.span),
                );
                match stage.root_base() {
                    Base::Image(image) => sheet.say("from", image.to_string(), image.span),
                    Base::Scratch => sheet.say("from", "scratch".to_owned(), stage.root().span()),
                    Base::Unknown { because } => sheet.say("from", UNKNOWN.to_owned(), because),
                    Base::Stage(_) => {}
                }
            }
            Build::Linked { file, stage: None } => {
                sheet.say("builds", format!("no stage of {}", file.path), self.service.key_span("build"));
            }
            Build::Missing { path, span, .. } => {
                sheet.say("builds", format!("{path}, which is missing"), span);
            }
            Build::Unknown { because } => sheet.say("builds", UNKNOWN.to_owned(), because),
        }
        match (self.image(), &self.service.image) {
            (Value::Unset, _) => {}
            (Value::Unknown { because }, Some(written)) => sheet.say("image", as_written(written), because),
            (image, _) => sheet.value("image", &image, ToString::to_string),
        }
    }

    fn network_facts(&self, reach: Option<Reach<'_>>, sheet: &mut Sheet) {
        for port in self.published() {
            let text = published(port);
            let host = port.published.as_ref().map(|range| &*range.text.value);
            let remark = host.and_then(|host| unset(host, "any host port")).unwrap_or_default();
            sheet.say("ports", text + &remark, port.span);
        }
        let owner = self.app.network_owner(self.service);
        if let (Some(owner), Some(mode)) = (owner, &self.service.network_mode) {
            sheet.say("networks", format!("shared with `{}`", owner.name.value), mode.span);
            for port in &owner.ports {
                sheet.say("ports", format!("{}, through `{}`", published(port), owner.name.value), port.span);
            }
        }
        for port in self.exposed() {
            sheet.value("exposes", &port, |port| port.clone().into_owned());
        }
        for network in self.networks() {
            let kind = match network.declared {
                Some(own) if own.internal.is_some() => ", internal",
                Some(own) if own.external.is_some() => ", external",
                _ => "",
            };
            sheet.say("networks", format!("{}{kind}", network.name), network.span);
        }
        let value = match reach {
            None => "nowhere outside".to_owned(),
            Some(Reach { through: None, is_local: false, .. }) => "outside".to_owned(),
            Some(Reach { through: None, is_local: true, .. }) => "only the host".to_owned(),
            Some(Reach { through: Some((index, network)), hops, is_local }) => {
                let name = self.project.container(index).map_or("", |container| container.name());
                let who = if is_local { "only the host," } else { "outside," };
                let away = if is_local { "the host" } else { "outside" };
                let more =
                    if hops > 1 { format!(", {hops} services away from {away}") } else { String::new() };
                format!("{who} through `{name}` on network `{network}`{more}")
            }
        };
        sheet.0.push(Fact { key: "reachable from", value, place: None });
    }
}

const UNKNOWN: &str = "unknown";

/// A variable and its value, unless that is a secret.
fn variable(name: &str, value: &str) -> String {
    if secrets::is_private(name, value) {
        return format!("{name}=…, a secret");
    }
    format!("{name}={}", value.replace('\n', " "))
}

/// A value as it is written, and what becomes of it where its variables have no value.
fn as_written(scalar: &Scalar<'_>) -> String {
    let remark = unset(&scalar.value, "empty").unwrap_or_default();
    format!("{}{remark}", scalar.value.replace('\n', " "))
}

/// The variables of a text that have no value here, and what becomes of it; `empty` says what nothing means.
fn unset(text: &str, empty: &str) -> Option<String> {
    let expansion = Template::parse(text).expand(|_| None);
    let (mut names, result) = match (&*expansion.missing, &*expansion.value) {
        ([], "") => (expansion.unset, empty.to_owned()),
        ([], value) => (expansion.unset, format!("`{}`", value.replace('\n', " "))),
        (..) => (expansion.missing, "Compose stops".to_owned()),
    };
    names.dedup();
    let are = if names.len() == 1 { "is" } else { "are" };
    (!names.is_empty()).then(|| format!(" ({} {are} unset here: {result})", names.join(" and ")))
}

struct Sheet(Vec<Fact>);

impl Sheet {
    fn say(&mut self, key: &'static str, value: String, place: Span) {
        self.0.push(Fact { key, value, place: Some(place) });
    }

    /// What the image decides where nobody else does.
    fn of_image<T>(
        &mut self,
        key: &'static str,
        value: &Value<T>,
        is_image_known: bool,
        show: impl FnOnce(&T) -> String,
    ) {
        match value {
            Value::Unknown { because } if is_image_known => {
                self.say(key, "set by the image".to_owned(), *because);
            }
            _ => self.value(key, value, show),
        }
    }

    fn value<T>(&mut self, key: &'static str, value: &Value<T>, show: impl FnOnce(&T) -> String) {
        let (value, place) = match value {
            Value::Known { value, set_at } => (show(value), Some(*set_at)),
            Value::Unset => ("none".to_owned(), None),
            Value::Unknown { because } => (UNKNOWN.to_owned(), Some(*because)),
        };
        self.0.push(Fact { key, value, place });
    }
}

/// `127.0.0.1:8080 → 80/tcp`, as far as it is written.
pub(crate) fn published(port: &Port<'_>) -> String {
    let text = |scalar: &Option<Scalar<'_>>| scalar.as_ref().map(|scalar| scalar.value.clone().into_owned());
    let range = |range: &Option<compose::PortRange<'_>>| {
        range.as_ref().map(|range| range.text.value.clone().into_owned())
    };
    let host = text(&port.host_ip).map(|ip| format!("{ip}:")).unwrap_or_default();
    let outside = range(&port.published).unwrap_or_else(|| "any".to_owned());
    let protocol = text(&port.protocol).map(|protocol| format!("/{protocol}")).unwrap_or_default();
    format!("{host}{outside} → {}{protocol}", range(&port.target).unwrap_or_else(|| UNKNOWN.to_owned()))
}

fn program(program: &Program<'_>) -> String {
    let text = match program {
        Program::Instruction(line) => match &line.form {
            Form::Shell(text) => text.text.trim().replace('\n', " "),
            Form::Exec(words) => words.iter().map(|word| quoted(&word.value)).collect::<Vec<_>>().join(" "),
        },
        Program::Service(command) => words(&command.words),
    };
    secrets::concealed(&text)
}

fn words(words: &[Scalar<'_>]) -> String {
    // One is all of a script.
    if let [only] = words {
        return only.value.replace('\n', " ");
    }
    words.iter().map(|word| quoted(&word.value)).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    if word.is_empty() || word.contains([' ', '\n', '\t']) {
        format!("'{}'", word.replace('\n', " "))
    } else {
        word.to_owned()
    }
}

fn health(check: &Healthcheck<'_>) -> String {
    match check {
        Healthcheck::Disabled => "disabled".to_owned(),
        Healthcheck::OfImage => "set by the image".to_owned(),
        Healthcheck::Instruction(check) => match &check.test {
            plimsoll_dockerfile::HealthcheckTest::Cmd(_, line) => program(&Program::Instruction(line)),
            plimsoll_dockerfile::HealthcheckTest::None(_) => "disabled".to_owned(),
        },
        Healthcheck::Service(check) => {
            check.test.as_ref().map(|test| secrets::concealed(&words(&test.words))).unwrap_or_default()
        }
    }
}
