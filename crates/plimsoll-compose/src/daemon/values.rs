//! The forms of values: addresses, hosts, registries and their like.

use std::net::IpAddr;

use plimsoll_diagnostics::nearest;
use plimsoll_facts::daemon_keys::Key;
use plimsoll_facts::log_options;

use super::{Problem, Settings};
use crate::schema::parse_size;
use crate::yaml::{Kind, Node, Scalar, Yaml};

/// What is wrong with the value of a key.
pub(super) fn check(settings: Settings<'_, '_>, key: &Key, scalar: &Scalar<'_>, found: &mut Vec<Problem>) {
    let text = &*scalar.value;
    // An empty string is as good as none.
    if text.is_empty() || is_placeholder(text) {
        return;
    }
    let expected = match key.values.as_slice() {
        [] => return,
        [form] if form.starts_with('@') => of_form(settings, form, scalar),
        words if words.contains(&text) => return,
        words => Some(one_of(text, words)),
    };
    if let Some(expected) = expected {
        let name = key.path.rsplit('.').next().unwrap_or(key.path);
        let message = format!("`{text}` is not a valid value for `{name}`");
        found.push(Problem::invalid(scalar.span, message, expected));
    }
}

fn one_of(text: &str, words: &[&'static str]) -> String {
    if let Some(word) = nearest(text, words.iter().copied()) {
        return format!("did you mean `{word}`?");
    }
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    format!("use one of {}", words.join(", "))
}

/// What a form expects, where the value is nothing of the kind.
fn of_form(settings: Settings<'_, '_>, form: &str, scalar: &Scalar<'_>) -> Option<String> {
    let text = &*scalar.value;
    let number = || text.parse::<i64>().ok();
    let (is_good, expected) = match form {
        "@host" => return host(text),
        "@mirror" => return mirror(text),
        "@registry" => return registry(text),
        "@label" => return label(text),
        "@exec-option" => return exec_option(settings, text),
        "@log-level" => {
            let levels = ["panic", "fatal", "error", "warn", "info", "debug", "trace"];
            let lower = text.to_ascii_lowercase();
            return (!levels.contains(&&*lower)).then(|| match &*lower {
                "warning" => "use `warn`".to_owned(),
                _ => one_of(&lower, &levels),
            });
        }
        "@log-driver" => {
            let known = log_options::drivers().find(|known| *known != text && plain(known) == plain(text));
            return known.map(|known| format!("did you mean `{known}`?"));
        }
        "@ip" => (text.parse::<IpAddr>().is_ok(), "use an IP address"),
        "@ip-prefix" => {
            (prefix(text).is_some(), "use an address with a prefix length, such as `10.9.0.1/24`")
        }
        "@ipv6-prefix" => {
            (prefix(text).is_some_and(|(ip, _)| ip.is_ipv6()), "use an IPv6 range, such as `fd00:9::/64`")
        }
        "@size" => (scalar.kind == Kind::Int || parse_size(text).is_some(), "use a size such as `128m`"),
        "@remap" => (text.matches(':').count() < 2, "use `default`, `USER` or `USER:GROUP`"),
        "@domain" => (!text.contains([' ', '/', ':', '@']), "use a domain"),
        "@absolute" => (text.starts_with('/'), "use an absolute path"),
        "@natural" => (number().is_none_or(|number| number >= 0), "use 0 or more"),
        "@port" => (number().is_none_or(|port| (0..=65535).contains(&port)), "use a port"),
        "@mark" => {
            (text.split('/').count() <= 2 && text.split('/').all(is_number), "use `MARK` or `MARK/MASK`")
        }
        "@pair" => (text.contains('='), "use `KIND=VALUE`"),
        "@storage-option" => (text.contains('='), "use `DRIVER.OPTION=VALUE`"),
        _ => return None,
    };
    (!is_good).then(|| expected.to_owned())
}

fn plain(name: &str) -> String {
    name.to_ascii_lowercase().replace(['-', '_', ' '], "")
}

fn is_number(text: &str) -> bool {
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => u32::from_str_radix(digits, 16).is_ok(),
        None => text.parse::<u32>().is_ok(),
    }
}

/// `10.9.0.1/24`
pub(super) fn prefix(text: &str) -> Option<(IpAddr, u32)> {
    let (ip, bits) = text.split_once('/')?;
    let (ip, bits): (IpAddr, u32) = (ip.parse().ok()?, bits.parse().ok()?);
    (bits <= if ip.is_ipv4() { 32 } else { 128 }).then_some((ip, bits))
}

