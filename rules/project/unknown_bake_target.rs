//! A group or a target of a Bake file, a command line or a step refers to a target that does not exist.

use std::collections::HashSet;

use compose::yaml::{Entry, Scalar, Yaml};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnknownBakeTarget;

impl Rule for UnknownBakeTarget {
    fn check_document(&self, document: &Document, cx: &mut Context) {
        // Files with other names are read together with files that nobody knows.
        let is_default = document.path.rsplit('/').next().is_some_and(|name| DEFAULT.contains(&name));
        let bake = document.data.documents.first().filter(|_| is_default && document.kind == "bake");
        let Some(bake) = bake else { return };
        let entries = |key| -> &[Entry] {
            bake.get(key).and_then(Yaml::as_mapping).map(|block| &*block.entries).unwrap_or_default()
        };
        let (groups, targets) = (entries("group"), entries("target"));
        // A matrix makes names of its own. So may what could not be read.
        let is_open = targets.iter().any(|target| target.value.get("matrix").is_some())
            || document.data.problems.iter().any(|problem| problem.rule != "undeclared-bake-variable")
            || document.around.iter().any(|name| name == "*");
        if is_open {
            return;
        }
        let own = || groups.iter().chain(targets).map(|entry| &*entry.key.value);
        let names = || own().chain(document.around.iter().map(String::as_str)).chain(GIVEN);
        let known: HashSet<&str> = names().collect();
        let of_groups = named("group", groups, "targets");
        let inherited = named("target", targets, "inherits");
        for (entry, context, name) in targets.iter().flat_map(contexts) {
            if known.contains(name) || name.contains(['$', '*', '{']) {
                continue;
            }
            let finding = cx.report(context, format!("unknown target `{name}`"));
            finding.here(format!("Bake fails to build target `{entry}`"));
            match nearest(name, names().take(MOST_COMPARED)) {
                Some(near) => finding.help(format!("did you mean `target:{near}`?")),
                None => finding.help("add the target, or use another context"),
            };
        }
        for (kind, entry, name) in of_groups.chain(inherited) {
            let is_plain = !name.value.is_empty() && !name.value.contains(['$', '*', '{', '(']);
            if !is_plain || known.contains(&*name.value) {
                continue;
            }
            let message = format!("unknown target `{}`", name.value);
            let finding = cx.report(name.span, message);
            finding.here(format!("Bake fails to build {kind} `{}`", entry.key.value));
            match nearest(&name.value, names().take(MOST_COMPARED)) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help("add the target, or remove it from the list"),
            };
        }
    }

    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        for unknown in &line.unknown_targets {
            let (name, file) = (&unknown.name, &unknown.file);
            let finding = cx.report(unknown.span, format!("unknown target `{name}`"));
            finding.here(format!("no target or group in `{file}` has this name"));
            let names = || unknown.targets.iter().map(String::as_str);
            if line.command.flags.operands.is_empty() {
                finding.here(format!("builds `default`, which is neither a target nor a group in `{file}`"));
                finding.help("pass the targets to build, or add the group `default`");
            } else if let Some(near) = nearest(name, names().take(MOST_COMPARED)) {
                finding.help(format!("did you mean `{near}`?"));
            } else {
                finding.help("pass a target or a group that exists");
            }
        }
    }
}

/// What Bake reads by itself.
const DEFAULT: [&str; 2] = ["docker-bake.hcl", "docker-bake.json"];

/// The targets of the file that `docker/metadata-action` writes for Bake, by its releases.
const GIVEN: [&str; 2] = ["docker-metadata-action", "ghaction-docker-meta"];

/// The targets that a target uses as contexts: `contexts = { base = "target:base" }`.
fn contexts<'y>(target: &'y Entry) -> impl Iterator<Item = (&'y str, Span, &'y str)> {
    let contexts = target.value.get("contexts").and_then(Yaml::as_mapping);
    let values = contexts.into_iter().flat_map(|contexts| &contexts.entries);
    values.filter_map(|context| {
        let value = context.value.as_scalar()?;
        Some((&*target.key.value, value.span, value.value.strip_prefix("target:")?))
    })
}

/// The names in the lists under a key of each entry.
fn named<'y, 's>(
    kind: &'static str,
    entries: &'y [Entry<'s>],
    key: &str,
) -> impl Iterator<Item = (&'static str, &'y Entry<'s>, &'y Scalar<'s>)> {
    entries.iter().flat_map(move |entry| {
        let items = entry.value.get(key).and_then(Yaml::as_sequence).unwrap_or_default();
        items.iter().filter_map(Yaml::as_scalar).map(move |name| (kind, entry, name))
    })
}
