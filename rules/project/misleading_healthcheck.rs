//! A health check that says "healthy" before clients can connect.

use facts::ImageKind;
use plimsoll_linter::prelude::*;
use project::Healthcheck;

use crate::project::malformed_healthcheck::is_malformed;

#[derive(Default)]
pub(crate) struct MisleadingHealthcheck;

impl Rule for MisleadingHealthcheck {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let Some(image) = container.known_image() else { return };
        let Value::Known { value: Healthcheck::Service(check), .. } = container.healthcheck() else { return };
        // `malformed-healthcheck` reports a test that never runs this.
        let Some(asked) = check.test.as_ref().filter(|test| !is_malformed(test)) else { return };
        let text = asked.words.iter().map(|word| &*word.value).collect::<Vec<_>>().join(" ");
        let Some((here, help)) = fault(&text, image.kind, image.health_command) else { return };
        let finding =
            cx.report(asked.span, format!("{} is reported as healthy before it is ready", container.title()));
        finding.here(here).help(help);
        if let Some((client, waits)) = container.awaited_healthy() {
            let label = format!("`{}` waits for this service to be healthy", client.name());
            finding.label(waits.service.span, label);
        }
    }
}

/// What a check does not see, and what to write.
fn fault(text: &str, kind: ImageKind, known: Option<&str>) -> Option<(&'static str, String)> {
    const SOCKET: &str =
        "this checks the socket, where a temporary server also listens during the first start";
    let words: Vec<&str> = text.split([' ', '\'', '"']).filter(|word| !word.is_empty()).collect();
    let has = |word: &str| words.contains(&word);
    let host = words.iter().enumerate().find_map(|(at, word)| match *word {
        "-h" | "--host" => words.get(at + 1).copied(),
        word => {
            word.strip_prefix("--host=").or_else(|| word.strip_prefix("-h").filter(|host| !host.is_empty()))
        }
    });
    if kind == ImageKind::Database && has("pg_isready") && host.is_none_or(|host| host.starts_with('/')) {
        let is_set = text.contains("PGHOST");
        return (!is_set).then(|| (SOCKET, "add `-h 127.0.0.1` to check over TCP".to_owned()));
    }
    let is_admin = has("mysqladmin") || has("mariadb-admin");
    if kind == ImageKind::Database && is_admin && has("ping") && host.is_none_or(|host| host == "localhost") {
        let is_tcp = text.contains("--protocol");
        return (!is_tcp).then(|| (SOCKET, "add `-h 127.0.0.1` to check over TCP".to_owned()));
    }
    let is_cli = words.iter().any(|word| word.ends_with("redis-cli") || word.ends_with("valkey-cli"));
    let is_read = has("-e") || text.contains(['|', '=']) || text.to_ascii_uppercase().contains("PONG");
    (kind == ImageKind::Cache && is_cli && has("ping") && !is_read).then(|| {
        let write = known.unwrap_or("redis-cli -e ping");
        ("this command also exits with 0 for `LOADING` and `NOAUTH`", format!("write `{write}`"))
    })
}
