//! A path that `develop.watch` is asked to watch in vain: a mount shares it already, or nothing can be rebuilt.

use std::collections::HashSet;

use compose::yaml::Scalar;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnwatchedPath;

impl Rule for UnwatchedPath {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let watch = service.fields.at(&["develop", "watch"]).and_then(|entry| entry.value.as_sequence());
        // All paths are one decision: the mounts or `develop.watch`.
        let mut mounted = Vec::new();
        let mut rebuilt = Vec::new();
        for item in watch.unwrap_or_default() {
            let action = item.get("action").and_then(|action| action.as_scalar());
            let Some(path) = item.get("path").and_then(|path| path.as_scalar()) else { continue };
            let syncs = action.is_some_and(|action| action.value.starts_with("sync"));
            let is_bind = |mount: &&compose::Mount| mount.kind == compose::MountKind::Bind;
            let sources = service.volumes.iter().filter(is_bind).filter_map(|mount| mount.source.as_ref());
            // An overlay leaves it to another file.
            let has_no_build = service.build.is_none() && service.is_runnable();
            if let Some(action) = action.filter(|action| action.value == "rebuild" && has_no_build) {
                rebuilt.push(action.span);
                continue;
            }
            let same = sources.into_iter().find(|source| is_inside(clean(&path.value), clean(&source.value)));
            mounted.extend(same.filter(|_| syncs && !path.is_interpolated()).map(|source| (path, source)));
        }
        report_rebuilt(service, &rebuilt, cx);
        report_mounted(&mounted, cx);
    }
}

fn report_rebuilt(service: &compose::Service, actions: &[Span], cx: &mut Context) {
    let [first, others @ ..] = actions else { return };
    let finding = cx.report(*first, format!("service `{}` cannot be rebuilt", service.name.value));
    finding
        .here("`docker compose watch` fails: `build` is not set")
        .help("add `build`, or use `sync` with a `target`");
    for other in others {
        finding.label(*other, "also cannot be rebuilt");
    }
}

fn report_mounted(mounted: &[(&Scalar, &Scalar)], cx: &mut Context) {
    let [(path, source), others @ ..] = mounted else { return };
    let message = match others.len() {
        0 => format!("`{}` is not watched", path.value),
        1 => format!("`{}` and another path are not watched", path.value),
        count => format!("`{}` and {count} other paths are not watched", path.value),
    };
    let finding = cx.report(path.span, message);
    finding
        .here("Compose ignores bind-mounted paths and everything under them")
        .label(source.span, "also mounted here")
        .help("remove either the mount or the `develop.watch` entry");
    let mut told = HashSet::from([source.span]);
    for (path, source) in others {
        finding.label(path.span, "also not watched");
        if told.insert(source.span) {
            finding.label(source.span, "also mounted here");
        }
    }
}

/// `./src/` and `src` are the same.
fn clean(path: &str) -> &str {
    path.strip_prefix("./").unwrap_or(path).trim_end_matches('/')
}

/// Whether a path is that of a mount, or lies below it.
fn is_inside(path: &str, mounted: &str) -> bool {
    let is_relative = |path: &str| !path.starts_with(['/', '~', '$']) && !path.starts_with("..");
    if mounted == "." {
        return is_relative(path);
    }
    path.strip_prefix(mounted).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
