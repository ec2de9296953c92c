//! A key of a Compose file that may not be used.

use compose::yaml::{Entry, Yaml};
use plimsoll_linter::prelude::*;
use serde::Deserialize;

/// Nothing is reported until a key is named.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ForbiddenKey {
    forbid: Vec<String>,
}

impl Rule for ForbiddenKey {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for forbidden in &self.forbid {
            let (path, value) = match forbidden.split_once('=') {
                Some((path, value)) => (path.trim(), Some(value.trim())),
                None => (forbidden.trim(), None),
            };
            let mut steps = path.split('.');
            let is_meant = steps.next() == Some("services")
                && steps.next().is_some_and(|name| name == "*" || *name == *service.name.value);
            if !is_meant {
                continue;
            }
            let steps: Vec<&str> = steps.collect();
            let mut found = Vec::new();
            find(&service.fields.entries, &steps, value, &mut found);
            for span in found {
                cx.report(span, format!("`{forbidden}` is not allowed"))
                    .here("the configuration forbids this key or value")
                    .help("remove this key, or change its value");
            }
        }
    }
}

/// The places of what a path names. The tree is a parser's, so that it is not deep.
fn find(entries: &[Entry], steps: &[&str], value: Option<&str>, found: &mut Vec<Span>) {
    let Some((step, rest)) = steps.split_first() else { return };
    for entry in entries.iter().filter(|entry| *step == "*" || *step == entry.key.value) {
        if !rest.is_empty() {
            if let Some(mapping) = entry.value.as_mapping() {
                find(&mapping.entries, rest, value, found);
            }
            continue;
        }
        match value {
            None => found.push(entry.key.span),
            Some(value) => found.extend(places_of(&entry.value, value)),
        }
    }
}

/// Where a value, or an item of a list, is this one.
fn places_of(yaml: &Yaml, value: &str) -> Vec<Span> {
    let items = yaml.as_sequence().unwrap_or(std::slice::from_ref(yaml));
    items
        .iter()
        .filter_map(Yaml::as_scalar)
        .filter(|scalar| scalar.value == value)
        .map(|scalar| scalar.span)
        .collect()
}
