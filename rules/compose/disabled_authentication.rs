//! A service that is told to let everybody in.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DisabledAuthentication;

/// A variable, the values that switch authentication off, what happens then.
const VARIABLES: &[(&str, &[&str], &str)] = &[
    ("POSTGRES_HOST_AUTH_METHOD", &["trust"], "nobody is asked for a password"),
    ("MYSQL_ALLOW_EMPTY_PASSWORD", YES, "root has no password"),
    ("MARIADB_ALLOW_EMPTY_ROOT_PASSWORD", YES, "root has no password"),
    ("MARIADB_ALLOW_EMPTY_PASSWORD", YES, "root has no password"),
    ("ALLOW_EMPTY_PASSWORD", YES, "no password is needed"),
    ("ALLOW_ANONYMOUS_LOGIN", YES, "no user is needed"),
    ("NEO4J_AUTH", &["none"], "nobody is asked for a password"),
    ("xpack.security.enabled", NO, "nobody is asked for a password"),
    ("DISABLE_SECURITY_PLUGIN", YES, "nobody is asked for a password"),
    ("plugins.security.disabled", YES, "nobody is asked for a password"),
    ("ME_CONFIG_BASICAUTH", NO, "nobody is asked for a password"),
    ("GF_AUTH_ANONYMOUS_ENABLED", YES, "no user is needed"),
];

const YES: &[&str] = &["1", "true", "yes", "on"];
const NO: &[&str] = &["0", "false", "no", "off"];

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
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let name = &service.name.value;
        for pair in &service.environment {
            let row = VARIABLES.iter().find(|(variable, ..)| *variable == pair.name.value);
            let (Some((_, values, effect)), Some(value)) = (row, &pair.value) else { continue };
            if project::resolve(value).is_known_and(|value| values.contains(&&*value.to_ascii_lowercase())) {
                cx.report(value.span, format!("service `{name}` lets everybody in"))
                    .here(*effect)
                    .help("set a password, from a secret or from outside");
            }
        }
        for word in service.command.iter().flat_map(|command| &command.words) {
            if ARGUMENTS.contains(&&*word.value) {
                cx.report(word.span, format!("service `{name}` lets everybody in"))
                    .here("nobody is asked for a password")
                    .help("remove it, and set a password");
            }
        }
    }
}
