//! What the client rejects in the flags of services, networks and logins, alone or together (docker/cli,
//! `cli/command/service/opts.go`, `opts/swarmopts`, `cli/command/network/create.go`, `cli/command/registry/login.go`).

use crate::value_refusals::port_range;
use crate::{CommandLine, Flag, Verb, Word};

/// A flag, what is wrong with it, and what helps.
type Found<'l> = (&'l Flag, String, String);

/// What is wrong with the flags of a command together.
pub(crate) fn together(line: &CommandLine) -> Option<Found<'_>> {
    let flags = &line.flags;
    match line.verb {
        Verb::ServiceCreate => {
            let mode = flags.get("--mode")?;
            let replicas = flags.get("--replicas")?;
            let mode = mode.value.as_ref().and_then(Word::text)?;
            (mode.starts_with("global")).then(|| {
                let message = format!("`--replicas` cannot be used with `--mode {mode}`");
                (replicas, message, "remove one of the two flags".to_owned())
            })
        }
        Verb::NetworkCreate if flags.get("--subnet").is_none() => {
            let flag = ["--gateway", "--ip-range"].iter().find_map(|name| flags.get(name))?;
            let message = format!("`{}` requires a subnet", flag.name());
            Some((flag, message, "add `--subnet`, such as `--subnet 10.9.0.0/24`".to_owned()))
        }
        Verb::Login => {
            let stdin = flags.get("--password-stdin").filter(|flag| flag.is_on() == Some(true))?;
            if flags.get("--password").is_some() {
                let message = "`--password` and `--password-stdin` cannot be used together".to_owned();
                return Some((stdin, message, "remove `--password`".to_owned()));
            }
            flags.get("--username").is_none().then(|| {
                let message = "`--password-stdin` requires `--username`".to_owned();
                (stdin, message, "add `--username NAME`".to_owned())
            })
        }
        _ => None,
    }
}

/// What is wrong with the value of a flag of a service.
pub(crate) fn value(name: &str, text: &str) -> Option<(String, String)> {
    match name {
        "--publish" | "--publish-add" => port(text),
        "--secret" | "--secret-add" | "--config" | "--config-add" => grant(name, text),
        "--placement-pref" | "--placement-pref-add" => {
            let strategy = text.split('=').next().unwrap_or_default();
            (strategy != "spread").then(|| {
                (
                    format!("`{strategy}` is not a placement strategy"),
                    "write `spread=node.labels.NAME`".to_owned(),
                )
            })
        }
        _ => None,
    }
}

/// `published=8080,target=80,mode=host`, or `8080:80` without an address.
fn port(text: &str) -> Option<(String, String)> {
    let help = || "write `published=8080,target=80`, or `8080:80`".to_owned();
    if !text.contains('=') {
        let address = text.rsplit_once(':').and_then(|(before, _)| before.rsplit_once(':'));
        return address.map(|_| (format!("`{text}` has an address, which a service cannot have"), help()));
    }
    let mut has_target = false;
    for field in text.split(',') {
        let (name, value) = field.split_once('=').unwrap_or((field, ""));
        let name = name.to_ascii_lowercase();
        let is_right = match &*name {
            "protocol" => matches!(&*value.to_ascii_lowercase(), "tcp" | "udp" | "sctp"),
            "mode" => matches!(&*value.to_ascii_lowercase(), "ingress" | "host"),
            "target" | "published" => port_range(value).is_some_and(|(first, last)| first == last),
            _ => return Some((format!("`--publish` has no option `{name}`"), help())),
        };
        if !is_right {
            return Some((format!("`{value}` is not a valid value for `{name}`"), help()));
        }
        has_target |= name == "target";
    }
    (!has_target).then(|| (format!("`{text}` has no target port"), help()))
}

/// `NAME`, or `source=NAME,target=PATH,mode=0400`.
fn grant(flag: &str, text: &str) -> Option<(String, String)> {
    if !text.contains('=') || text.contains('"') {
        return None;
    }
    let help = || format!("write `{flag} source=NAME,target=PATH`");
    let name = |field: &str| field.split('=').next().unwrap_or_default().to_ascii_lowercase();
    let unknown = text
        .split(',')
        .map(name)
        .find(|name| !matches!(&**name, "source" | "src" | "target" | "uid" | "gid" | "mode"));
    if let Some(unknown) = unknown {
        return Some((format!("`{flag}` has no option `{unknown}`"), help()));
    }
    let has_source = text.split(',').map(name).any(|name| matches!(&*name, "source" | "src"));
    (!has_source).then(|| (format!("`{text}` has no source"), help()))
}
