//! Command lines that the client rejects before it contacts an engine (docker/cli, `opts` and
//! `cli/command/container/opts.go`).

use plimsoll_diagnostics::Span;
use plimsoll_facts::ulimits;

use crate::flags::truth;
use crate::numbers::{is_decimal, is_duration, is_integer, is_size};
use crate::{
    CommandLine, Flag, Tool, Verb, Word, mount_refusals, operand_refusals, service_refusals, value_refusals,
};

/// A reason why the client rejects a command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The location.
    pub span: Span,
    /// The message, as a clause.
    pub message: String,
    /// The label at the location.
    pub label: &'static str,
    /// The help.
    pub help: String,
    /// The conflicting location, with its label.
    pub other: Option<(Span, &'static str)>,
}

impl Refusal {
    fn new(span: Span, message: String, label: &'static str, help: impl Into<String>) -> Refusal {
        Refusal { span, message, label, help: help.into(), other: None }
    }
}

/// Everything that the client rejects in a command line. The result is empty if parsing stopped early, or if the line
/// is ambiguous.
pub fn refusals(line: &CommandLine) -> Vec<Refusal> {
    let mut found = Vec::new();
    if line.flags.is_open {
        return found;
    }
    if let Some((word, message, help)) = operand_refusals::refused(line) {
        let span = word.map_or(line.verb_span, |word| word.span);
        found.push(Refusal::new(span, message, "the client rejects this command", help));
    }
    let is_run = line.verb.makes_container();
    for flag in &line.flags.flags {
        let Some(value) = &flag.value else { continue };
        let Some(text) = value.literal() else { continue };
        found.extend(of_type(line, flag, value, &text));
        // Podman has words of its own for all of these.
        if is_run && line.tool == Tool::Docker {
            found.extend(of_flag(line.verb, flag, value, &text));
        }
        if matches!(line.verb, Verb::ServiceCreate | Verb::ServiceUpdate)
            && let Some((message, help)) = service_refusals::value(flag.name(), &text)
        {
            found.push(Refusal::new(value.span, message, "the client rejects this command", help));
        }
    }
    if line.tool == Tool::Docker
        && line.flags.mistake.is_none()
        && let Some((flag, message, help)) = service_refusals::together(line)
    {
        found.push(Refusal::new(flag.whole(), message, "the client rejects this command", help));
    }
    if matches!(line.verb, Verb::Run | Verb::Create) && line.flags.mistake.is_none() {
        together(line, &mut found);
    }
    found
}

/// A value that is not what its flag takes.
fn of_type(line: &CommandLine, flag: &Flag, value: &Word, text: &str) -> Option<Refusal> {
    let name = flag.name();
    // Podman takes a policy there: <https://docs.podman.io/en/latest/markdown/podman-build.1.html>.
    let is_policy = line.tool == Tool::Podman && name == "--pull";
    let (is_right, what, help) = match flag.known.kind {
        "bool" if !flag.known.takes_value && !is_policy => {
            (truth(text).is_some(), "`true` or `false`", format!("write `{name}` or `{name}=false`"))
        }
        "int" | "int64" => (
            is_integer(text, true),
            "a whole number",
            format!("write a number without a unit, such as `{name} {}`", digits(text).unwrap_or("10")),
        ),
        "uint" | "uint16" | "uint64" => (
            is_integer(text, false),
            "a whole number of 0 or more",
            format!("write a number, such as `{name} 10`"),
        ),
        "decimal" => (
            is_decimal(text),
            "a number of CPUs",
            format!("write a decimal number, such as `{name} {}`", decimal(text).as_deref().unwrap_or("1.5")),
        ),
        "bytes" => (
            is_size(text) || (name == "--memory-swap" && text == "-1"),
            "a size",
            format!(
                "write a number and one of `b`, `k`, `m`, `g`, such as `{name} {}m`",
                digits(text).unwrap_or("512")
            ),
        ),
        "duration" if line.tool != Tool::Podman => (
            is_duration(text),
            "a duration",
            format!("write a number and its unit, such as `{name} {}s`", digits(text).unwrap_or("30")),
        ),
        _ => return None,
    };
    if is_right {
        return None;
    }
    Some(Refusal::new(
        value.span,
        format!("`{text}` is not a valid value for `{name}`: expected {what}"),
        "the client rejects this command",
        help,
    ))
}

