//! `yes` and its like where `true` is meant.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct LegacyBoolean;

/// Keys of a service that take a truth value.
const KEYS: &[&str] = &["attach", "init", "oom_kill_disable", "privileged", "read_only", "stdin_open", "tty"];

impl Rule for LegacyBoolean {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for file in app.files() {
            let of_services = file
                .services
                .iter()
                .flat_map(|service| KEYS.iter().filter_map(|key| service.fields.entry(key)));
            let of_networks = file.networks.iter().flat_map(|network| {
                ["external", "internal", "attachable"].into_iter().filter_map(|key| network.fields.entry(key))
            });
            let of_volumes = file.volumes.iter().filter_map(|volume| volume.fields.entry("external"));
            for entry in of_services.chain(of_networks).chain(of_volumes) {
                let Some(value) = entry.value.as_scalar() else { continue };
                let Some(truth) = compose::truth_value(&value.value) else { continue };
                let now = truth.to_string();
                if value.value.eq_ignore_ascii_case(&now) {
                    continue;
                }
                let message = format!("`{}` is not a boolean in YAML 1.2", value.value);
                cx.report(value.span, message)
                    .here("Compose accepts this value, but prints a warning on every run")
                    .help(format!("write `{now}`"))
                    .fix(Fix::safe(format!("write `{now}`")).replace(value.span, now));
            }
        }
    }
}
