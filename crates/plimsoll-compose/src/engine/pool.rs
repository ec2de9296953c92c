//! The addresses of a network that a file declares (moby, `ValidateIPAM` of `api/types/network`, and libnetwork's check that
//! pools do not overlap).

use std::net::IpAddr;

use plimsoll_diagnostics::Span;

use super::{Refusal, is_known};
use crate::model::{Compose, Network};
use crate::schema::parse_boolean;
use crate::yaml::{Mapping, Scalar, Yaml};

/// `172.30.0.0/16`
#[derive(Clone, Copy)]
pub(super) struct Subnet {
    base: IpAddr,
    bits: u32,
}

impl Subnet {
    pub(super) fn parse(text: &str) -> Option<Subnet> {
        let (base, bits) = text.split_once('/')?;
        let base: IpAddr = base.parse().ok()?;
        let bits: u32 = bits.parse().ok()?;
        (bits <= if base.is_ipv4() { 32 } else { 128 }).then_some(Subnet { base, bits })
    }

    pub(super) fn is_ipv4(self) -> bool {
        self.base.is_ipv4()
    }

    /// Whether an address of the same kind is in it.
    pub(super) fn contains(self, ip: IpAddr) -> bool {
        let (first, last) = self.range();
        self.is_ipv4() == ip.is_ipv4() && (first..=last).contains(&number(ip))
    }

    /// `0.0.0.0/24` asks for any subnet of this size.
    pub(super) fn is_any(self) -> bool {
        self.base.is_unspecified()
    }

    /// Its first and last address.
    fn range(self) -> (u128, u128) {
        let free = (if self.is_ipv4() { 32 } else { 128 }) - self.bits;
        let hosts = 1_u128.checked_shl(free).map_or(u128::MAX, |count| count - 1);
        (number(self.base) & !hosts, number(self.base) | hosts)
    }

    /// What it is when the address is its first one.
    fn masked(self) -> String {
        let (first, _) = self.range();
        let base = match (self.base, u32::try_from(first)) {
            (IpAddr::V4(_), Ok(first)) => IpAddr::V4(first.into()),
            _ => IpAddr::V6(first.into()),
        };
        format!("{base}/{}", self.bits)
    }
}

fn number(ip: IpAddr) -> u128 {
    match ip {
        IpAddr::V4(ip) => u32::from(ip).into(),
        IpAddr::V6(ip) => ip.into(),
    }
}

/// The pools under `ipam`.
pub(super) fn pools<'n, 's>(network: &'n Network<'s>) -> impl Iterator<Item = &'n Mapping<'s>> {
    let pools = network.fields.at(&["ipam", "config"]).and_then(|entry| entry.value.as_sequence());
    pools.unwrap_or_default().iter().filter_map(Yaml::as_mapping)
}

/// The address that the engine gives to the gateway, and what says so: the one that is set, or the first of the subnet.
pub(super) fn gateway(network: &Network<'_>) -> Option<(IpAddr, Span)> {
    // Other drivers and options of this one may leave the gateway out.
    let is_plain = network.driver.as_ref().is_none_or(|driver| driver.value == "bridge")
        && !is_external(network)
        && network.fields.get("driver_opts").is_none();
    let mut pools = pools(network).filter(|_| is_plain);
    let (Some(pool), None) = (pools.next(), pools.next()) else { return None };
    let scalar = |key: &str| pool.get(key).and_then(Yaml::as_scalar);
    if let Some(set) = scalar("gateway") {
        return Some((set.value.parse().ok().filter(|_| is_known(set))?, set.span));
    }
    // Of a range, the first address is taken.
    let text = scalar("subnet").filter(|subnet| is_known(subnet) && pool.get("ip_range").is_none())?;
    let subnet = Subnet::parse(&text.value).filter(|subnet| subnet.is_ipv4() && !subnet.is_any())?;
    let first = u32::try_from(subnet.range().0).ok()?.checked_add(1)?;
    (subnet.bits < 31).then_some((IpAddr::V4(first.into()), text.span))
}

/// Whether it is there already, or may be.
pub(super) fn is_external(network: &Network<'_>) -> bool {
    network.external.as_ref().is_some_and(|external| external.value != Some(false))
}

/// What the engine refuses of the networks of a file, each with the network that it is about.
pub fn network_refusals<'c, 's>(file: &'c Compose<'s>) -> Vec<(&'c Network<'s>, Refusal)> {
    let mut found = Vec::new();
    let mut taken = Vec::new();
    for network in file.networks.iter().filter(|network| !is_external(network)) {
        for pool in pools(network) {
            let mut refused = Vec::new();
            let subnet = check(network, pool, &mut refused);
            found.extend(refused.into_iter().map(|refusal| (network, refusal)));
            let is_local = network.driver.as_ref().is_none_or(|driver| driver.value == "bridge");
            taken.extend(subnet.filter(|_| is_local).map(|(subnet, span)| (network, subnet, span)));
        }
    }
    overlaps(taken, &mut found);
    found
}

