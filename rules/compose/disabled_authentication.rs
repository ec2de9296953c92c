//! A service that is told to let everybody in.

use facts::open_access;
use plimsoll_linter::prelude::*;

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
            if project::resolve(value).is_known_and(|value| known.is_open(&value)) {
                cx.report(value.span, format!("{name} lets everybody in"))
                    .here(known.effect)
                    .help("set a password, from a secret or from outside");
            }
        }
        for word in service.command.iter().flat_map(|command| &command.words) {
            if ARGUMENTS.contains(&&*word.value) {
                cx.report(word.span, format!("{name} lets everybody in"))
                    .here("nobody is asked for a password")
                    .help("remove it, and set a password");
            }
        }
    }
}
