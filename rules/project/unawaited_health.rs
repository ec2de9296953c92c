//! A service waits for the start of a database that could say when it is ready.

use std::collections::HashSet;

use compose::{Condition, Restart};
use facts::ImageKind;
use plimsoll_linter::prelude::*;

use super::malformed_healthcheck::is_malformed;
use crate::compose::engine_socket::is_image;

#[derive(Default)]
pub(crate) struct UnawaitedHealth;

impl Rule for UnawaitedHealth {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let app = container.app;
        // Swarm reads no `depends_on`.
        let is_elsewhere = container.line().is_none() && (app.is_for_tests() || app.is_stack());
        if is_elsewhere || is_restarted(container) || connects_later(container) || waits(container) {
            return;
        }
        for (item, needed) in container.depends_on() {
            // Who writes `condition: service_started` has chosen it.
            let is_chosen = item.condition.is_some() || item.awaits() != Condition::Started;
            let Some(needed) = needed.filter(|_| !is_chosen) else { continue };
            let is_store = needed.is_data_store();
            let Value::Known { value: check, set_at } = needed.healthcheck() else { continue };
            if !is_store || !check.is_enabled() || never_succeeds(&needed) {
                continue;
            }
            if is_awaited_through_others(container, &needed) {
                continue;
            }
            let name = needed.name();
            let message = format!("{} starts before `{name}` is ready", container.title());
            let finding = cx.report(item.service.span, message);
            finding.is_minor = !connects_at_once(container);
            finding
                .here("Compose waits only until the container has started")
                .label(set_at, "this health check shows when the service is ready")
                .help(match container.service.depends_on.iter().find(|item| item.service.is_interpolated()) {
                    // Compose does not read variables in the keys of a mapping.
                    Some(other) => format!(
                        "wait for `{name}` in the command: a key of `depends_on` cannot be `{}`",
                        other.service.template()
                    ),
                    None => format!(
                        "wait for the health check: `depends_on: {{ {name}: {{ condition: service_healthy }} }}`"
                    ),
                });
        }
    }
}

/// Whether a client that waited for the health check might wait in vain.
fn never_succeeds(needed: &Container) -> bool {
    let test = needed.service.healthcheck.as_ref().and_then(|check| check.test.as_ref());
    test.is_some_and(is_malformed) || needed.check_may_always_fail()
}

/// Whether what is started visibly connects at once: it changes the database first, or talks to it. What nothing is known of may.
fn connects_at_once(container: &Container) -> bool {
    let service = container.service;
    let own: Vec<_> = service.command.iter().chain(&service.entrypoint).flat_map(|it| &it.words).collect();
    if own.is_empty() && !container.is_built() && container.known_image().is_none() {
        return true;
    }
    let connects = |text: &str| CONNECTING.iter().any(|sign| text.contains(sign));
    let is_own = own.iter().any(|word| connects(&word.value));
    is_own
        || container.stage().is_some_and(|stage| {
            let Some(command) = stage.started_command().filter(|_| own.is_empty()) else { return false };
            command.shell_text().is_some_and(|text| connects(&text.text))
                || stage.started_script().is_some_and(|text| connects(text.raw))
        })
}

/// Words of commands that connect to a database before anything else runs.
const CONNECTING: [&str; 9] =
    ["migrat", "alembic", "db upgrade", "db push", "db:setup", "db:prepare", "psql ", "mysql ", "mongosh"];

/// Whether a client that comes too early is started again, until the database is ready.
fn is_restarted(container: &Container) -> bool {
    let service = container.service;
    let has_policy = service.fields.at(&["deploy", "restart_policy"]).is_some();
    has_policy || service.restart.is_some() && !container.restart().is_known_and(|it| it == Restart::No)
}

/// Whether it does not connect when it starts: it stores data itself, its image is a program that waits or connects when
/// somebody uses it, such as a dashboard, or it is Laravel's server for development, which connects on each request.
fn connects_later(container: &Container) -> bool {
    let is_program = container.known_image().is_some_and(|known| {
        matches!(known.kind, ImageKind::Application | ImageKind::AdminTool | ImageKind::Monitoring)
    });
    let is_server = || {
        let written = container.service.build.as_ref().and_then(|build| build.context.as_ref());
        let is_sail = written.is_some_and(|context| context.value.contains("vendor/laravel/sail"));
        is_sail && container.service.command.is_none()
    };
    let is_patient = |image: &ImageName| image.waits_for_services();
    is_program && !container.is_built()
        || is_image(container, is_patient)
        || container.is_data_store()
        || is_server()
}

/// Whether what is started waits, or tries again: `until nc -z database 5432; do sleep 1; done`.
fn waits(container: &Container) -> bool {
    let service = container.service;
    let own = service.command.iter().chain(&service.entrypoint).flat_map(|command| &command.words);
    let mut words = own.map(|word| word.value.to_ascii_lowercase());
    let is_sign = |text: &str| ["wait", "until ", "sleep", "retr"].iter().any(|sign| text.contains(sign));
    let script = || container.stage().and_then(|stage| stage.started_script());
    words.any(|word| is_sign(&word)) || script().is_some_and(|text| is_sign(text.raw))
}

/// Whether another of its dependencies starts only when this one is healthy.
fn is_awaited_through_others(container: &Container, needed: &Container) -> bool {
    let mut seen = HashSet::new();
    let mut left: Vec<Container> = required(container).collect();
    while let Some(next) = left.pop() {
        if next.name() == needed.name() || !seen.insert(next.name()) {
            continue;
        }
        let awaits = |item: &compose::DependsOn| {
            item.service.value == needed.name() && item.awaits() == Condition::Healthy
        };
        if next.service.depends_on.iter().any(awaits) {
            return true;
        }
        left.extend(required(&next));
    }
    false
}

/// What it cannot start without.
fn required<'p>(container: &Container<'p>) -> impl Iterator<Item = Container<'p>> + use<'p> {
    let is_required = |item: &compose::DependsOn| !item.required.as_ref().is_some_and(|own| own.is(false));
    container.depends_on().filter(move |(item, _)| is_required(item)).filter_map(|(_, needed)| needed)
}
