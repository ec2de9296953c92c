//! Values of the right type that the client rejects: addresses, devices, labels, platforms and their like (docker/cli,
//! `opts` and `cli/command/container/opts.go`).

use std::net::IpAddr;

use crate::Verb;
use crate::numbers::{is_integer, is_size};

/// What is wrong with the value of a flag, and what helps.
pub(crate) fn refused(verb: Verb, name: &str, text: &str) -> Option<(String, String)> {
    let is_service = verb == Verb::ServiceCreate;
    let is_address = |text: &str| text.trim().parse::<IpAddr>().is_ok();
    let invalid = |what: &str, help: &str| Some((format!("`{text}` is not a valid {what}"), help.to_owned()));
    match name {
        "--attach" if !matches!(&*text.to_ascii_lowercase(), "stdin" | "stdout" | "stderr") => {
            invalid("stream", "write `stdin`, `stdout` or `stderr`")
        }
        "--dns" if !is_address(text) => {
            invalid("IP address", "write one IP address per flag, such as `--dns 9.9.9.9`")
        }
        "--ip" | "--ip6" if !is_service && !is_address(text) => {
            invalid("IP address", "write an IP address of the network")
        }
        "--dns-search" if !is_domain(text) => invalid("domain", "write a domain, such as `example.org`"),
        "--add-host" | "--host" => host(text),
        "--label" | "--container-label" => label(text),
        "--link" if text.is_empty() || text.split(':').count() > 2 => {
            invalid("link", "write `--link CONTAINER:ALIAS`")
        }
        "--mac-address" if !is_mac(text) => {
            invalid("MAC address", "write six bytes, such as `02:42:ac:11:00:02`")
        }
        "--memory-swappiness"
            if !is_service && text.parse::<i64>().is_ok_and(|it| !(-1..=100).contains(&it)) =>
        {
            invalid("swappiness", "write a number from 0 to 100")
        }
        "--health-interval"
        | "--health-timeout"
        | "--health-start-period"
        | "--health-start-interval"
        | "--health-retries"
            if !is_service && text.starts_with('-') =>
        {
            Some((format!("`{name}` cannot be negative"), "write a positive value".to_owned()))
        }
        "--blkio-weight" if text.parse::<u64>().is_ok_and(|it| it > 0xFFFF) => {
            invalid("weight", "write a number from 10 to 1000")
        }
        "--blkio-weight-device" => of_device(text, &|it| {
            it.parse::<u16>().is_ok_and(|weight| weight == 0 || (10..=1000).contains(&weight))
        }),
        "--device-read-bps" | "--device-write-bps" => of_device(text, &is_size),
        "--device-read-iops" | "--device-write-iops" => {
            of_device(text, &|it| it.bytes().all(|byte| byte.is_ascii_digit()) && !it.is_empty())
        }
        "--device-cgroup-rule" if !is_device_rule(text) => {
            invalid("device rule", "write the type, the numbers and the permissions: `c 189:* rmw`")
        }
        "--device" => device(text),
        "--expose" => expose(text),
        "--restart" => restart(text),
        "--storage-opt" if !text.contains('=') => invalid("storage option", "write `NAME=VALUE`"),
        "--gpus" => gpus(text),
        "--network" | "--net" => network(text),
        "--platform" => platform(text),
        "--mode" if is_service && !MODES.contains(&text) => invalid("mode", "write `replicated` or `global`"),
        _ => None,
    }
}

/// The modes of a service.
const MODES: [&str; 4] = ["replicated", "global", "replicated-job", "global-job"];

