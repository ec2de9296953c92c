//! Runtimes, limits and address pools: settings of several parts that must fit each other.

use super::{Problem, Settings, Verdict, values};
use crate::yaml::{Entry, Kind, Mapping, Yaml};

pub(super) fn check(settings: Settings<'_, '_>, found: &mut Vec<Problem>) {
    if !settings.is_whole {
        return;
    }
    entries(settings, "runtimes").for_each(|(entry, runtime)| check_runtime(entry, runtime, found));
    default_runtime(settings, found);
    entries(settings, "default-ulimits").for_each(|(entry, limit)| check_limit(entry, limit, found));
    let pools = settings.entry("default-address-pools").and_then(|entry| entry.value.as_sequence());
    pools.unwrap_or_default().iter().for_each(|pool| check_pool(pool, found));
    if let Some(user) = settings.text("userns-remap").filter(|user| &*user.value == "root") {
        let message = "`userns-remap` has no effect with `root`".to_owned();
        let problem = Problem::new(Verdict::Ignored, user.span, message, "use `default`");
        found.push(
            problem
                .label("root in a container is still root on the host")
                .edit(user.span, "\"default\"".to_owned()),
        );
    }
}

/// The mappings under the names of a key.
fn entries<'d, 's>(
    settings: Settings<'d, 's>,
    key: &str,
) -> impl Iterator<Item = (&'d Entry<'s>, &'d Mapping<'s>)> {
    let mapping = settings.entry(key).and_then(|entry| entry.value.as_mapping());
    let entries = mapping.into_iter().flat_map(|mapping| mapping.entries.iter());
    entries.filter_map(|entry| Some((entry, entry.value.as_mapping()?)))
}

/// What is below the file's own keys is found in any letter case.
fn part<'m, 's>(mapping: &'m Mapping<'s>, name: &str) -> Option<&'m Yaml<'s>> {
    let entry = mapping.entries.iter().rev().find(|entry| entry.key.value.eq_ignore_ascii_case(name))?;
    let is_set = match entry.value.as_scalar() {
        Some(scalar) => !scalar.value.is_empty(),
        None => entry.value.as_sequence().is_none_or(|items| !items.is_empty()),
    };
    is_set.then_some(&entry.value)
}

fn check_runtime(entry: &Entry<'_>, runtime: &Mapping<'_>, found: &mut Vec<Problem>) {
    let name = &*entry.key.value;
    let (path, kind) = (part(runtime, "path"), part(runtime, "runtimeType"));
    let (args, options) = (part(runtime, "runtimeArgs"), part(runtime, "options"));
    let mut problem = |span, message: String, help: &'static str| {
        found.push(Problem::invalid(span, message, help));
    };
    if name == "runc" {
        problem(entry.key.span, "the runtime name `runc` is reserved".to_owned(), "rename the runtime");
    }
    match (path, kind) {
        (None, None) => {
            let message = format!("runtime `{name}` has neither `path` nor `runtimeType`");
            problem(entry.key.span, message, "add `\"path\": \"…\"`");
        }
        (Some(path), Some(_)) => {
            let message = format!("runtime `{name}` has both `path` and `runtimeType`");
            problem(path.span, message, "remove one of the two");
        }
        (Some(_), None) => {
            if let Some(options) = options {
                let message = format!("`options` in runtime `{name}` require `runtimeType`");
                problem(options.span, message, "use `runtimeArgs`");
            }
        }
        (None, Some(_)) => {
            if let Some(args) = args {
                let message = format!("`runtimeArgs` in runtime `{name}` require `path`");
                problem(args.span, message, "use `options`");
            }
        }
    }
}

fn default_runtime(settings: Settings<'_, '_>, found: &mut Vec<Problem>) {
    let Some(name) = settings.text("default-runtime").filter(|_| !settings.is_windows) else { return };
    let is_there = settings.entry("runtimes").is_some_and(|entry| entry.value.get(&name.value).is_some());
    if matches!(&*name.value, "" | "runc") || name.value.contains('.') || is_there {
        return;
    }
    let message = format!("`default-runtime` is `{}`, which is not in `runtimes`", name.value);
    let help = format!("add `\"runtimes\": {{\"{}\": {{\"path\": \"…\"}}}}`", name.value);
    found.push(Problem::invalid(name.span, message, help));
}

fn check_limit(entry: &Entry<'_>, limit: &Mapping<'_>, found: &mut Vec<Problem>) {
    const NO_CONTAINER: &str = "`dockerd` starts, but containers do not";
    let name = &*entry.key.value;
    if part(limit, "Name").is_none() {
        let message = format!("limit `{name}` has no `Name`");
        let problem = Problem::invalid(entry.key.span, message, format!("add `\"Name\": \"{name}\"`"));
        let problem = problem.label(NO_CONTAINER);
        found.push(match limit.entries.first() {
            Some(first) => problem.edit(first.key.span.before(), format!("\"Name\": \"{name}\", ")),
            None => problem,
        });
    }
    let number = |part_name: &str| -> Option<i64> {
        let value = part(limit, part_name);
        value.map_or(Some(0), |value| value.as_scalar()?.value.parse().ok())
    };
    // -1 is no limit.
    let height = |limit: i64| if limit == -1 { i64::MAX } else { limit };
    if let (Some(soft), Some(hard)) = (number("Soft"), number("Hard"))
        && height(soft) > height(hard)
    {
        let span = part(limit, "Soft").map_or(entry.key.span, |soft| soft.span);
        let message = format!("the soft limit for `{name}` exceeds the hard limit");
        found.push(Problem::invalid(span, message, "raise `Hard`, or lower `Soft`").label(NO_CONTAINER));
    }
}

fn check_pool(pool: &Yaml<'_>, found: &mut Vec<Problem>) {
    let Some(parts) = pool.as_mapping() else { return };
    let Some(base) = part(parts, "base").and_then(Yaml::as_scalar) else {
        found.push(Problem::invalid(
            pool.span,
            "this address pool has no `base`".to_owned(),
            "add `\"base\": \"10.10.0.0/16\"`",
        ));
        return;
    };
    let Some((ip, bits)) = values::prefix(&base.value) else { return };
    let most = if ip.is_ipv4() { 32 } else { 128 };
    let Some(size) = part(parts, "size").and_then(Yaml::as_scalar).filter(|size| size.value != "0") else {
        let message = "this address pool has no `size`".to_owned();
        let help = format!("add `\"size\": {}`, the prefix length of each network", (bits + 8).min(most));
        found.push(Problem::invalid(pool.span, message, help));
        return;
    };
    let is_wrong = |size: u32| size < bits || size > most;
    if size.kind == Kind::Int && size.value.parse().is_ok_and(is_wrong) {
        let message = format!("/{} networks do not fit into `{}`", size.value, base.value);
        let help = format!("use a `size` between {bits} and {most}");
        found.push(Problem::invalid(size.span, message, help).because(base.span, "the pool"));
    }
}
