//! A published port that was not declared.

use plimsoll_linter::prelude::*;
use serde::Deserialize;

/// Nothing is reported until something is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnapprovedPort {
    allow: Option<Vec<Number>>,
    deny: Vec<Number>,
    published_by: Option<Vec<String>>,
}

/// A port, or a range of them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Number {
    One(u16),
    Written(String),
}

impl Rule for UnapprovedPort {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let (name, title) = (&service.name.value, container.title());
        for port in &service.ports {
            if let Some(by) = self.published_by.as_ref().filter(|by| !by.iter().any(|one| **one == **name)) {
                cx.report(port.span, format!("{title} is not allowed to publish ports"))
                    .here(format!("only `{}` is allowed to publish ports", by.join("`, `")))
                    .help("remove the port, and connect over a Docker network");
                continue;
            }
            let Some((first, last)) =
                port.published.as_ref().or(port.target.as_ref()).and_then(|range| range.ports)
            else {
                continue;
            };
            let hits = |list: &[Number]| {
                list.iter().any(|one| one.range().is_some_and(|(a, b)| a <= last && first <= b))
            };
            let inside = |one: &Number| one.range().is_some_and(|(a, b)| a <= first && last <= b);
            let written = if first == last { first.to_string() } else { format!("{first}-{last}") };
            if hits(&self.deny) {
                cx.report(port.span, format!("{title} publishes port {written}, which is forbidden"))
                    .here("listed under `deny`")
                    .help("publish a different port, or none");
            } else if self.allow.as_ref().is_some_and(|allow| !allow.iter().any(inside)) {
                cx.report(port.span, format!("{title} publishes port {written}, which is not approved"))
                    .here("not an approved port")
                    .help("publish an approved port, or get this one approved");
            }
        }
    }
}

impl Number {
    fn range(&self) -> Option<(u16, u16)> {
        match self {
            Number::One(port) => Some((*port, *port)),
            Number::Written(text) => {
                let (first, last) = text.split_once('-').unwrap_or((text, text));
                Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
            }
        }
    }
}
