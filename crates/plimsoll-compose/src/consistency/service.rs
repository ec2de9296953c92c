//! What a service says twice, or says wrongly: its check, its copies, its hosts, its variables, what it watches.

use plimsoll_diagnostics::Diagnostic;

use super::{is_known, problem};
use crate::model::{Service, TestForm, Typed};
use crate::schema::parse_size;
use crate::yaml::{Mapping, Scalar, Yaml};

pub(super) fn check(service: &Service<'_>, problems: &mut Vec<Diagnostic>) {
    healthcheck(service, problems);
    copies(service, problems);
    limits(service, problems);
    commands(service, problems);
    for key in ["gpus", "devices"] {
        device_requests(service.get(key), problems);
    }
    let reserved = service.fields.at(&["deploy", "resources", "reservations", "devices"]);
    device_requests(reserved.map(|entry| &entry.value), problems);
    hosts(service.get("extra_hosts"), problems);
    trailing_space(service.get("environment"), problems);
    extension_networks(service, problems);
    watch(service, problems);
}

fn healthcheck(service: &Service<'_>, problems: &mut Vec<Diagnostic>) {
    let test = service.healthcheck.as_ref().and_then(|check| check.test.as_ref());
    let Some(test) = test.filter(|test| test.form == TestForm::Unknown) else { return };
    if let Some(first) = test.keyword.as_ref().filter(|first| is_known(first)) {
        let message = format!("`test` starts with `{}`: expected `CMD`, `CMD-SHELL` or `NONE`", first.value);
        let mut found = problem(first.span, message);
        found.help("add `CMD` at the start to run a program, or write the test as one string to use a shell");
        problems.push(found);
    }
}

/// `scale` and `deploy.replicas`.
fn copies(service: &Service<'_>, problems: &mut Vec<Diagnostic>) {
    let replicas = service.deploy.as_ref().and_then(|deploy| deploy.replicas.as_ref());
    let known = |number: &&Typed<'_, i64>| is_known(&number.scalar);
    let counts = [("scale", service.scale.as_ref()), ("replicas", replicas)];
    for (key, count) in counts {
        let below_zero = |count: &&Typed<'_, i64>| count.value.is_some_and(|value| value < 0);
        if let Some(count) = count.filter(known).filter(below_zero) {
            let message = format!("`{key}` cannot be negative: {}", count.scalar.value);
            problems.push(problem(count.span(), message));
        }
    }
    let [(_, Some(scale)), (_, Some(replicas))] = counts else { return };
    if known(&scale) && known(&replicas) && scale.value != replicas.value {
        let message = "`scale` and `deploy.replicas` request different numbers of containers".to_owned();
        let mut found = problem(scale.span(), message);
        found.label(replicas.span(), "the other number").help("keep only one of the two");
        problems.push(found);
    }
}

/// Limits that are written beside a part of `deploy.resources` that lacks them: what it leaves out counts as none, which is
/// another value (compose-go, `checkConsistency`).
fn limits(service: &Service<'_>, problems: &mut Vec<Diagnostic>) {
    const KEYS: [(&str, &str, &str); 4] = [
        ("cpus", "limits", "cpus"),
        ("mem_limit", "limits", "memory"),
        ("mem_reservation", "reservations", "memory"),
        ("pids_limit", "limits", "pids"),
    ];
    for (key, side, other) in KEYS {
        let Some(own) = service.get(key).and_then(Yaml::as_scalar).filter(|own| is_known(own)) else {
            continue;
        };
        let Some(part) = service.fields.at(&["deploy", "resources", side]) else { continue };
        let amount = if other == "memory" { parse_size(&own.value) } else { own.value.parse().ok() };
        let is_some = amount.is_some_and(|amount| amount != 0.0);
        if !is_some || part.value.as_mapping().is_none_or(|part| part.entry(other).is_some()) {
            continue;
        }
        let message = format!("Compose rejects `{key}` with `deploy.resources.{side}` without `{other}`");
        let mut found = problem(own.span, message);
        found
            .label(part.key.span, format!("`{other}` is not set here, so it counts as 0"))
            .help(format!("move `{key}` to `deploy.resources.{side}.{other}`"));
        problems.push(found);
    }
}

/// Strings that cannot be split into words.
fn commands(service: &Service<'_>, problems: &mut Vec<Diagnostic>) {
    let hooks: Vec<_> = service.hooks().collect();
    let commands = service.command.iter().chain(&service.entrypoint).chain(&hooks);
    for command in commands.filter(|command| command.text.as_ref().is_some_and(is_known)) {
        let Some(sign) = &command.unbalanced else { continue };
        let (message, help) = match &*sign.value {
            "(" | ")" => (
                format!("Compose rejects a command with an unquoted `{}`", sign.value),
                "quote the script after `sh -c`, or escape the bracket",
            ),
            "\\" => ("the command ends with a backslash".to_owned(), "remove the backslash"),
            quote => (
                format!("unbalanced quote `{quote}` in the command"),
                "close the quote, or write the command as a list",
            ),
        };
        let mut found = problem(sign.span, message);
        found.here("Compose cannot split the command into words").help(help);
        problems.push(found);
    }
}