/// `--publish published=8080,target=80`. The client only looks at the names it knows.
pub(crate) fn long_port(text: &str) -> Option<(String, String)> {
    let help = "write `published=PORT,target=PORT`, or `PORT:PORT`";
    for field in text.split(',') {
        let Some((name, value)) = field.split_once('=').filter(|(name, _)| !name.is_empty()) else {
            return Some((format!("`{field}` in `{text}` is not `NAME=VALUE`"), help.to_owned()));
        };
        let is_port = matches!(name, "published" | "target");
        if is_port && port_range(value).is_none() {
            return Some((format!("`{value}` is not a valid port"), help.to_owned()));
        }
    }
    None
}

/// The first and the last port of `80` or `80-90`.
pub(crate) fn port_range(text: &str) -> Option<(u16, u16)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first <= last).then_some((first, last))
}

fn is_domain(text: &str) -> bool {
    let text = text.trim_matches(' ');
    let is_part = |part: &str| {
        let is_end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && is_end(part.chars().next())
            && is_end(part.chars().next_back())
    };
    let bare = text.strip_suffix('.').unwrap_or(text);
    // The client takes a colon in front of each part.
    text == "."
        || text.contains(':')
        || text.contains(|c: char| c.is_ascii_alphabetic()) && bare.split('.').all(is_part)
}

fn is_mac(text: &str) -> bool {
    let text = text.trim();
    let is_byte = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let of = |mark: char| {
        let count = text.split(mark).count();
        matches!(count, 6 | 8 | 20) && text.split(mark).all(is_byte)
    };
    // `0242.ac11.0002`
    of(':') || of('-') || text.contains('.')
}

/// `NAME:ADDRESS` or `NAME=ADDRESS`.
fn host(text: &str) -> Option<(String, String)> {
    let help = || "write `NAME:ADDRESS`, with an IP address or `host-gateway`".to_owned();
    let Some((name, address)) = text.split_once('=').or_else(|| text.split_once(':')) else {
        return Some((format!("`{text}` has no address"), help()));
    };
    if name.is_empty() || name.contains(':') {
        return Some((format!("`{text}` has no host name"), help()));
    }
    let bare = address.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(address);
    let is_address = bare == "host-gateway" || bare.trim().parse::<IpAddr>().is_ok();
    (!is_address).then(|| (format!("`{address}` is not an IP address"), help()))
}

fn label(text: &str) -> Option<(String, String)> {
    let name = text.split('=').next().unwrap_or_default().trim_start_matches([' ', '\t']);
    let help = "write `--label NAME=VALUE`".to_owned();
    if name.is_empty() {
        return Some((format!("the label `{text}` has no name"), help));
    }
    name.contains([' ', '\t']).then(|| (format!("the label name `{name}` contains a space"), help))
}

/// `/dev/sda:VALUE`.
fn of_device(text: &str, is_value: &dyn Fn(&str) -> bool) -> Option<(String, String)> {
    let is_right =
        text.split_once(':').is_some_and(|(path, value)| path.starts_with("/dev/") && is_value(value));
    (!is_right)
        .then(|| (format!("`{text}` is not a device and its limit"), "write `/dev/NAME:LIMIT`".to_owned()))
}

/// `c 189:* rmw`
fn is_device_rule(text: &str) -> bool {
    let parts: Vec<&str> = text.split(' ').collect();
    let [kind, numbers, rights] = *parts else { return false };
    let is_number =
        |part: &str| part == "*" || !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    matches!(kind, "a" | "b" | "c")
        && numbers.split_once(':').is_some_and(|(major, minor)| is_number(major) && is_number(minor))
        && (1..=3).contains(&rights.len())
        && rights.chars().all(|c| matches!(c, 'r' | 'w' | 'm'))
}