fn digits(text: &str) -> Option<&str> {
    let len = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.get(..len).filter(|digits| !digits.is_empty())
}

/// The number that a value starts with: of `1,5`, `1.5`; of `2core`, `2`.
fn decimal(text: &str) -> Option<String> {
    let text = text.replace(',', ".");
    let len = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    text.get(..len).filter(|number| !number.is_empty() && is_decimal(number)).map(str::to_owned)
}

/// A value of the right type that docker refuses for this flag.
fn of_flag(verb: Verb, flag: &Flag, value: &Word, text: &str) -> Option<Refusal> {
    let name = flag.name();
    let refused = |message: String, help: String| {
        Some(Refusal::new(value.span, message, "the client rejects this command", help))
    };
    let container = text.starts_with("container:");
    match name {
        "--pid" if verb != Verb::ServiceCreate && !container && !matches!(text, "" | "host") => refused(
            format!("`{text}` is not a valid value for `--pid`"),
            "write `--pid host` or `--pid container:NAME`".into(),
        ),
        "--userns" | "--uts" if !matches!(text, "" | "host") => refused(
            format!("`{text}` is not a valid value for `{name}`"),
            format!("write `{name} host`, or remove it"),
        ),
        "--cgroupns" if !matches!(text, "" | "host" | "private") => refused(
            format!("`{text}` is not a valid value for `--cgroupns`"),
            "write `host` or `private`".into(),
        ),
        "--pull" if !matches!(text, "always" | "missing" | "never") => refused(
            format!("`{text}` is not a valid pull policy"),
            "write `always`, `missing` or `never`".into(),
        ),
        "--env" if text.is_empty() => {
            refused("this variable has no name".to_owned(), "write `--env NAME=VALUE`".into())
        }
        "--env" if text.starts_with('=') => {
            refused(format!("the variable in `{text}` has no name"), "write `--env NAME=VALUE`".into())
        }
        "--pid" if verb != Verb::ServiceCreate && text == "container:" => refused(
            "the name of the container is missing after `container:`".to_owned(),
            "write `--pid container:NAME`".into(),
        ),
        "--security-opt" if is_bare_option(text) => refused(
            format!("`{text}` is not a valid security option"),
            "write `NAME=VALUE`, such as `--security-opt seccomp=unconfined`".into(),
        ),
        "--sysctl" if verb != Verb::ServiceCreate => sysctl(value, text),
        "--ulimit" => ulimit(value, text),
        "--mount" => mount_refusals::refused(value).and_then(|(message, help)| refused(message, help)),
        "--volume" => volume(value, text),
        "--publish" if verb != Verb::ServiceCreate => port(value, text),
        _ => value_refusals::refused(verb, name, text).and_then(|(message, help)| refused(message, help)),
    }
}

/// Whether a security option lacks the value that all but one need.
fn is_bare_option(text: &str) -> bool {
    let value = text.split_once('=').or_else(|| text.split_once(':')).map(|(_, value)| value);
    !text.starts_with("no-new-privileges") && value.is_none_or(str::is_empty)
}

/// The settings of the kernel that a container has for itself (docker/cli, `opts.ValidateSysctl`).
fn sysctl(value: &Word, text: &str) -> Option<Refusal> {
    const OF_IPC: [&str; 8] =
        ["msgmax", "msgmnb", "msgmni", "sem", "shmall", "shmmax", "shmmni", "shm_rmid_forced"];
    let (key, _) = text.split_once('=').unwrap_or((text, ""));
    let of_ipc = key.strip_prefix("kernel.").is_some_and(|name| OF_IPC.contains(&name));
    let is_own = of_ipc || key.starts_with("net.") || key.starts_with("fs.mqueue.");
    if is_own && text.contains('=') {
        return None;
    }
    let (message, help) = if is_own {
        (format!("`{text}` has no value"), "write `NAME=VALUE`")
    } else {
        let message = format!("`{key}` can only be set on the host");
        (message, "set the parameter on the host with `sysctl`, and remove this flag")
    };
    Some(Refusal::new(value.span, message, "the client rejects this command", help))
}

