//! Address ranges that overlap, or that belong to somebody else.

use std::net::Ipv4Addr;

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnsuitableAddressPool;

impl Rule for UnsuitableAddressPool {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        let pools = daemon.settings.entry("default-address-pools");
        let pools = pools.and_then(|entry| entry.value.as_sequence()).unwrap_or_default().iter();
        let pools = pools.filter_map(|pool| pool.get("base")?.as_scalar());
        let bridge = ["bip", "fixed-cidr"].into_iter().filter_map(|key| daemon.settings.text(key));
        let mut seen: Vec<(u32, u32, Span)> = Vec::new();
        for (scalar, is_pool) in pools.map(|pool| (pool, true)).chain(bridge.map(|range| (range, false))) {
            let Some((first, last)) = range(&scalar.value) else { continue };
            if is_public(first.into()) {
                cx.report(scalar.span, format!("`{}` is a public address range", scalar.value))
                    .here("containers cannot reach internet hosts with these addresses")
                    .help("use a private range: `10.0.0.0/8`, `172.16.0.0/12` or `192.168.0.0/16`");
            }
            let other = seen.iter().find(|(start, end, _)| *start <= last && first <= *end);
            if let Some((.., other)) = other.filter(|_| is_pool) {
                cx.report(scalar.span, format!("address pool `{}` overlaps another pool", scalar.value))
                    .here("addresses that are in both pools are used only once")
                    .label(*other, "the other range")
                    .help("use ranges that do not overlap");
            }
            seen.push((first, last, scalar.span));
        }
    }
}

/// The first and the last address of an IPv4 range.
fn range(text: &str) -> Option<(u32, u32)> {
    let (ip, bits) = text.split_once('/')?;
    let (ip, bits): (Ipv4Addr, u32) = (ip.parse().ok()?, bits.parse().ok()?);
    let hosts = u32::MAX.checked_shr(bits).unwrap_or(0);
    Some((u32::from(ip) & !hosts, u32::from(ip) | hosts))
}

/// IPv6 addresses of one's own are public by design, so only IPv4 is asked.
fn is_public(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    let is_benchmark = first == 198 && matches!(second, 18 | 19);
    let is_kept = ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_documentation();
    !(is_kept || is_shared || is_benchmark || first == 0 || first >= 224)
}