/// `/dev/NAME[:PATH][:rwm]`, or the name of a device of a vendor: `nvidia.com/gpu=all`.
fn device(text: &str) -> Option<(String, String)> {
    let is_of_vendor = text.contains('=') && !text.starts_with('/');
    if is_of_vendor || text.contains('\\') {
        return None;
    }
    let is_mode = |part: &str| !part.is_empty() && part.chars().all(|c| matches!(c, 'r' | 'w' | 'm'));
    let parts: Vec<&str> = text.split(':').collect();
    let inside = match *parts {
        [path] => path,
        [path, mode] if is_mode(mode) => path,
        [path, inside] if !path.is_empty() => inside,
        [path, inside, mode] if !path.is_empty() && is_mode(mode) => inside,
        _ => "",
    };
    (!inside.starts_with('/')).then(|| {
        (
            format!("`{text}` is not a valid device"),
            "write `/dev/NAME`, or `/dev/NAME:/dev/NAME:rwm`".to_owned(),
        )
    })
}

/// `80`, `80-90/udp`. The client does not look at the protocol.
fn expose(text: &str) -> Option<(String, String)> {
    let ports = text.split('/').next().unwrap_or_default();
    port_range(ports).is_none().then(|| {
        let help = "write a container port, such as `--expose 80` or `--expose 8000-8010/udp`";
        (format!("`{text}` is not a port to expose"), help.to_owned())
    })
}

fn restart(text: &str) -> Option<(String, String)> {
    let (policy, count) = text.split_once(':')?;
    if policy.is_empty() {
        return Some((format!("`{text}` has no restart policy"), "write `on-failure:COUNT`".to_owned()));
    }
    (!count.is_empty() && !is_integer(count, true)).then(|| {
        (
            format!("`{count}` is not a valid number of restarts"),
            "write a number, such as `on-failure:5`".to_owned(),
        )
    })
}

fn gpus(text: &str) -> Option<(String, String)> {
    if text.contains('"') {
        return None;
    }
    let help = "write `all`, a number, or `device=0`".to_owned();
    let is_count = |text: &str| text == "all" || is_integer(text, true);
    for field in text.split(',') {
        match field.split_once('=') {
            None if !is_count(field) => {
                return Some((format!("`{field}` is not a valid number of GPUs"), help));
            }
            Some((name, _)) if !GPU_NAMES.contains(&name) => {
                return Some((format!("`--gpus` has no option `{name}`"), help));
            }
            _ => {}
        }
    }
    None
}

/// The options of `--gpus`.
const GPU_NAMES: [&str; 5] = ["driver", "count", "device", "capabilities", "options"];

/// `name=NETWORK,alias=NAME`
fn network(text: &str) -> Option<(String, String)> {
    const NAMES: [&str; 8] =
        ["name", "alias", "ip", "ip6", "mac-address", "link-local-ip", "driver-opt", "gw-priority"];
    let help = || "write `--network NAME`, or `name=NAME` with other options".to_owned();
    if text.is_empty() {
        return Some(("the network has no name".to_owned(), help()));
    }
    if !text.contains('=') || text.contains('"') {
        return None;
    }
    let fields = || text.split(',').map(|field| field.split_once('=').unwrap_or((field, "")));
    let lower = |name: &str| name.trim().to_ascii_lowercase();
    for (name, value) in fields() {
        let known = lower(name);
        if !NAMES.contains(&&*known) {
            return Some((format!("`--network` has no option `{name}`"), help()));
        }
        if matches!(&*known, "ip" | "ip6" | "link-local-ip") && value.trim().parse::<IpAddr>().is_err() {
            return Some((format!("`{value}` is not an IP address"), help()));
        }
    }
    let has_name = fields().any(|(name, value)| lower(name) == "name" && !value.trim().is_empty());
    (!has_name).then(|| (format!("`{text}` does not contain the name of a network"), help()))
}

/// `linux/arm64/v8` (containerd/platforms).
fn platform(text: &str) -> Option<(String, String)> {
    let is_part = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "_.-()".contains(c))
    };
    let is_right = text.is_empty() || text.split('/').count() <= 3 && text.split('/').all(is_part);
    (!is_right).then(|| {
        let help = "write one platform, such as `linux/amd64`".to_owned();
        (format!("`{text}` is not a valid platform"), help)
    })
}
