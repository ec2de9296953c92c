//! The names of the file's own keys. They are looked at apart from their values: dockerd compares them with its flags.

use plimsoll_diagnostics::{MOST_COMPARED, nearest};
use plimsoll_facts::daemon_keys::{self, Key, Status};

use super::{Problem, Settings, Verdict, shape};
use crate::yaml::{Entry, Mapping};

pub(super) fn check(
    settings: Settings<'_, '_>,
    entry: &Entry<'_>,
    engine: Option<&str>,
    found: &mut Vec<Problem>,
) {
    let name = &*entry.key.value;
    if super::values::is_placeholder(name) {
        return;
    }
    let Some(key) = daemon_keys::key(name).filter(|_| !name.contains(['.', '['])) else {
        match entry.value.as_mapping() {
            Some(group) => check_group(entry, group, found),
            None => found.push(unknown(entry, found.len())),
        }
        return;
    };
    if let Some(problem) = of_version(key, entry, engine).or_else(|| of_platform(settings, key, entry)) {
        found.push(problem);
    } else {
        shape::check(settings, key.path, key.shape, entry, found);
    }
}

/// What a version of the engine has against a key that some version knows.
fn of_version(key: &Key, entry: &Entry<'_>, engine: Option<&str>) -> Option<Problem> {
    let name = key.path;
    let is_before = |version: &str| engine.is_some_and(|engine| daemon_keys::is_older(engine, version));
    let problem = |verdict, message: String| {
        let help = match key.instead.filter(|instead| !instead.contains('.')) {
            Some(instead) => format!("use `{instead}`"),
            None => key.instead.map_or_else(|| "remove this option".to_owned(), nested_help),
        };
        let problem = Problem::new(verdict, entry.key.span, message, help);
        match key.instead.filter(|instead| !instead.contains('.') && key.shape == daemon_keys::Shape::Any) {
            Some(instead) if entry.key.is_quoted() => problem.edit(entry.key.span, format!("\"{instead}\"")),
            _ => problem,
        }
    };
    match key.status {
        Status::Removed(version) if !is_before(version) => {
            Some(problem(Verdict::Unsupported, format!("`{name}` was removed in Docker {version}")))
        }
        Status::Refused => Some(problem(Verdict::Invalid, format!("`{name}` cannot be set in daemon.json"))),
        Status::Ignored("") => {
            let message = format!("`{name}` has no effect in daemon.json");
            Some(
                problem(Verdict::Ignored, message)
                    .label("this is the name of a flag, which `dockerd` does not read from daemon.json"),
            )
        }
        Status::Ignored(version) if !is_before(version) => {
            Some(problem(Verdict::Ignored, format!("`{name}` has no effect since Docker {version}")))
        }
        _ if !key.since.is_empty() && is_before(key.since) => {
            let message = format!("`{name}` requires Docker {}", key.since);
            Some(Problem::new(
                Verdict::Unsupported,
                entry.key.span,
                message,
                "remove this option, or upgrade the engine",
            ))
        }
        _ => None,
    }
}

/// "use `no-proxy` under `proxies`"
fn nested_help(path: &'static str) -> String {
    match path.split_once('.') {
        Some((group, name)) => format!("write `\"{group}\": {{\"{name}\": …}}`"),
        None => format!("use `{path}`"),
    }
}

fn of_platform(settings: Settings<'_, '_>, key: &Key, entry: &Entry<'_>) -> Option<Problem> {
    (settings.is_windows && key.platform == "linux").then(|| {
        let message = format!("`dockerd` on Windows has no option `{}`", key.path);
        Problem::invalid(entry.key.span, message, "remove this option")
    })
}

/// `before` is how many problems there are already: of so many, not all are shown.
fn unknown(entry: &Entry<'_>, before: usize) -> Problem {
    let name = &*entry.key.value;
    let message = format!("unknown daemon option `{name}`");
    let span = entry.key.span;
    let plain = name.to_ascii_lowercase().replace(['_', ' '], "-");
    let is_meant = |key: &&Key| {
        let is_read = !matches!(key.status, Status::Removed(_) | Status::Refused | Status::Ignored(_));
        is_read && !key.path.contains(['.', '['])
    };
    let meant = || daemon_keys::keys().iter().filter(is_meant).map(|key| key.path);
    let same = daemon_keys::key(&plain).filter(is_meant).map(|key| key.path);
    let close = || (before < MOST_COMPARED).then(|| nearest(&plain, meant())).flatten();
    match same.or_else(close) {
        Some(known) => {
            let problem = Problem::invalid(span, message, format!("did you mean `{known}`?"));
            if entry.key.is_quoted() { problem.edit(span, format!("\"{known}\"")) } else { problem }
        }
        None if name.starts_with(['_', '/', '#', '$']) || name == "comment" => {
            Problem::invalid(span, message, "remove this line: JSON does not allow comments")
        }
        None => Problem::invalid(span, message, "remove this option"),
    }
    .label("`dockerd` does not start with an unknown key")
}

/// A key that dockerd does not know is replaced by what stands under it, for this check alone.
fn check_group(group: &Entry<'_>, inside: &Mapping<'_>, found: &mut Vec<Problem>) {
    let is_known = |name: &str| {
        daemon_keys::key(name).is_some_and(|key| !matches!(key.status, Status::Removed(_) | Status::Refused))
    };
    let unknown: Vec<Problem> = {
        let unknown_keys = inside.entries.iter().filter(|entry| !is_known(&entry.key.value));
        unknown_keys.enumerate().map(|(before, entry)| unknown(entry, found.len() + before)).collect()
    };
    if !unknown.is_empty() {
        found.extend(unknown);
        return;
    }
    let name = &*group.key.value;
    let message = format!("`{name}` is not a group of daemon options");
    let help =
        if inside.entries.is_empty() { "remove this option" } else { "move its options to the top level" };
    let problem = Problem::new(Verdict::Ignored, group.key.span, message, help);
    found.push(problem.label("`dockerd` never reads the options inside"));
}
