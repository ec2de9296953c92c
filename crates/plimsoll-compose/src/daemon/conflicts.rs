//! Settings that keep dockerd from starting together, each of which is fine alone.

use std::collections::HashMap;

use plimsoll_diagnostics::Span;

use super::{Problem, Settings, Verdict};
use crate::yaml::Entry;

pub(super) fn check(settings: Settings<'_, '_>, found: &mut Vec<Problem>) {
    firewall(settings, found);
    bridge(settings, found);
    let mut both = |one: &str, other: &str, help: &'static str| {
        if let (Some(first), Some(second)) = (settings.entry(one), settings.entry(other)) {
            found.push(conflict(second.key.span, first.key.span, one, other, help));
        }
    };
    both("host-gateway-ip", "host-gateway-ips", "remove `host-gateway-ip`, which is deprecated");
    stores(settings, found);
    certificates(settings, found);
    labels(settings, found);
    cgroups(settings, found);
    gateways(settings, found);
}

fn conflict(span: Span, first: Span, one: &str, other: &str, help: &'static str) -> Problem {
    let message = format!("`{one}` and `{other}` cannot be used together");
    Problem::new(Verdict::Conflict, span, message, help).because(first, "the conflicting option")
}

fn value_span(settings: Settings<'_, '_>, key: &str) -> Option<Span> {
    settings.entry(key).map(Entry::span)
}

fn firewall(settings: Settings<'_, '_>, found: &mut Vec<Problem>) {
    if settings.flag("icc") != Some(false) {
        return;
    }
    let Some(icc) = value_span(settings, "icc") else { return };
    let mut problem = |off: &str, help: &'static str| {
        if let Some(span) = value_span(settings, off) {
            let message = format!("`icc: false` requires `{off}`");
            let problem = Problem::new(Verdict::Conflict, span, message, help);
            found.push(problem.because(icc, "isolating containers requires firewall rules"));
        }
    };
    if settings.flag("iptables") == Some(false) {
        problem("iptables", "remove `\"iptables\": false`");
    }
    if settings.flag("ipv6") == Some(true) && settings.flag("ip6tables") == Some(false) {
        problem("ip6tables", "remove `\"ip6tables\": false`");
    }
}

fn bridge(settings: Settings<'_, '_>, found: &mut Vec<Problem>) {
    let Some(bridge) = settings.entry("bridge") else { return };
    if settings.text("bridge").is_none_or(|name| name.value.is_empty()) {
        return;
    }
    for key in ["bip", "bip6"] {
        if let Some(bip) =
            settings.entry(key).filter(|_| settings.text(key).is_some_and(|ip| !ip.value.is_empty()))
        {
            let help = "remove one of the two: a bridge that you created already has an address";
            found.push(conflict(bip.key.span, bridge.key.span, "bridge", key, help));
        }
    }
}

fn stores(settings: Settings<'_, '_>, found: &mut Vec<Problem>) {
    let is_on = |name: &str| settings.feature(name).filter(|feature| feature.value == "true");
    let remap = settings.text("userns-remap").filter(|user| !matches!(&*user.value, "" | "root"));
    if let (Some(store), Some(remap)) = (is_on("containerd-snapshotter"), remap) {
        let help =
            "remove `containerd-snapshotter`: the containerd image store does not support user namespaces";
        found.push(conflict(store.span, remap.span, "userns-remap", "containerd-snapshotter", help));
    }
    if let (Some(embedded), Some(true)) = (is_on("embedded-containerd"), settings.flag("cri-containerd")) {
        let other = value_span(settings, "cri-containerd").unwrap_or(embedded.span);
        found.push(conflict(
            embedded.span,
            other,
            "cri-containerd",
            "embedded-containerd",
            "remove one of the two",
        ));
    }
}

/// The defaults below `~/.docker` hold for flags alone. `tlsverify` switches TLS on by being there.
fn certificates(settings: Settings<'_, '_>, found: &mut Vec<Problem>) {
    let set = match (settings.entry("tlsverify"), settings.entry("tls")) {
        (Some(verify), _) => verify,
        (None, Some(tls)) if settings.flag("tls") == Some(true) => tls,
        _ => return,
    };
    let missing: Vec<&str> = ["tlscert", "tlskey"]
        .into_iter()
        .filter(|key| {
            settings
                .entry(key)
                .is_none_or(|it| it.value.as_scalar().is_some_and(|path| path.value.is_empty()))
        })
        .collect();
    if missing.is_empty() || !settings.is_whole {
        return;
    }
    let names = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
    let message = format!("`{}` requires {names}", set.key.value);
    let is_off = settings.flag(&set.key.value) == Some(false);
    let help = if is_off {
        format!("remove `{}`: even `false` enables TLS", set.key.value)
    } else {
        format!("add {names}")
    };
    found.push(Problem::new(Verdict::Conflict, set.key.span, message, help));
}

fn labels(settings: Settings<'_, '_>, found: &mut Vec<Problem>) {
    let mut seen: HashMap<&str, (&str, Span)> = HashMap::new();
    for label in settings.texts("labels") {
        let Some((name, value)) = label.value.split_once('=') else { continue };
        match seen.get(name) {
            Some((other, span)) if *other != value => {
                let message = format!("label `{name}` has two values");
                let problem = Problem::new(Verdict::Conflict, label.span, message, "remove one of the two");
                found.push(problem.because(*span, "first set here"));
            }
            Some(_) => {}
            None => {
                seen.insert(name, (value, label.span));
            }
        }
    }
}

fn cgroups(settings: Settings<'_, '_>, found: &mut Vec<Problem>) {
    let driver = settings.texts("exec-opts").find(|option| option.value == "native.cgroupdriver=systemd");
    let parent = settings.text("cgroup-parent").filter(|parent| !parent.value.is_empty());
    if let (Some(driver), Some(parent)) = (driver, parent)
        && !parent.value.ends_with(".slice")
    {
        let message = format!("`{}` is not the name of a systemd slice", parent.value);
        let problem =
            Problem::new(Verdict::Conflict, parent.span, message, "use a name such as `docker.slice`");
        found.push(problem.because(driver.span, "the cgroup driver"));
    }
}

fn gateways(settings: Settings<'_, '_>, found: &mut Vec<Problem>) {
    let is_ipv6 = |text: &str| text.contains(':');
    let mut seen: Vec<(bool, Span)> = Vec::new();
    for address in settings.texts("host-gateway-ips") {
        let kind = is_ipv6(&address.value);
        match seen.iter().find(|(other, _)| *other == kind) {
            Some((_, first)) => {
                let version = if kind { "IPv6" } else { "IPv4" };
                let message = format!("`host-gateway-ips` has two {version} addresses");
                let problem = Problem::new(Verdict::Conflict, address.span, message, "remove one of the two");
                found.push(problem.because(*first, "first set here"));
            }
            None => seen.push((kind, address.span)),
        }
    }
}
