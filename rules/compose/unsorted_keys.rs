//! Keys of the file or of a service that are not in the usual order.

use plimsoll_linter::prelude::*;

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
            check(&file.fields, FILE, &["dclint:top-level-properties-order"], cx);
            for service in &file.services {
                check(&service.fields, SERVICE, &["dclint:service-keys-order"], cx);
            }
        }
    }
}

/// Reports the first key that stands behind one it usually stands before. Keys that are not in `order` may stand
/// anywhere.
fn check(fields: &compose::yaml::Mapping, order: &[&str], aliases: &[&'static str], cx: &mut Context) {
    let rank =
        |key: &str| order.iter().position(|known| *known == key || (*known == "x-" && key.starts_with("x-")));
    let mut before: Option<(usize, &compose::yaml::Scalar)> = None;
    for entry in &fields.entries {
        let Some(own) = rank(&entry.key.value) else { continue };
        match before {
            // Merge keys bring keys from elsewhere.
            Some((greater, other)) if own < greater && other.span.end <= entry.key.span.start => {
                cx.report(entry.key.span, format!("`{}` stands behind `{}`", entry.key.value, other.value))
                    .here("usually stands before it")
                    .label(other.span, "usually stands behind")
                    .help("keep the usual order, so that readers find what they look for")
                    .answers_to(aliases.iter().copied());
                return;
            }
            _ => before = Some((own, &entry.key)),
        }
    }
}
