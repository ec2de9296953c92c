//! Ports that a service publishes.

use plimsoll_diagnostics::Span;

use super::Syntax;
use crate::yaml::Scalar;

/// An item of `ports`: `[IP:][HOST[-HOST]:]CONTAINER[-CONTAINER][/PROTOCOL]`, or a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Port<'s> {
    /// A string or a mapping.
    pub syntax: Syntax,
    /// The address of the host; without brackets.
    pub host_ip: Option<Scalar<'s>>,
    /// The port of the host, or a range of them; `None` lets the engine choose.
    pub published: Option<PortRange<'s>>,
    /// The port of the container, or a range of them.
    pub target: Option<PortRange<'s>>,
    /// `tcp`, `udp` …; `None` is `tcp`.
    pub protocol: Option<Scalar<'s>>,
    /// `mode`, of the long syntax.
    pub mode: Option<Scalar<'s>>,
    /// `app_protocol`, of the long syntax.
    pub app_protocol: Option<Scalar<'s>>,
    /// `name`, of the long syntax.
    pub name: Option<Scalar<'s>>,
    /// The item as it is written, when it is a scalar.
    pub text: Option<Scalar<'s>>,
    /// The item.
    pub span: Span,
}

/// A port, or a range of ports.
#[derive(Clone, Debug, PartialEq)]
pub struct PortRange<'s> {
    /// As it is written.
    pub text: Scalar<'s>,
    /// First and last port, the same for a single one; `None` when a variable is in it or it is no number.
    pub ports: Option<(u16, u16)>,
}
