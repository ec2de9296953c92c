//! Keys of the file or of a service that are not in the usual order.

use plimsoll_linter::prelude::*;

use super::unsorted_services::{Place, alphabet, first_unsorted, sort};

#[derive(Default)]
pub(crate) struct UnsortedKeys;

const FILE: &[&str] =
    &["x-", "version", "name", "include", "services", "models", "networks", "volumes", "secrets", "configs"];

/// What it is, what it needs, what it gets, how it is reached, what it does, what is told of it.
const SERVICE: &[&str] = &[
    "image",
    "build",
    "container_name",
    "depends_on",
    "volumes",
    "volumes_from",
    "configs",
    "secrets",
    "environment",
    "env_file",
    "ports",
    "networks",
    "network_mode",
    "extra_hosts",
    "command",
    "entrypoint",
    "working_dir",
    "restart",
    "healthcheck",
    "logging",
    "labels",
    "user",
    "isolation",
];

impl Rule for UnsortedKeys {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for file in app.files() {
            let within = file.source.span;
            check(file, &file.fields, within, FILE, &["dclint:top-level-properties-order"], cx);
            for service in &file.services {
                let fields = &service.fields;
                check(file, fields, service.span, SERVICE, &["dclint:service-keys-order"], cx);
            }
        }
    }
}

/// Reports the first key that stands behind one it usually stands before. Keys that are not in `order` come last, by name;
/// those that merge keys bring do not count. Extensions are in the order of their names, too, unless one takes something
/// from another, which must stand before it then.
fn check(
    file: &compose::Compose,
    fields: &compose::yaml::Mapping,
    within: Span,
    order: &[&str],
    aliases: &[&'static str],
    cx: &mut Context,
) {
    let mut own: Vec<_> = fields.entries.iter().filter(|entry| within.contains(entry.key.span)).collect();
    own.sort_by_cached_key(|entry| entry.key.span.start);
    let takes = |entry: &compose::yaml::Entry| {
        is_extension(&entry.key.value, order) && has_alias(file.source, entry.span())
    };
    let is_free = !own.iter().any(|entry| takes(entry));
    let ranks: Vec<_> = own.iter().map(|entry| rank(&entry.key.value, order, is_free)).collect();
    let found = first_unsorted(&ranks).and_then(|at| Some((&own.get(at - 1)?.key, &own.get(at)?.key)));
    let Some((other, key)) = found else { return };
    let finding = cx.report(key.span, format!("`{}` comes after `{}`", key.value, other.value));
    let (name, before) = (&key.value, &other.value);
    finding.here(format!("in DCLint's order, `{name}` comes before `{before}`"));
    finding.label(other.span, format!("`{before}` is listed here"));
    finding.help(format!("move `{name}` before `{before}`"));
    finding.answers_to(aliases.iter().copied());
    let spans: Vec<Span> = own.iter().map(|entry| entry.span()).collect();
    finding.fixes.extend(sort("keys", file, &spans, &ranks));
}

/// The place of a key in the order, and its name where that decides.
fn rank(key: &str, order: &[&str], is_free: bool) -> (usize, Place) {
    let (known, decides) = if is_extension(key, order) { ("x-", is_free) } else { (key, false) };
    let name = || alphabet(key);
    match order.iter().position(|own| *own == known) {
        Some(at) => (at, if decides { name() } else { Place::default() }),
        None => (order.len(), name()),
    }
}

fn is_extension(key: &str, order: &[&str]) -> bool {
    order.contains(&"x-") && key.starts_with("x-")
}

fn has_alias(source: Text, within: Span) -> bool {
    let text = source.raw.get(within.start as usize..within.end as usize).unwrap_or_default();
    text.contains(" *") || text.contains("[*")
}
