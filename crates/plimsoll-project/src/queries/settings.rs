//! How a container is run: namespaces, rights, limits, logs. Each answer has the place that decided it, so that a rule
//! does not ask in which kind of file it stands.

use plimsoll_compose::yaml::{Scalar, Yaml};
use plimsoll_compose::{Device, Namespace, NetworkMode, Restart};
use plimsoll_diagnostics::Span;

use crate::{Container, Value};

/// What a container may have of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// Memory: `ipc`.
    Memory,
    /// The name of the host: `uts`.
    HostName,
    /// The users: `userns_mode`.
    Users,
    /// The tree of control groups: `cgroup`.
    ControlGroups,
    /// The processes: `pid`.
    Processes,
}

impl Shared {
    /// The setting that says whose it is.
    pub fn key(self) -> &'static str {
        match self {
            Shared::Memory => "ipc",
            Shared::HostName => "uts",
            Shared::Users => "userns_mode",
            Shared::ControlGroups => "cgroup",
            Shared::Processes => "pid",
        }
    }
}

impl<'p> Container<'p> {
    /// What a message calls it: "service `web`".
    pub fn title(&self) -> String {
        match self.line() {
            Some(line) => {
                let name = line.command.flags.get("--name").and_then(|flag| flag.value.as_ref()?.text());
                match (name, self.image().get()) {
                    (Some(name), _) => format!("container `{name}`"),
                    (None, Some(image)) => format!("the `{image}` container"),
                    (None, None) => "the container".to_owned(),
                }
            }
            None => format!("service `{}`", self.name()),
        }
    }

    /// What builds it, for a message: "service `web`", "`docker build`".
    pub fn builder(&self) -> String {
        match self.line() {
            Some(line) if line.command.command.is_empty() => "this step".to_owned(),
            Some(line) => format!("`{}`", line.command.title()),
            None => self.title(),
        }
    }

    /// What is built, for a message: "`web`", "`acme/api:3`", "this image".
    pub fn built_name(&self) -> String {
        match self.line() {
            Some(_) if self.service.image.is_none() => "this image".to_owned(),
            Some(_) => self.image().get().map_or("this image".to_owned(), |image| format!("`{image}`")),
            None => format!("`{}`", self.name()),
        }
    }

    /// Whose network it uses.
    pub fn network_mode(&self) -> Value<NetworkMode<'p>> {
        self.setting(self.service.network_mode.as_ref(), NetworkMode::of)
    }

    /// Whose processes, memory or users it has.
    pub fn namespace(&self, shared: Shared) -> Value<Namespace<'p>> {
        self.setting(self.scalar(shared.key()), Namespace::of)
    }

    /// When it is started again.
    pub fn restart(&self) -> Value<Restart<'p>> {
        self.setting(self.service.restart.as_ref(), Restart::of)
    }

    /// Whether it has all rights of its host.
    pub fn is_privileged(&self) -> Value<bool> {
        let Some(flag) = &self.service.privileged else { return self.absent() };
        match flag.value {
            Some(value) => Value::known(value, flag.span()),
            None => Value::Unknown { because: flag.span() },
        }
    }

    /// The capabilities that it is given.
    pub fn added_capabilities(&self) -> &'p [Scalar<'p>] {
        &self.service.cap_add
    }

    /// How it is confined, option by option.
    pub fn security_options(&self) -> &'p [Scalar<'p>] {
        &self.service.security_opt
    }

    /// The devices of the host that it is given.
    pub fn devices(&self) -> &'p [Device<'p>] {
        &self.service.devices
    }

    /// The control group of the host in which its own is.
    pub fn cgroup_parent(&self) -> Option<&'p Scalar<'p>> {
        self.scalar("cgroup_parent").filter(|parent| !parent.is_null())
    }

    /// Where its logs go.
    pub fn log_driver(&self) -> Value<&'p str> {
        let driver = self.service.logging.as_ref().and_then(|logging| logging.driver.as_ref());
        self.setting(driver, |driver| &*driver.value)
    }

    /// Where a setting is named; its own name when it is not.
    pub fn setting_span(&self, key: &str) -> Span {
        self.service.key_span(key)
    }

    fn scalar(&self, key: &str) -> Option<&'p Scalar<'p>> {
        self.service.get(key).and_then(Yaml::as_scalar)
    }

    /// What a word of the service means. One with a variable in it may be any.
    fn setting<T>(&self, scalar: Option<&'p Scalar<'p>>, of: impl FnOnce(&'p Scalar<'p>) -> T) -> Value<T> {
        match scalar {
            Some(scalar) if scalar.value.contains('$') => Value::Unknown { because: scalar.span },
            Some(scalar) => Value::known(of(scalar), scalar.span),
            None => self.absent(),
        }
    }

    /// What nobody says, unless another service does that this one extends.
    fn absent<T>(&self) -> Value<T> {
        self.inherited().unwrap_or(Value::Unset)
    }
}