fn ulimit(value: &Word, text: &str) -> Option<Refusal> {
    let refused = |message: String| {
        let help = "write `NAME=SOFT:HARD`, such as `--ulimit nofile=1024:2048`";
        Some(Refusal::new(value.span, message, "the client rejects this command", help))
    };
    let Some((name, limits)) = text.split_once('=') else {
        return refused(format!("`{text}` has no limit"));
    };
    if !ulimits::of_engine().contains(&name) {
        return refused(format!("`{name}` is not a valid ulimit"));
    }
    let (soft, hard) = limits.split_once(':').map_or((limits, None), |(soft, hard)| (soft, Some(hard)));
    let number = |text: &str| text.parse::<i64>().ok();
    let (Some(soft), Some(hard)) = (number(soft), hard.map_or(Some(None), |hard| number(hard).map(Some)))
    else {
        return refused(format!("`{limits}` is not a valid limit for `{name}`"));
    };
    match hard {
        Some(hard) if hard != -1 && (soft > hard || soft == -1) => {
            refused(format!("the soft limit for `{name}` exceeds the hard limit"))
        }
        _ => None,
    }
}

/// `-v` with more parts than source, target and mode, or with an empty one. A drive letter is none.
fn volume(value: &Word, text: &str) -> Option<Refusal> {
    let is_drive = |part: &str| part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let parts: Vec<&str> = text.split(':').collect();
    let message = match &*parts {
        [""] => "`--volume` has an empty value".to_owned(),
        parts if parts.iter().any(|part| is_drive(part)) => return None,
        parts if parts.iter().any(|part| part.is_empty()) => format!("`{text}` has an empty part"),
        parts if parts.len() > 3 => format!("`{text}` has too many parts"),
        _ => return None,
    };
    Some(Refusal::new(
        value.span,
        message,
        "the client rejects this command",
        "write `SOURCE:TARGET` or `SOURCE:TARGET:MODE`",
    ))
}

/// `[ADDRESS:][PORT:]PORT[/PROTOCOL]` (docker/go-connections, `nat.ParsePortSpec`).
fn port(value: &Word, text: &str) -> Option<Refusal> {
    if text.contains('=') {
        let (message, help) = value_refusals::long_port(text)?;
        return Some(Refusal::new(value.span, message, "the client rejects this command", help));
    }
    let (ports, protocol) = text.split_once('/').map_or((text, "tcp"), |(ports, protocol)| (ports, protocol));
    let refused = |message: String| {
        let help = "write `[ADDRESS:]PORT:PORT[/tcp]`, such as `-p 127.0.0.1:8080:80`";
        Some(Refusal::new(value.span, message, "the client rejects this command", help))
    };
    if !matches!(protocol.to_ascii_lowercase().as_str(), "" | "tcp" | "udp" | "sctp") {
        return refused(format!("`{protocol}` is not a valid port protocol"));
    }
    let (before, inside) = ports.rsplit_once(':').map_or(("", ports), |(before, inside)| (before, inside));
    // An address of IPv6 has colons, too.
    let (address, host) = match before.rsplit_once(':') {
        Some((address, host)) => (address, host),
        None => ("", before),
    };
    let mut counts = Vec::new();
    for range in [host, inside].into_iter().filter(|range| !range.is_empty()) {
        let Some((first, last)) = value_refusals::port_range(range) else {
            return refused(format!("`{range}` is not a valid port"));
        };
        counts.push(last - first);
    }
    // One container port may be published on any of several.
    if let [host, inside] = *counts
        && host != inside
        && inside > 0
    {
        return refused(format!("the two ranges in `{text}` have different lengths"));
    }
    if inside.is_empty() {
        return refused(format!("`{text}` has no container port"));
    }
    let address = address.trim_start_matches('[').trim_end_matches(']');
    if !address.is_empty() && address.parse::<std::net::IpAddr>().is_err() {
        return refused(format!("`{address}` is not a valid host address"));
    }
    None
}

