//! Keys of the file or of a service that are not in the usual order.

use plimsoll_linter::prelude::*;

use super::unsorted_services::sort;

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
    fn check_app(&self, app: &App, cx: &mut Context) {
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

/// Reports the first key that stands behind one it usually stands before. Keys that are not in `order` stay with the
/// one before them, and those that merge keys bring do not count.
fn check(
    file: &compose::Compose,
    fields: &compose::yaml::Mapping,
    within: Span,
    order: &[&str],
    aliases: &[&'static str],
    cx: &mut Context,
) {
    let rank =
        |key: &str| order.iter().position(|known| *known == key || (*known == "x-" && key.starts_with("x-")));
    let mut own: Vec<_> = fields.entries.iter().filter(|entry| within.contains(entry.key.span)).collect();
    own.sort_by_key(|entry| entry.key.span.start);
    let mut before: Option<(usize, &compose::yaml::Scalar)> = None;
    let mut found = None;
    let mut ranks = Vec::with_capacity(own.len());
    for entry in &own {
        let rank = rank(&entry.key.value);
        ranks.push(rank.or(ranks.last().copied()).unwrap_or(0));
        let Some(rank) = rank else { continue };
        match before {
            Some((greater, other)) if rank < greater && found.is_none() => found = Some((other, &entry.key)),
            Some((greater, _)) if rank < greater => {}
            _ => before = Some((rank, &entry.key)),
        }
    }
    let Some((other, key)) = found else { return };
    let finding = cx.report(key.span, format!("`{}` stands behind `{}`", key.value, other.value));
    finding.here("usually stands before it").label(other.span, "usually stands behind");
    finding.help("keep the usual order, so that readers find what they look for");
    finding.answers_to(aliases.iter().copied());
    let spans: Vec<Span> = own.iter().map(|entry| entry.span()).collect();
    finding.fixes.extend(sort(file, &spans, &ranks));
}