fn host(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://").unwrap_or(("tcp", text));
    match scheme {
        "unix" | "fd" | "npipe" => None,
        "tcp" => {
            let port = match rest.rsplit_once(']') {
                Some((_, port)) => port.strip_prefix(':'),
                None => rest.rsplit_once(':').map(|(_, port)| port),
            };
            if rest.contains('/') {
                return Some("use `tcp://HOST:PORT`, without a path".to_owned());
            }
            let is_port = |port: &str| port.is_empty() || port.parse::<u16>().is_ok_and(|port| port > 0);
            (!port.is_none_or(is_port)).then(|| "use a port between 1 and 65535".to_owned())
        }
        _ => Some("use `unix://`, `tcp://` or `fd://`".to_owned()),
    }
}

fn mirror(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else {
        return Some(match text.split_once("://") {
            Some((_, rest)) => format!("use `https://{rest}`"),
            None => format!("use `https://{text}`"),
        });
    };
    let is_bare = !rest.contains(['@', '?', '#', ' ']) && !rest.is_empty() && !rest.starts_with('/');
    (!is_bare).then(|| "use a URL without a user, query or fragment".to_owned())
}

fn registry(text: &str) -> Option<String> {
    let rest = ["http://", "https://"].iter().find_map(|scheme| {
        let start = text.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| text.get(scheme.len()..))?
    });
    let name = rest.unwrap_or(text);
    if name.contains("://") {
        return Some("use `HOST:PORT`, without a scheme".to_owned());
    }
    if prefix(name).is_some() || name.parse::<IpAddr>().is_ok() {
        return None;
    }
    if let Some((host, _)) = name.split_once('/') {
        return Some(format!("use `{host}`, without a path"));
    }
    let (host, port) = match name.rsplit_once(':') {
        Some((host, port)) => (host, port.parse::<u16>().is_ok()),
        None => (name, true),
    };
    let is_host = !host.starts_with('-') && !host.ends_with('-') && !host.contains([' ', '*', '?', '@', ',']);
    (!is_host || !port).then(|| "use `HOST:PORT` or a range such as `10.0.0.0/8`".to_owned())
}

fn label(text: &str) -> Option<String> {
    let Some((name, _)) = text.split_once('=').filter(|(name, _)| !name.is_empty()) else {
        return Some("use `KEY=VALUE`".to_owned());
    };
    let reserved = ["com.docker.", "io.docker.", "org.dockerproject."];
    let is_reserved = reserved.iter().any(|start| name.to_ascii_lowercase().starts_with(start));
    is_reserved.then(|| "use your own namespace: this one is reserved for Docker".to_owned())
}

fn exec_option(settings: Settings<'_, '_>, text: &str) -> Option<String> {
    let Some((name, value)) = text.split_once('=') else { return Some("use `OPTION=VALUE`".to_owned()) };
    match &*name.trim().to_ascii_lowercase() {
        "native.cgroupdriver" if !settings.is_windows => (!matches!(value, "" | "systemd" | "cgroupfs"))
            .then(|| "use `native.cgroupdriver=systemd` or `native.cgroupdriver=cgroupfs`".to_owned()),
        "isolation" if settings.is_windows => None,
        "isolation" => Some("remove this option: it exists only on Windows".to_owned()),
        _ if settings.is_windows => Some("use `isolation=process` or `isolation=hyperv`".to_owned()),
        _ => Some("use `native.cgroupdriver=systemd`".to_owned()),
    }
}

/// Whether somebody puts something in the place of it, or of a part of it, before dockerd reads it.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let is_marked = ["{{", "${", "<%", "{%", "@@", "$("].iter().any(|mark| text.contains(mark));
    let between =
        |open: char, close: char| text.split_once(open).is_some_and(|(_, rest)| rest.contains(close));
    let is_variable = |part: &str| part.starts_with(|c: char| c.is_ascii_uppercase() || c == '_');
    is_marked || between('<', '>') || text.contains("__") || text.split('$').skip(1).any(is_variable)
}

/// Whether a value is, or has, such a placeholder instead of something that dockerd reads; or a word that is no JSON.
pub(super) fn is_unknown(value: &Yaml<'_>) -> bool {
    let is_word = |scalar: &Scalar<'_>| scalar.kind == Kind::String && !scalar.is_quoted();
    value.as_scalar().is_some_and(|scalar| is_placeholder(&scalar.value) || is_word(scalar))
}

/// Whether a value is a path of Windows, or a pipe of it.
pub(super) fn is_of_windows(value: &Yaml<'_>) -> bool {
    let is_path = |text: &str| {
        let mut chars = text.chars();
        chars.next().is_some_and(|drive| drive.is_ascii_alphabetic())
            && chars.next() == Some(':')
            && matches!(chars.next(), Some('\\' | '/'))
    };
    match &value.node {
        Node::Scalar(scalar) => {
            is_path(&scalar.value) || scalar.value.starts_with("npipe://") || scalar.value == "windowsfilter"
        }
        Node::Sequence(items) => {
            items.iter().filter_map(Yaml::as_scalar).any(|item| item.value.starts_with("npipe://"))
        }
        _ => false,
    }
}
