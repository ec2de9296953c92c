//! Ports that a service publishes.

use std::net::IpAddr;
use std::ops::Range;

use plimsoll_diagnostics::{Diagnostic, Span};

use super::{Protocol, Syntax, read};
use crate::yaml::{Kind, Parts, Scalar, Yaml};

/// An item of `ports`: `[IP:][HOST[-HOST]:]CONTAINER[-CONTAINER][/PROTOCOL]`, or a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Port<'s> {
    /// A string or a mapping.
    pub syntax: Syntax,
    /// The address of the host; without brackets.
    pub host_ip: Option<Scalar<'s>>,
    /// The port of the host, or a range of them; `None` lets the engine choose.
    pub published: Option<PortRange<'s>>,
    /// Where the key `published` stands, in the long syntax.
    pub published_key: Option<Span>,
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

/// Whether an address of the host stands for all of them, however it is written: `0.0.0.0`, `[::]`, `::ffff:0.0.0.0`.
pub fn is_any_address(address: &str) -> bool {
    match address.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(IpAddr::V6(address)) => address.to_canonical().is_unspecified(),
        Ok(address) => address.is_unspecified(),
        Err(_) => false,
    }
}

impl<'s> Port<'s> {
    pub(crate) fn read(item: &Yaml<'s>, problems: &mut Vec<Diagnostic>) -> Option<Port<'s>> {
        if let Some(text) = read::scalar(Some(item)) {
            let port = Port::read_short(text);
            if let Some((span, message)) = port.mistake() {
                let mut problem = Diagnostic::new("compose-schema", span, message);
                // Three numbers: the first is taken for an address.
                let is_number = |ip: &Scalar<'_>| ip.value.parse::<u16>().is_ok();
                if port.host_ip.as_ref().is_some_and(|ip| ip.span == span && is_number(ip)) {
                    problem.help(
                        "write `HOST:CONTAINER`, or start with the host address: `127.0.0.1:HOST:CONTAINER`",
                    );
                }
                problems.push(problem);
            }
            return Some(port);
        }
        let fields = item.as_mapping()?;
        let get = |key: &str| read::scalar(item.get(key));
        Some(Port {
            syntax: Syntax::Long,
            host_ip: get("host_ip"),
            published: get("published").map(PortRange::read),
            published_key: fields.entry("published").map(|entry| entry.key.span),
            target: get("target").map(PortRange::read),
            protocol: get("protocol"),
            mode: get("mode"),
            app_protocol: get("app_protocol"),
            name: get("name"),
            text: None,
            span: item.span,
        })
    }

    /// Takes `[IP:][HOST:]CONTAINER[/PROTOCOL]` apart as docker/go-connections does: from the right.
    pub(crate) fn read_short(text: Scalar<'s>) -> Port<'s> {
        let parts = Parts::new(&text);
        let mut fields = read::split_outside(&text.value, b':');
        let target = fields.pop().unwrap_or_default();
        let published = fields.pop();
        let host_ip = fields.first().zip(fields.last()).map(|(first, last)| first.start..last.end);
        let mut halves =
            read::split_outside(text.value.get(target.clone()).unwrap_or_default(), b'/').into_iter();
        let shift = |range: Range<usize>| range.start + target.start..range.end + target.start;
        let target_port = halves.next().map(shift).unwrap_or_default();
        let protocol = halves.next().map(shift).filter(|range| !range.is_empty());
        let without_brackets = |range: Range<usize>| {
            let inner = text.value.get(range.clone()).and_then(|ip| ip.strip_prefix('[')?.strip_suffix(']'));
            if inner.is_some() { range.start + 1..range.end - 1 } else { range }
        };
        let filled = |range: &Range<usize>| !range.is_empty();
        Port {
            syntax: Syntax::Short,
            host_ip: host_ip.map(without_brackets).filter(filled).map(|range| parts.part(range)),
            published: published.filter(filled).map(|range| PortRange::read(parts.part(range))),
            published_key: None,
            target: Some(PortRange::read(parts.part(target_port))),
            protocol: protocol.map(|range| parts.part(range)),
            mode: None,
            app_protocol: None,
            name: None,
            span: text.span,
            text: Some(text),
        }
    }

    /// The name of its protocol, in small letters, whether there is one of that name or not.
    pub fn protocol_name(&self) -> String {
        self.protocol.as_ref().map_or_else(|| "tcp".to_owned(), |name| name.value.to_ascii_lowercase())
    }

    /// Whether Compose keeps only one of two ports of a service where they overlap: both lead to the same port of the container
    /// (compose-go, `override/uncity.go`, function `portIndexer`). A number in the long syntax is another key than text.
    pub fn is_one_with(&self, other: &Port<'_>) -> bool {
        self.offset().is_some()
            && self.offset() == other.offset()
            && self.address() == other.address()
            && self.protocol_name() == other.protocol_name()
            && self.is_number() == other.is_number()
    }

    /// How far the port of the host is above that of the container.
    fn offset(&self) -> Option<i32> {
        let (published, target) = (self.published.as_ref()?.ports?, self.target.as_ref()?.ports?);
        Some(i32::from(published.0) - i32::from(target.0))
    }

    fn address(&self) -> Option<&str> {
        self.host_ip.as_ref().map(|ip| &*ip.value).filter(|address| *address != "0.0.0.0")
    }

    fn is_number(&self) -> bool {
        let published = self.published.as_ref().filter(|_| self.text.is_none());
        published.is_some_and(|range| range.text.kind == Kind::Int)
    }

    /// What docker/go-connections refuses in the short syntax.
    pub(crate) fn mistake(&self) -> Option<(Span, String)> {
        // Other kinds are refused as such.
        let is_readable =
            |text: &&Scalar<'_>| matches!(text.kind, Kind::Int | Kind::String) && !text.is_interpolated();
        let text = self.text.as_ref().filter(is_readable)?;
        let at = |scalar: &Scalar<'_>| if scalar.span.is_empty() { text.span } else { scalar.span };
        let target = self.target.as_ref()?;
        if let Some(ip) = self.host_ip.as_ref().filter(|ip| ip.value.parse::<IpAddr>().is_err()) {
            return Some((at(ip), format!("`{}` is not a valid IP address", ip.value)));
        }
        if target.text.value.is_empty() {
            return Some((text.span, format!("`{}` has no container port", text.value)));
        }
        let Some(inside) = target.ports else {
            return Some((
                at(&target.text),
                format!("`{}` is not a valid container port", target.text.value),
            ));
        };
        let protocol = self.protocol.as_ref().map(|scalar| (scalar, scalar.value.to_ascii_lowercase()));
        if let Some((scalar, _)) = protocol.filter(|(_, name)| Protocol::from_name(name).is_none()) {
            return Some((
                at(scalar),
                format!("`{}` is not a valid protocol: expected `tcp`, `udp` or `sctp`", scalar.value),
            ));
        }
        let published = self.published.as_ref()?;
        let Some(outside) = published.ports else {
            let message = if published.text.value.parse::<IpAddr>().is_ok() {
                format!("the host port is missing between `{}` and the container port", published.text.value)
            } else if published.text.value.contains('/') {
                format!("`{}` is not a valid host port: the protocol comes last", published.text.value)
            } else {
                format!("`{}` is not a valid host port", published.text.value)
            };
            return Some((at(&published.text), message));
        };
        let len = |range: (u16, u16)| range.1 - range.0;
        (len(inside) != len(outside) && len(inside) != 0).then(|| {
            (
                text.span,
                format!(
                    "`{}` and `{}` are ranges of different lengths",
                    published.text.value, target.text.value
                ),
            )
        })
    }
}

impl<'s> PortRange<'s> {
    fn read(text: Scalar<'s>) -> PortRange<'s> {
        let port = |digits: &str| {
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<u16>().ok()).flatten()
        };
        let ports = match text.value.split_once('-') {
            Some((first, last)) => port(first).zip(port(last)).filter(|(first, last)| first <= last),
            None => port(&text.value).map(|port| (port, port)),
        };
        PortRange { text, ports }
    }

    /// The port, if it is a single one and known.
    pub fn single(&self) -> Option<u16> {
        self.ports.filter(|(first, last)| first == last).map(|(first, _)| first)
    }
}
