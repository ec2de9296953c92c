//! A rule that opens every device.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnlimitedDeviceRule;

impl Rule for UnlimitedDeviceRule {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let rules = service.get("device_cgroup_rules").and_then(|rules| rules.as_sequence());
        for rule in rules.into_iter().flatten().filter_map(|rule| rule.as_scalar()) {
            let words: Vec<&str> = rule.value.split_whitespace().collect();
            let what = match *words {
                ["a", ..] => "device",
                ["c", "*:*", rights] if rights.contains(['r', 'w']) => "character device",
                ["b", "*:*", rights] if rights.contains(['r', 'w']) => "block device",
                _ => continue,
            };
            cx.report(rule.span, format!("{} can use every {what} on the host", container.title()))
                .here("root in the container can create a device node for any such device")
                .help(format!(
                    "list the device under `{}`, or set its major number: `c 81:* rmw`",
                    container.says("devices")
                ));
        }
    }
}
