//! The log driver with its options.

use std::collections::HashSet;

use plimsoll_diagnostics::Span;

use super::{NO_START, Problem, Settings, Verdict};
use crate::engine::log::check_options;
use crate::schema::parse_size;
use crate::yaml::Kind;

const NO_CONTAINER: &str = "`dockerd` starts, but containers do not";

pub(super) fn check(settings: Settings<'_, '_>, found: &mut Vec<Problem>) {
    let Some(options) = settings.entry("log-opts").and_then(|entry| entry.value.as_mapping()) else { return };
    let Some(driver) = settings.log_driver().filter(|driver| *driver != "none") else { return };
    let at = settings.entry("log-driver").map(|entry| entry.value.span);
    let removed = |name: &str| name == "fluentd-async-connect";
    let is_read = |name: &str| !removed(name) && !super::values::is_placeholder(name);
    let strings = options.entries.iter().filter(|entry| is_read(&entry.key.value));
    let strings: Vec<_> = strings
        .filter_map(|entry| Some((&entry.key, entry.value.as_scalar()?)))
        .filter(|(_, value)| value.kind == Kind::String && !super::values::is_placeholder(&value.value))
        .map(|(name, value)| (name, Some(value)))
        .collect();
    let of_values = |name: &str| matches!(name, "max-size" | "max-file" | "compress");
    let values = strings.iter().filter(|(name, _)| of_values(&name.value));
    let values: HashSet<Span> = values.filter_map(|(_, value)| Some(value.as_ref()?.span)).collect();
    let mut refused = Vec::new();
    check_options(driver, at, &strings, &mut refused);
    for refusal in refused {
        let is_value = values.contains(&refusal.span);
        let problem = Problem::invalid(refusal.span, refusal.message, refusal.help);
        let problem = problem.label(if is_value { NO_CONTAINER } else { NO_START });
        found.push(Problem { other: refusal.other, ..problem });
    }
    for entry in options.entries.iter().filter(|entry| removed(&entry.key.value)) {
        let message = "`fluentd-async-connect` was removed in Docker 28.0".to_owned();
        let problem = Problem::new(Verdict::Unsupported, entry.key.span, message, "use `fluentd-async`");
        found.push(problem.edit(entry.key.span, "\"fluentd-async\"".to_owned()));
    }
    match driver {
        "json-file" => json_file(settings, found),
        "awslogs" if settings.is_whole && !options.entries.is_empty() => awslogs(settings, found),
        "gelf" => gelf(settings, found),
        _ => {}
    }
}

/// Nothing is rotated without a size.
fn json_file(settings: Settings<'_, '_>, found: &mut Vec<Problem>) {
    let size = settings.log_option("max-size");
    let is_bounded = size.is_some_and(|size| parse_size(&size.value).is_none_or(|size| size > 0.0));
    if !settings.is_whole {
        return;
    }
    let files = settings.log_option("max-file");
    if let Some(files) = files.filter(|files| !is_bounded && files.value != "1") {
        let message = "`max-file` has no effect without `max-size`".to_owned();
        let problem = Problem::new(Verdict::Ignored, files.span, message, "add `\"max-size\": \"10m\"`");
        found.push(problem.label("logs are rotated only when they reach `max-size`"));
    }
    let compress = settings.log_option("compress").filter(|it| matches!(&*it.value, "true" | "t" | "1"));
    if let Some(compress) = compress.filter(|_| !is_bounded || files.is_none_or(|files| files.value == "1")) {
        let message = "`compress` requires rotated log files".to_owned();
        let help = "set `max-size`, and `max-file` to 2 or more";
        found.push(Problem::new(Verdict::Conflict, compress.span, message, help).label(NO_CONTAINER));
    }
}

fn awslogs(settings: Settings<'_, '_>, found: &mut Vec<Problem>) {
    let Some(options) = settings.entry("log-opts") else { return };
    if settings.log_option("awslogs-group").is_none() {
        let message = "the `awslogs` logging driver requires `awslogs-group`".to_owned();
        found.push(Problem::invalid(options.key.span, message, "add `\"awslogs-group\": \"…\"`"));
    }
    let pairs = [
        ("awslogs-datetime-format", "awslogs-multiline-pattern"),
        ("awslogs-datetime-format", "awslogs-format"),
        ("awslogs-multiline-pattern", "awslogs-format"),
    ];
    for (one, other) in pairs {
        if let (Some(first), Some(second)) = (settings.log_option(one), settings.log_option(other)) {
            let message = format!("`{one}` and `{other}` cannot be used together");
            let problem = Problem::new(Verdict::Conflict, second.span, message, "remove one of the two");
            found.push(problem.because(first.span, "the conflicting option"));
        }
    }
}

fn gelf(settings: Settings<'_, '_>, found: &mut Vec<Problem>) {
    let Some(address) = settings.log_option("gelf-address") else { return };
    let refused: &[(&str, &str)] = if address.value.starts_with("tcp://") {
        &[("gelf-compression-type", "UDP"), ("gelf-compression-level", "UDP")]
    } else {
        &[("gelf-tcp-max-reconnect", "TCP"), ("gelf-tcp-reconnect-delay", "TCP")]
    };
    for (name, transport) in refused {
        if let Some(option) = settings.log_option(name) {
            let message = format!("`{name}` works only over {transport}");
            let problem = Problem::new(Verdict::Conflict, option.span, message, "remove this option");
            found.push(problem.because(address.span, "the address"));
        }
    }
}