/// Reports on a pool; gives its subnet if the engine would take it.
fn check(network: &Network<'_>, pool: &Mapping<'_>, found: &mut Vec<Refusal>) -> Option<(Subnet, Span)> {
    let scalar =
        |key: &str| pool.get(key).and_then(Yaml::as_scalar).filter(|scalar| !scalar.value.is_empty());
    let Some(text) = scalar("subnet") else {
        for key in ["gateway", "ip_range"] {
            if let Some(lone) = scalar(key).filter(|lone| is_known(lone)) {
                let message = format!("`{key}` requires `subnet`");
                found.push(Refusal::new(lone.span, message, "add the `subnet` that contains this address"));
            }
        }
        return None;
    };
    if !is_known(text) {
        return None;
    }
    let Some(subnet) = Subnet::parse(&text.value) else {
        let message = format!("`{}` is not a valid subnet", text.value);
        let help = "use an address with a prefix length, such as `172.30.0.0/16`";
        found.push(Refusal::new(text.span, message, help));
        return None;
    };
    let is_on =
        |flag: &Yaml<'_>| flag.as_scalar().is_some_and(|flag| parse_boolean(&flag.value) == Some(true));
    let is_read = subnet.is_ipv4() || network.fields.get("enable_ipv6").is_some_and(is_on);
    if !is_read || subnet.is_any() {
        return None;
    }
    let masked = subnet.masked();
    if number(subnet.base) != subnet.range().0 {
        let message = format!("`{}` is an address, not a subnet", text.value);
        found.push(Refusal::new(text.span, message, format!("did you mean `{masked}`?")));
        return None;
    }
    if let Some(range) = scalar("ip_range").filter(|range| is_known(range)) {
        ip_range(range, subnet, text.span, found);
    }
    let others = pool.get("aux_addresses").and_then(Yaml::as_mapping).map(|others| &others.entries);
    let others = others.into_iter().flatten().filter_map(|entry| entry.value.as_scalar());
    for address in scalar("gateway").into_iter().chain(others).filter(|address| is_known(address)) {
        match address.value.parse::<IpAddr>() {
            Err(_) => {
                let message = format!("`{}` is not a valid IP address", address.value);
                found.push(Refusal::new(address.span, message, "use an address such as `172.30.0.1`"));
            }
            Ok(ip) if !subnet.contains(ip) => found.push(outside(address, text.span)),
            Ok(_) => {}
        }
    }
    Some((subnet, text.span))
}

fn ip_range(range: &Scalar<'_>, subnet: Subnet, span: Span, found: &mut Vec<Refusal>) {
    let Some(inner) = Subnet::parse(&range.value) else {
        let message = format!("`{}` is not a valid address range", range.value);
        let help = "use an address with a prefix length, such as `172.30.5.0/24`";
        found.push(Refusal::new(range.span, message, help));
        return;
    };
    if inner.bits < subnet.bits || !subnet.contains(inner.base) {
        found.push(outside(range, span));
    } else if number(inner.base) != inner.range().0 {
        let message = format!("`{}` is an address, not a range", range.value);
        found.push(Refusal::new(range.span, message, format!("did you mean `{}`?", inner.masked())));
    }
}

fn outside(address: &Scalar<'_>, subnet: Span) -> Refusal {
    let message = format!("`{}` is outside its subnet", address.value);
    Refusal::new(address.span, message, "choose an address inside the subnet").because(subnet, "the subnet")
}

/// No address may belong to two networks of a host.
fn overlaps<'c, 's>(
    mut taken: Vec<(&'c Network<'s>, Subnet, Span)>,
    found: &mut Vec<(&'c Network<'s>, Refusal)>,
) {
    taken.sort_by_key(|(_, subnet, span)| (subnet.is_ipv4(), subnet.range().0, span.start));
    let mut widest: Option<(&Network<'_>, Subnet, Span)> = None;
    for (network, subnet, span) in taken {
        if let Some((other, before, at)) = widest
            && before.is_ipv4() == subnet.is_ipv4()
            && subnet.range().0 <= before.range().1
            && other.key.value != network.key.value
        {
            let message =
                format!("subnets of networks `{}` and `{}` overlap", other.key.value, network.key.value);
            let refusal = Refusal::new(span, message, "change one of the two subnets");
            found.push((network, refusal.because(at, "the other subnet")));
        }
        let reaches_on = |(_, before, _): &(&Network<'_>, Subnet, Span)| {
            before.is_ipv4() == subnet.is_ipv4() && before.range().1 >= subnet.range().1
        };
        if !widest.as_ref().is_some_and(reaches_on) {
            widest = Some((network, subnet, span));
        }
    }
}