/// Flags that do not go together.
fn together(line: &CommandLine, found: &mut Vec<Refusal>) {
    let flags = &line.flags;
    let known = |name: &str| flags.get(name).and_then(|flag| Some((flag, flag.value.as_ref()?.text()?)));
    if line.tool == Tool::Docker {
        if let (Some(rm), Some((restart, policy))) = (flags.get("--rm"), known("--restart"))
            && rm.is_on() == Some(true)
            && !matches!(policy, "" | "no")
        {
            let message = "`--rm` and `--restart` cannot be used together".to_owned();
            let mut refusal = Refusal::new(
                restart.whole(),
                message,
                "the client rejects this command",
                "remove `--rm` to keep the container, or `--restart` to remove it when it exits",
            );
            refusal.other = Some((rm.span, "this removes the container when it exits"));
            found.push(refusal);
        }
        if let (Some(detach), Some(attach)) = (flags.get("--detach"), flags.get("--attach"))
            && detach.is_on() == Some(true)
        {
            let message = "`--attach` and `--detach` cannot be used together".to_owned();
            let mut refusal = Refusal::new(
                attach.whole(),
                message,
                "the client rejects this command",
                "remove one of the two flags",
            );
            refusal.other = Some((detach.span, "this runs the container in the background"));
            found.push(refusal);
        }
    }
    if let Some(none) = flags.get("--no-healthcheck").filter(|flag| flag.is_on() == Some(true)) {
        let health = [
            "--health-cmd",
            "--health-interval",
            "--health-retries",
            "--health-timeout",
            "--health-start-period",
            "--health-start-interval",
        ];
        let is_set =
            |flag: &&Flag| !flag.value.as_ref().is_some_and(|it| matches!(it.text(), Some("0" | "0s" | "")));
        if let Some(other) = health.iter().find_map(|name| flags.get(name).filter(is_set)) {
            let message = format!("`--no-healthcheck` and `{}` cannot be used together", other.name());
            let mut refusal = Refusal::new(
                none.span,
                message,
                "the client rejects this command",
                "remove one of the two flags",
            );
            refusal.other = Some((other.span, "this sets up a health check"));
            found.push(refusal);
        }
    }
    if let (Some((driver, "none")), Some(option)) = (known("--log-driver"), flags.get("--log-opt")) {
        let message = "`--log-opt` cannot be used with `--log-driver none`".to_owned();
        let help = "remove the options, or use another logging driver";
        let mut refusal = Refusal::new(option.whole(), message, "the client rejects this command", help);
        refusal.other = Some((driver.whole(), "this driver has no options"));
        found.push(refusal);
    }
    let networks = || flags.all("--network").chain(flags.all("--net"));
    let is_of_engine =
        |text: &str| matches!(text, "host" | "none" | "bridge" | "default") || text.starts_with("container:");
    let words: Option<Vec<&str>> = networks().map(|flag| flag.value.as_ref().and_then(Word::text)).collect();
    let Some(words) = words.filter(|_| line.tool == Tool::Docker) else { return };
    let alias = flags.get("--network-alias").or_else(|| flags.get("--net-alias"));
    if let Some(alias) = alias.filter(|_| words.iter().all(|text| is_of_engine(text))) {
        let message = "a network alias requires a user-defined network".to_owned();
        let help = "create a network with `docker network create NAME`, and pass `--network NAME`";
        found.push(Refusal::new(alias.whole(), message, "the client rejects this command", help));
    }
    let names = || networks().filter_map(|flag| flag.value.as_ref().and_then(Word::text));
    let twice = networks().enumerate().find(|(at, flag)| {
        let name = flag.value.as_ref().and_then(Word::text);
        name.is_some_and(|name| names().take(*at).any(|before| before == name))
    });
    if let Some((_, flag)) = twice {
        let message = "the same network is passed twice".to_owned();
        found.push(Refusal::new(
            flag.whole(),
            message,
            "the client rejects this command",
            "remove one of the two flags",
        ));
    }
    if let [_, second, ..] = networks().collect::<Vec<_>>().as_slice()
        && words.iter().any(|text| is_of_engine(text))
    {
        let message = "a built-in network cannot be combined with another network".to_owned();
        let help = "pass `--network` only once, or use networks created with `docker network create`";
        found.push(Refusal::new(second.whole(), message, "the client rejects this command", help));
    }
}
