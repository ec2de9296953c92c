//! A key of a Compose file that may not be used.

use compose::yaml::{Entry, Yaml};
use plimsoll_linter::prelude::*;
use serde::Deserialize;

/// Nothing is reported until a key is named.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ForbiddenKey {
    forbid: Vec<Forbidden>,
}

/// `services.*.privileged`, or `services.*.network_mode=host`.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Forbidden {
    text: String,
    service: String,
    steps: Vec<String>,
    value: Option<String>,
}

impl TryFrom<String> for Forbidden {
    type Error = String;

    fn try_from(text: String) -> Result<Forbidden, String> {
        let (path, value) = match text.split_once('=') {
            Some((path, value)) => (path.trim(), Some(value.trim().to_owned())),
            None => (text.trim(), None),
        };
        let steps: Vec<String> = path.split('.').map(str::to_owned).collect();
        match &*steps {
            [top, service, steps @ ..] if top == "services" && !steps.is_empty() => {
                let (service, steps) = (service.clone(), steps.to_vec());
                Ok(Forbidden { text, service, steps, value })
            }
            _ => Err(format!("`{text}` is not a path such as `services.*.privileged`")),
        }
    }
}

impl Rule for ForbiddenKey {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for forbidden in &self.forbid {
            let Forbidden { text, service: name, steps, value } = forbidden;
            if name != "*" && **name != *service.name.value {
                continue;
            }
            let mut found = Vec::new();
            find(&service.fields.entries, steps, value.as_deref(), &mut found);
            for span in found {
                cx.report(span, format!("`{text}` is not allowed"))
                    .here(match value {
                        Some(_) => "the configuration forbids this value",
                        None => "the configuration forbids this key",
                    })
                    .help(match value {
                        Some(_) => "set another value, or remove this key",
                        None => "remove this key",
                    });
            }
        }
    }
}

/// The places of what a path names. The tree is a parser's, so that it is not deep.
fn find(entries: &[Entry], steps: &[String], value: Option<&str>, found: &mut Vec<Span>) {
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