/// `gpus`, and `devices` of `deploy.resources.reservations`.
fn device_requests(requests: Option<&Yaml<'_>>, problems: &mut Vec<Diagnostic>) {
    for request in requests.and_then(Yaml::as_sequence).unwrap_or_default() {
        if let Some(text) = request.as_scalar().filter(|text| is_known(text)) {
            // A device of `devices`, `SOURCE:TARGET:PERMISSIONS`.
            if text.value.matches(':').count() > 2 {
                let message = format!("`{}` is not a valid device: too many colons", text.value);
                let mut found = problem(text.span, message);
                found.help("write a mapping with `source`, `target` and `permissions`");
                problems.push(found);
            }
        } else if let Some(mapping) = request.as_mapping()
            && let (Some(count), Some(ids)) = (mapping.entry("count"), mapping.entry("device_ids"))
        {
            let mut found =
                problem(count.key.span, "`count` and `device_ids` cannot be used together".to_owned());
            found.label(ids.key.span, "`device_ids` is set here").help("remove one of the two");
            problems.push(found);
        }
    }
}

/// The items of `extra_hosts`: `HOST=ADDRESS` or `HOST:ADDRESS`.
pub(super) fn hosts(hosts: Option<&Yaml<'_>>, problems: &mut Vec<Diagnostic>) {
    for host in items(hosts).filter(|host| is_known(host) && !host.value.contains(['=', ':'])) {
        let mut found = problem(host.span, format!("`{}` has no host address", host.value));
        found.help(format!("write `{}=ADDRESS`", host.value));
        problems.push(found);
    }
}

/// `NAME = value` in a list. Who writes one item so writes the others so, too.
pub(super) fn trailing_space(pairs: Option<&Yaml<'_>>, problems: &mut Vec<Diagnostic>) {
    let mut spaced = items(pairs).filter_map(|pair| {
        let name = pair.value.split('=').next().unwrap_or_default();
        let trimmed = name.trim_end();
        (trimmed.len() < name.len() && !name.contains('$')).then_some((pair, name, trimmed))
    });
    let Some((pair, name, trimmed)) = spaced.next() else { return };
    let shown = trimmed.trim_start();
    let message = match spaced.count() {
        0 => format!("the variable name `{shown}` ends with a space"),
        more => format!("the variable names `{shown}` and {more} more end with a space"),
    };
    let mut found = problem(pair.place(trimmed.len()..name.len()), message);
    found.help("write `NAME=value` without spaces around `=`");
    problems.push(found);
}

/// `develop.watch`
fn watch(service: &Service<'_>, problems: &mut Vec<Diagnostic>) {
    let rules = service.fields.at(&["develop", "watch"]).map(|entry| &entry.value);
    for rule in rules.and_then(Yaml::as_sequence).unwrap_or_default().iter().filter_map(Yaml::as_mapping) {
        if let Some(path) = scalar(rule, "path").filter(|path| path.value.is_empty()) {
            problems.push(problem(path.span, "`path` is empty".to_owned()));
        }
        let Some(action) = scalar(rule, "action") else { continue };
        let copies = matches!(&*action.value, "sync" | "sync+restart" | "sync+exec");
        if copies && scalar(rule, "target").is_none_or(|target| target.value.is_empty()) {
            let mut found = problem(
                action.span,
                format!("`target` is missing: `{}` needs a path to copy to", action.value),
            );
            found.help("set `target` to the path in the container");
            problems.push(found);
        }
    }
}

fn scalar<'m, 's>(mapping: &'m Mapping<'s>, key: &str) -> Option<&'m Scalar<'s>> {
    mapping.get(key)?.as_scalar()
}

/// The scalars of a list.
fn items<'t, 's: 't>(yaml: Option<&'t Yaml<'s>>) -> impl Iterator<Item = &'t Scalar<'s>> {
    yaml.and_then(Yaml::as_sequence).unwrap_or_default().iter().filter_map(Yaml::as_scalar)
}

/// Below a service, compose-go takes the name of a network for an extension when it looks like one.
fn extension_networks(service: &Service<'_>, problems: &mut Vec<Diagnostic>) {
    for network in service.networks.iter().filter(|network| network.name.value.starts_with("x-")) {
        let name = &network.name.value;
        let mut found =
            problem(network.name.span, format!("a service cannot be on a network named `{name}`"));
        found.here("in this mapping, `x-` marks an extension").help("rename the network");
        problems.push(found);
    }
}
