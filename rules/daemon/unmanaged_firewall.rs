//! Firewall rules that dockerd does not write.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnmanagedFirewall;

impl Rule for UnmanagedFirewall {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        if daemon.settings.text("bridge").is_some_and(|bridge| bridge.value == "none") {
            return;
        }
        let mut report = |key: &str, effect: &'static str, help: &'static str| {
            let Some(entry) = daemon.when(key, false) else { return };
            cx.report(entry.span(), format!("`{key}` is disabled")).here(effect).help(help);
        };
        report(
            "iptables",
            "without other rules, containers have no outside access and are not isolated",
            "remove this setting and add your own rules to the `DOCKER-USER` chain",
        );
        if daemon.settings.flag("ipv6") == Some(true) {
            report("ip6tables", "IPv6 traffic to containers is not filtered", "remove this setting");
        }
        report(
            "ip-forward",
            "containers have no outside access unless the host already forwards packets",
            "remove this setting",
        );
    }
}
