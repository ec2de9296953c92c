//! A published port that was not declared.

use plimsoll_linter::prelude::*;
use serde::Deserialize;

/// Nothing is reported until something is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnapprovedPort {
    allow: Option<PortList>,
    deny: PortList,
    published_by: Option<WordList>,
}

/// Ranges in the order of their first ports, each with the highest port of it and of those before it.
#[derive(Default, Deserialize)]
#[serde(from = "Vec<Ports>")]
struct PortList(Vec<(u16, u16)>);

/// A port, or a range of them: the first and the last.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "Written")]
struct Ports(u16, u16);

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a port, or a string such as `8000-8999`")]
enum Written {
    Port(u16),
    Text(String),
}

impl TryFrom<Written> for Ports {
    type Error = String;

    fn try_from(written: Written) -> Result<Ports, String> {
        let text = match written {
            Written::Port(port) => return Ok(Ports(port, port)),
            Written::Text(text) => text,
        };
        let (first, last) = text.split_once('-').unwrap_or((&text, &text));
        let ports = (first.trim().parse(), last.trim().parse());
        let (Ok(first), Ok(last)) = ports else {
            return Err(format!("`{text}` is not a port or a range of ports"));
        };
        Ok(Ports(first, last))
    }
}

impl From<Vec<Ports>> for PortList {
    fn from(mut written: Vec<Ports>) -> PortList {
        written.sort_unstable_by_key(|Ports(first, _)| *first);
        let mut highest = 0;
        let ranges = written.into_iter().map(|Ports(first, last)| {
            highest = last.max(highest);
            (first, highest)
        });
        PortList(ranges.collect())
    }
}

impl PortList {
    /// Whether a range that starts at `start` or before it reaches `end`.
    fn reaches(&self, start: u16, end: u16) -> bool {
        let before = self.0.partition_point(|(first, _)| *first <= start);
        before.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|(_, highest)| end <= *highest)
    }
}

impl Rule for UnapprovedPort {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let (name, title) = (&service.name.value, container.title());
        for port in &service.ports {
            if let Some(by) = self.published_by.as_ref().filter(|by| !by.has(name)) {
                cx.report(port.span, format!("{title} is not allowed to publish ports"))
                    .here(match &*by.shown("`, `") {
                        "" => "no service is allowed to publish ports".to_owned(),
                        names => format!("allowed only for `{names}`"),
                    })
                    .help("remove the port, and connect over a Docker network");
                continue;
            }
            let Some((first, last)) =
                port.published.as_ref().or(port.target.as_ref()).and_then(|range| range.ports)
            else {
                continue;
            };
            let written = if first == last { first.to_string() } else { format!("{first}-{last}") };
            if self.deny.reaches(last, first) {
                cx.report(port.span, format!("{title} publishes port {written}, which is forbidden"))
                    .here("listed under `deny`")
                    .help("publish a different port, or none");
            } else if self.allow.as_ref().is_some_and(|allow| !allow.reaches(first, last)) {
                cx.report(port.span, format!("{title} publishes port {written}, which is not approved"))
                    .here("not an approved port")
                    .help("publish an approved port, or get this one approved");
            }
        }
    }
}
