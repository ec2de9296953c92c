//! What to write into a Compose file so that a service has the measures it does without.

use plimsoll_compose::engine::Declared;
use plimsoll_compose::{Mount, edit};
use plimsoll_diagnostics::Span;

use super::{Measure, Missing};
use crate::Container;
use plimsoll_facts::ImageUser;

/// What to put where, so that a service has what it does without: with limits that most services can live with.
/// Empty when the service is not written so that keys can be added.
///
/// Half measures that only their author can complete stay as they are.
pub fn repair(
    container: &Container<'_>,
    missing: &[Missing],
    declared: &Declared<'_>,
) -> Vec<(Span, String)> {
    changes(container, missing, declared).unwrap_or_default()
}

/// What is written into a service, and into `limits` where that is there already.
fn keys(measure: Measure) -> [&'static str; 2] {
    match measure {
        Measure::Capabilities => ["cap_drop: [ALL]", ""],
        Measure::NoNewPrivileges => ["security_opt: [\"no-new-privileges:true\"]", ""],
        Measure::ReadOnlyRoot => ["read_only: true", ""],
        Measure::Memory => ["mem_limit: 512m", "memory: 512M"],
        Measure::Processors => ["cpus: 1", "cpus: \"1\""],
        Measure::Processes => ["pids_limit: 200", "pids: 200"],
        Measure::Logs => ["logging: { driver: local }", ""],
        // Which one is right, only the image knows.
        Measure::Healthcheck | Measure::User => ["", ""],
        Measure::Restart => ["restart: unless-stopped", ""],
    }
}

/// A health check that runs a command; a script where it has a pipe.
fn health_test(command: &str) -> String {
    if command.contains('|') {
        return format!("healthcheck: {{ test: [CMD-SHELL, \"{command}\"] }}");
    }
    let words = command.split(' ').collect::<Vec<_>>().join(", ");
    format!("healthcheck: {{ test: [CMD, {words}] }}")
}

/// Whether a cache asks for a password, so that its `ping` without one fails.
fn has_password(container: &Container<'_>) -> bool {
    let command = container.service.command.iter().flat_map(|command| &command.words);
    container.known_image().is_some_and(|image| image.kind == plimsoll_facts::ImageKind::Cache)
        && command.into_iter().any(|word| word.value.contains("requirepass") || word.value.ends_with(".conf"))
}

fn changes(
    container: &Container<'_>,
    missing: &[Missing],
    declared: &Declared<'_>,
) -> Option<Vec<(Span, String)>> {
    let service = container.service;
    let source = container.project.sources.text(service.name.span.file);
    let limits = service.fields.at(&["deploy", "resources", "limits"]);
    let (mut changes, mut own, mut limited) = (Vec::new(), Vec::new(), Vec::new());
    for lack in missing {
        let [key, limit] = keys(lack.measure);
        match (lack.measure, lack.half) {
            (Measure::Healthcheck, None) => {
                let command = container.known_image().and_then(|known| known.health_command);
                own.extend(command.filter(|_| !has_password(container)).map(health_test));
            }
            (Measure::Capabilities, None) => {
                // What starts as root and becomes another user needs these for it.
                let becomes_another = container
                    .known_image()
                    .is_some_and(|known| matches!(known.user, ImageUser::Root | ImageUser::DropsPrivileges));
                if becomes_another && service.user.is_none() && service.cap_add.is_empty() {
                    own.push("cap_add: [CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID]".to_owned());
                }
                own.push(key.to_owned());
            }
            (Measure::User, _) => {}
            // What Compose must write into the container keeps it writable.
            (Measure::ReadOnlyRoot, _) if !declared.written_grants(service).is_empty() => {}
            (Measure::ReadOnlyRoot, half) => {
                match half {
                    Some((span, _)) => changes.push((span, "true".to_owned())),
                    None => own.push(key.to_owned()),
                }
                let is_there =
                    |mount: &Mount<'_>| mount.target.as_ref().is_some_and(|path| path.value == "/tmp");
                let mut paths = super::unwritable_paths(container);
                if !paths.contains(&"/tmp") && !service.volumes.iter().any(is_there) {
                    paths.insert(0, "/tmp");
                }
                if !service.has("tmpfs") && !paths.is_empty() {
                    // Without a size it may take all memory that the container has.
                    let sized = paths.iter().map(|path| match *path {
                        "/tmp" => "\"/tmp:size=64m\"".to_owned(),
                        path => path.to_owned(),
                    });
                    own.push(format!("tmpfs: [{}]", sized.collect::<Vec<_>>().join(", ")));
                }
            }
            (Measure::NoNewPrivileges, Some(_)) => {
                let first = service.security_opt.first()?.span;
                let item = edit::prepend_item(source, first, "no-new-privileges:true")?;
                changes.push((first.before(), item));
            }
            (_, Some((span, _)))
                if !limit.is_empty() && limits.is_some_and(|limits| limits.key.span == span) =>
            {
                limited.push(limit.to_owned());
            }
            (_, Some((_, why))) if limit.is_empty() || why == super::NO_LIMIT => {}
            _ => own.push(key.to_owned()),
        }
    }
    let mut added = Vec::new();
    if let (Some(limits), false) = (limits, limited.is_empty()) {
        added.push(edit::append_keys(source, limits.value.as_mapping()?, limits.span(), &limited)?);
    }
    if !own.is_empty() {
        let (at, text) = edit::append_keys(source, &service.fields, service.span, &own)?;
        match added.first_mut().filter(|(place, _)| *place == at) {
            // The limits end the service: they go first.
            Some((_, limits)) => limits.push_str(&text),
            None => added.push((at, text)),
        }
    }
    changes.append(&mut added);
    Some(changes)
}
