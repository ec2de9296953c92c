//! What a service mounts: where from, and two things in one place.

use std::collections::HashMap;

use plimsoll_diagnostics::{Diagnostic, Span};

use super::{is_known, problem};
use crate::model::Service;
use crate::yaml::Yaml;

pub(super) fn check(service: &Service<'_>, problems: &mut Vec<Diagnostic>) {
    let items = service.get("volumes").and_then(Yaml::as_sequence).unwrap_or_default();
    for item in items.iter().filter_map(|item| item.as_mapping()) {
        let kind =
            item.entry("type").filter(|kind| kind.value.as_scalar().is_some_and(|kind| kind.value == "bind"));
        if let Some(kind) = kind.filter(|_| item.get("source").is_none()) {
            let mut found = problem(kind.span(), "`source` is missing".to_owned());
            found.help("set `source` to the host path");
            problems.push(found);
        }
    }
    // Of two volumes the later wins, but memory does not give way.
    let mut taken: HashMap<&str, (&str, Span)> = HashMap::new();
    for tmpfs in service.tmpfs.iter().filter(|tmpfs| is_known(tmpfs)) {
        let path = tmpfs.value.split(':').next().unwrap_or_default();
        match taken.get(path) {
            Some((text, first)) if *text != tmpfs.value => {
                problems.push(twice(path, tmpfs.span, *first));
            }
            Some(_) => {}
            None => {
                taken.insert(path, (&tmpfs.value, tmpfs.span));
            }
        }
    }
    for mount in &service.volumes {
        let Some(target) = mount.target.as_ref().filter(|target| is_known(target)) else { continue };
        if let Some((_, first)) = taken.get(&*target.value) {
            problems.push(twice(&target.value, target.span, *first));
        }
    }
}

fn twice(path: &str, span: Span, first: Span) -> Diagnostic {
    let mut found = problem(span, format!("`{path}` is already a mount target"));
    found.label(first, "`tmpfs` already mounts this path").help("remove one of the two");
    found
}
