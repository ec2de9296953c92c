//! A rule that opens every device.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnlimitedDeviceRule;

impl Rule for UnlimitedDeviceRule {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let rules = service.get("device_cgroup_rules").and_then(|rules| rules.as_sequence());
        for rule in rules.into_iter().flatten().filter_map(|rule| rule.as_scalar()) {
            let words: Vec<&str> = rule.value.split_whitespace().collect();
            let what = match *words {
                ["a", ..] => "device",
                ["c", "*:*", rights] if rights.contains(['r', 'w']) => "character device",
                ["b", "*:*", rights] if rights.contains(['r', 'w']) => "block device",
                _ => continue,
            };
            cx.report(
                rule.span,
                format!("service `{}` can use every {what} on the host", service.name.value),
            )
            .here("root in the container can create a device node for any such device")
            .help("list the device under `devices`, or set its major number: `c 81:* rmw`");
        }
    }
}
