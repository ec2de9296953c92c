//! What the words mean of which a service has one: whose namespaces it uses, when it is started again, what it waits for.

use crate::yaml::Scalar;

/// Whose network a container uses: `network_mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkMode<'m> {
    /// That of the host.
    Host,
    /// None at all.
    None,
    /// The bridge that all containers of the host share.
    Bridge,
    /// That of another service.
    Service(&'m str),
    /// That of a container, whoever runs it.
    Container(&'m str),
    /// Any other word: the name of a network, a mode of another engine, or one with a variable in it.
    Other(&'m str),
}

/// Whose processes, memory, host name or users a container has: `pid`, `ipc`, `uts`, `userns_mode`, `cgroup`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespace<'m> {
    /// Those of the host.
    Host,
    /// Those of another service.
    Service(&'m str),
    /// Those of a container, whoever runs it.
    Container(&'m str),
    /// Any other word: its own in one way or another, or one with a variable in it.
    Other(&'m str),
}

/// When the engine starts a container again: `restart`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restart<'m> {
    /// Never.
    No,
    /// Each time that it ends.
    Always,
    /// The same, unless somebody stopped it.
    UnlessStopped,
    /// When it fails.
    OnFailure {
        /// How often at most, as it is written.
        attempts: Option<&'m str>,
    },
    /// Any other word.
    Other(&'m str),
}

/// What is waited for before a service starts: `condition` of `depends_on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition<'m> {
    /// The start of the other.
    Started,
    /// The first time that its health check succeeds.
    Healthy,
    /// Its end, without an error.
    Completed,
    /// Any other word.
    Other(&'m str),
}

/// The protocol of a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// TCP, which is meant when none is named.
    Tcp,
    /// UDP.
    Udp,
    /// SCTP.
    Sctp,
}

impl<'m> NetworkMode<'m> {
    /// What a word means.
    pub fn of(mode: &'m Scalar<'_>) -> NetworkMode<'m> {
        match (&*mode.value, Namespace::of(mode)) {
            ("none", _) => NetworkMode::None,
            ("bridge", _) => NetworkMode::Bridge,
            (_, Namespace::Host) => NetworkMode::Host,
            (_, Namespace::Service(name)) => NetworkMode::Service(name),
            (_, Namespace::Container(name)) => NetworkMode::Container(name),
            (_, Namespace::Other(word)) => NetworkMode::Other(word),
        }
    }
}

impl<'m> Namespace<'m> {
    /// What a word means.
    pub fn of(mode: &'m Scalar<'_>) -> Namespace<'m> {
        let word = &*mode.value;
        match word.split_once(':') {
            None if word == "host" => Namespace::Host,
            Some(("service", name)) => Namespace::Service(name),
            Some(("container", name)) => Namespace::Container(name),
            _ => Namespace::Other(word),
        }
    }
}

impl<'m> Restart<'m> {
    /// What a word means.
    pub fn of(policy: &'m Scalar<'_>) -> Restart<'m> {
        match &*policy.value {
            "no" => Restart::No,
            // The second is the word of `deploy.restart_policy`.
            "always" | "any" => Restart::Always,
            "unless-stopped" => Restart::UnlessStopped,
            "on-failure" => Restart::OnFailure { attempts: None },
            word => match word.strip_prefix("on-failure:") {
                Some(attempts) => Restart::OnFailure { attempts: Some(attempts) },
                None => Restart::Other(word),
            },
        }
    }

    /// Whether the container never ends for good.
    pub fn is_endless(self) -> bool {
        matches!(self, Restart::Always | Restart::UnlessStopped)
    }
}

impl<'m> Condition<'m> {
    /// What a word means; none means that the start is waited for.
    pub fn of(condition: Option<&'m Scalar<'_>>) -> Condition<'m> {
        match condition.map(|condition| &*condition.value) {
            None | Some("service_started") => Condition::Started,
            Some("service_healthy") => Condition::Healthy,
            Some("service_completed_successfully") => Condition::Completed,
            Some(word) => Condition::Other(word),
        }
    }

    /// The word.
    pub fn name(self) -> &'m str {
        match self {
            Condition::Started => "service_started",
            Condition::Healthy => "service_healthy",
            Condition::Completed => "service_completed_successfully",
            Condition::Other(word) => word,
        }
    }
}

impl Protocol {
    /// The names of all of them.
    pub const NAMES: [&'static str; 3] = ["tcp", "udp", "sctp"];

    /// The protocol with this name, in any letter case.
    pub fn from_name(name: &str) -> Option<Protocol> {
        let all = [Protocol::Tcp, Protocol::Udp, Protocol::Sctp];
        let mut named = all.into_iter().zip(Protocol::NAMES);
        named.find(|(_, own)| own.eq_ignore_ascii_case(name)).map(|(protocol, _)| protocol)
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Span};

    use super::*;

    fn word(text: &str) -> Scalar<'_> {
        Scalar::implied(text, Span::at(FileId::FIRST, 0))
    }

    #[test]
    fn words_have_meanings() {
        assert_eq!(NetworkMode::of(&word("service:db")), NetworkMode::Service("db"));
        assert_eq!(NetworkMode::of(&word("bridge")), NetworkMode::Bridge);
        assert_eq!(NetworkMode::of(&word("ns:/proc/1")), NetworkMode::Other("ns:/proc/1"));
        assert_eq!(Namespace::of(&word("host")), Namespace::Host);
        assert_eq!(Namespace::of(&word("host:x")), Namespace::Other("host:x"));
        assert_eq!(Restart::of(&word("on-failure:3")), Restart::OnFailure { attempts: Some("3") });
        assert_eq!(Restart::of(&word("on-failures")), Restart::Other("on-failures"));
        assert_eq!(Condition::of(None).name(), "service_started");
        assert_eq!(Condition::of(Some(&word("service_completed_successfully"))), Condition::Completed);
        assert_eq!(Protocol::from_name("UDP"), Some(Protocol::Udp));
        assert_eq!(Protocol::from_name(""), None);
    }
}
