//! A service that is told to let everybody in.

use facts::open_access;
use plimsoll_linter::prelude::*;

use super::open_console::{self, Console};

#[derive(Default)]
pub(crate) struct DisabledAuthentication;

/// Arguments that do the same.
const ARGUMENTS: &[&str] = &[
    "--noauth",
    "--skip-grant-tables",
    "--skip-grant-tables=1",
    "--initialize-insecure",
    "--api.insecure",
    "--api.insecure=true",
];

impl Rule for DisabledAuthentication {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let name = container.title();
        for pair in &service.environment {
            let (Some(known), Some(value)) = (open_access::find(&pair.name.value), &pair.value) else {
                continue;
            };
            if open_console::VARIABLES.contains(&known.variable) {
                continue;
            }
            if project::resolve(value).is_known_and(|value| known.is_open(&value)) {
                cx.report(value.span, format!("{name} accepts connections without a password"))
                    .here(known.effect)
                    .help(
                        "remove this setting and set a password through a secret or an environment variable",
                    );
            }
        }
        // `open_console` speaks of those that are published.
        let mut consoles = open_console::consoles(service);
        consoles.retain(|_| open_console::published(container).is_none());
        for Console { place, effect, help } in consoles {
            let message = format!("{name} accepts connections without a password");
            cx.report(place, message).here(effect).help(help);
        }
        for (word, effect, help) in opened(service) {
            let message = if effect == UNVERIFIED {
                format!("{name} does not verify its backends' certificates")
            } else {
                format!("{name} accepts connections without a password")
            };
            cx.report(word.span, message).here(effect).help(help);
        }
        for word in service.command.iter().flat_map(|command| &command.words) {
            if ARGUMENTS.contains(&&*word.value) {
                cx.report(word.span, format!("{name} accepts connections without a password"))
                    .here(match &*word.value {
                        "--initialize-insecure" => "root has no password",
                        _ => "this option turns off authentication",
                    })
                    .help(if word.value.starts_with("--api.insecure") {
                        "remove this option, and protect `api@internal` with a middleware such as `basicAuth`"
                    } else {
                        "remove this option and set a password"
                    });
            }
        }
    }
}

/// What is wrong with a proxy that trusts every backend.
const UNVERIFIED: &str = "this option accepts any certificate";

/// An argument, what it does, and what to do instead.
type Opened<'c> = (&'c compose::yaml::Scalar<'c>, &'static str, &'static str);

/// Arguments that let everybody in, of a program that is known by its name.
fn opened<'c>(service: &'c compose::Service) -> Vec<Opened<'c>> {
    let words: Vec<_> = service.command.iter().flat_map(|command| &command.words).collect();
    let has = |part: &str| words.iter().any(|word| word.value.contains(part));
    let image = service.image.as_ref().map_or("", |image| &image.value);
    let is_of = |name: &str| has(name) || image.contains(name);
    let found = words.iter().enumerate().filter_map(|(at, word)| {
        let next = words.get(at + 1).map_or("", |word| &*word.value);
        let (option, value) = word.value.split_once('=').unwrap_or((&word.value, next));
        let (effect, help) = match option {
            "--protected-mode"
                if value == "no" && !has("requirepass") && !has(".conf") && !has("aclfile") =>
            {
                (
                    "connections from any address are accepted, and no password is set",
                    "set a password with `--requirepass`, or require client certificates",
                )
            }
            "--bind_ip_all"
                if is_of("mongo") && !has("--auth") && !has("--keyFile") && !has_root_user(service) =>
            {
                (
                    "MongoDB listens on every address, and no password is set",
                    "set `MONGO_INITDB_ROOT_USERNAME` and `MONGO_INITDB_ROOT_PASSWORD`, or pass `--auth`",
                )
            }
            "--serverstransport.insecureskipverify" | "--serversTransport.insecureSkipVerify"
                if value != "false" =>
            {
                (UNVERIFIED, "remove this option, and configure the CA that signs the backends' certificates")
            }
            _ => return None,
        };
        Some((*word, effect, help))
    });
    found.collect()
}

/// The image of `MongoDB` asks for passwords when it is told of a first user.
fn has_root_user(service: &compose::Service) -> bool {
    service.environment.iter().any(|pair| pair.name.value.starts_with("MONGO_INITDB_ROOT_USERNAME"))
}
