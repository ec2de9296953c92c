//! Paths of files from another folder, seen from the folder of the application.

use std::borrow::Cow;

use plimsoll_compose::yaml::{Entry, Mapping, Node, Scalar, Yaml};

use crate::path;

/// Changes the paths of a file that lies in `from` so that they are seen from `to`.
pub(super) fn rebase_file(file: &mut Yaml<'_>, from: &str, to: &str) {
    let Some(way) = way(from, to) else { return };
    for (section, change) in
        [("services", service as fn(&mut Yaml<'_>, &str)), ("secrets", content), ("configs", content)]
    {
        let entries = field(file, section).and_then(mapping).map(|mapping| mapping.entries.make_mut());
        for entry in entries.into_iter().flatten() {
            change(&mut entry.value, &way);
        }
    }
}

/// Changes the paths of a service that is written in `from` so that they are seen from `to`.
pub(super) fn rebase_service(yaml: &mut Yaml<'_>, from: &str, to: &str) {
    if let Some(way) = way(from, to) {
        service(yaml, &way);
    }
}

/// The way from one folder to another, when there is any to go.
fn way(from: &str, to: &str) -> Option<String> {
    path::relative(to, from).filter(|way| !way.is_empty())
}

fn service(service: &mut Yaml<'_>, way: &str) {
    if let Some(build) = field(service, "build") {
        build_context(build, way);
    }
    for key in ["env_file", "label_file"] {
        if let Some(files) = field(service, key) {
            each(files, |file| match &mut file.node {
                Node::Scalar(scalar) => rebase(scalar, way),
                _ => path_field(file, "path", way),
            });
        }
    }
    if let Some(mounts) = field(service, "volumes") {
        each(mounts, |mount| match &mut mount.node {
            // A source that is no path is the name of a volume.
            Node::Scalar(scalar) if scalar.value.starts_with('.') => rebase(scalar, way),
            Node::Mapping(_) => {
                let is_bind =
                    mount.get("type").and_then(Yaml::as_scalar).is_some_and(|kind| kind.value == "bind");
                if is_bind {
                    path_field(mount, "source", way);
                }
            }
            _ => {}
        });
    }
    if let Some(rules) = field(service, "develop").and_then(|develop| field(develop, "watch")) {
        each(rules, |rule| path_field(rule, "path", way));
    }
    if let Some(extends) = field(service, "extends") {
        path_field(extends, "file", way);
    }
}

fn content(content: &mut Yaml<'_>, way: &str) {
    path_field(content, "file", way);
}

/// Without a context, a build is in the folder of its own file.
fn build_context(build: &mut Yaml<'_>, way: &str) {
    let span = build.span;
    match &mut build.node {
        Node::Scalar(scalar) => rebase(scalar, way),
        Node::Mapping(mapping) if mapping.get("context").is_none() => {
            let value = Yaml::new(Node::Scalar(Scalar::implied(format!("./{way}"), span)), span);
            mapping.entries.make_mut().push(Entry { key: Scalar::implied("context", span), value });
        }
        _ => path_field(build, "context", way),
    }
}

fn path_field(yaml: &mut Yaml<'_>, key: &str, way: &str) {
    if let Some(Node::Scalar(scalar)) = field(yaml, key).map(|value| &mut value.node) {
        rebase(scalar, way);
    }
}

/// Puts the way in front of a path that is relative and no address.
fn rebase(scalar: &mut Scalar<'_>, way: &str) {
    let path = &*scalar.value;
    let is_elsewhere = path.starts_with(['/', '~', '\\', '$'])
        || path.contains("://")
        || path.starts_with("git@")
        || path.get(1..2) == Some(":");
    if is_elsewhere || scalar.is_null() {
        return;
    }
    let path = path.strip_prefix("./").unwrap_or(path);
    let dot = if way.starts_with("..") { "" } else { "./" };
    let joined = if path == "." { format!("{dot}{way}") } else { format!("{dot}{way}/{path}") };
    scalar.value = Cow::Owned(joined);
}

fn each(yaml: &mut Yaml<'_>, mut change: impl FnMut(&mut Yaml<'_>)) {
    match &mut yaml.node {
        Node::Sequence(items) => items.make_mut().iter_mut().for_each(change),
        Node::Scalar(_) => change(yaml),
        _ => {}
    }
}

fn field<'t, 's>(yaml: &'t mut Yaml<'s>, key: &str) -> Option<&'t mut Yaml<'s>> {
    mapping(yaml)?.get_mut(key)
}

fn mapping<'t, 's>(yaml: &'t mut Yaml<'s>) -> Option<&'t mut Mapping<'s>> {
    match &mut yaml.node {
        Node::Mapping(mapping) => Some(mapping),
        _ => None,
    }
}
