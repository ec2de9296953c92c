//! Services with what holds for their containers, and keys.

use std::fmt::Write;

use plimsoll_compose::schema::{ITEM, key_at};
use plimsoll_compose::yaml::{Node, Yaml};
use plimsoll_diagnostics::{FileId, Span};
use plimsoll_project::{Build, ComposeApp, Container, Project};

use super::Card;
use super::dockerfile::{health, shown};
use crate::features::Cursor;
use crate::features::names::{self, Symbol};

/// What is known of a place in a Compose file.
pub(super) fn card(project: &Project<'_>, file: FileId, cursor: &Cursor<'_>) -> Option<Card> {
    if let Some((mention, _)) = names::at(project, file, cursor.at)
        && let Symbol::Service(name) = &mention.symbol
        && let Some(container) = project.container_named(name)
    {
        return Some(Card { text: facts(project, container), about: (mention.span.start, mention.span.end) });
    }
    if let Some(card) = shared(project, file, cursor.at) {
        return Some(card);
    }
    let compose =
        project.app.iter().flat_map(ComposeApp::files).find(|compose| compose.source.span.file == file)?;
    let (path, span) = compose.documents.iter().find_map(|document| path_of_key(document, cursor.at))?;
    let key = key_at(&path)?;
    let text = format!("**{}**\n\n{}", key.name, key.summary?);
    Some(Card { text, about: (span.start, span.end) })
}

/// A network, volume, secret or configuration, and the services that use it.
fn shared(project: &Project<'_>, file: FileId, at: u32) -> Option<Card> {
    let (here, same) = names::at(project, file, at)?;
    let (kind, name) = match &here.symbol {
        Symbol::Network(name) => ("network", name),
        Symbol::Volume(name) => ("volume", name),
        Symbol::Secret(name) => ("secret", name),
        Symbol::Config(name) => ("config", name),
        _ => return None,
    };
    let services = project.app.iter().flat_map(ComposeApp::files).flat_map(|compose| &compose.services);
    let is_used_in = |span: Span| same.iter().any(|mention| !mention.declares && span.contains(mention.span));
    let mut users: Vec<String> = services
        .filter(|service| is_used_in(service.span))
        .map(|it| format!("`{}`", it.name.value))
        .collect();
    users.dedup();
    let users = if users.is_empty() { "no service".to_owned() } else { users.join(", ") };
    let text = format!("**{kind} `{name}`**\n- used by: {users}");
    Some(Card { text, about: (here.span.start, here.span.end) })
}

/// The keys that lead to the one here, and its place.
pub(super) fn path_of_key<'y>(document: &'y Yaml<'_>, at: u32) -> Option<(Vec<&'y str>, Span)> {
    let mut path: Vec<&str> = Vec::new();
    let mut yaml = document;
    loop {
        match &yaml.node {
            Node::Mapping(mapping) => {
                let inside = |span: Span| span.start <= at && at <= span.end;
                let entry = mapping.entries.iter().find(|entry| inside(entry.span()))?;
                path.push(&entry.key.value);
                if inside(entry.key.span) {
                    return Some((path, entry.key.span));
                }
                yaml = &entry.value;
            }
            Node::Sequence(items) => {
                yaml = items.iter().find(|item| item.span.start <= at && at <= item.span.end)?;
                path.push(ITEM);
            }
            Node::Scalar(_) | Node::Alias(_) => return None,
        }
    }
}

/// What will run, under the word of the service, its stage and its image.
fn facts(project: &Project<'_>, container: Container<'_>) -> String {
    let mut text = format!("**service `{}`**", container.name());
    let mut line = |name: &str, value: String| {
        let _ = write!(text, "\n- {name}: {value}");
    };
    match container.build() {
        Build::Linked { file, stage } => {
            let stage = stage.and_then(|stage| stage.name());
            let stage = stage.map(|name| format!(", stage `{}`", name.value)).unwrap_or_default();
            line("builds", format!("`{}`{stage}", file.path));
        }
        Build::Missing { path, .. } => line("builds", format!("`{path}`, which does not exist")),
        Build::Unknown { .. } => line("builds", "unknown".to_owned()),
        Build::NotBuilt => {}
    }
    if let Some(image) = container.running_image().get() {
        line(if container.is_built() { "starts from" } else { "image" }, format!("`{image}`"));
    }
    let user = shown(container.user().map(str::to_owned), "root");
    let drops = if container.drops_privileges() { "; the image switches to another user" } else { "" };
    line("user", format!("{user}{drops}"));
    let ports: Vec<String> = container
        .published()
        .iter()
        .map(|port| format!("`{}`", one_line(project.sources.slice(port.span))))
        .collect();
    if !ports.is_empty() {
        line("publishes", ports.join(", "));
    }
    let exposed: Vec<String> = container
        .exposed()
        .into_iter()
        .filter_map(plimsoll_project::Value::get)
        .map(|port| format!("`{port}`"))
        .collect();
    if !exposed.is_empty() {
        line("listens on", exposed.join(", "));
    }
    line("health check", health(container.healthcheck()).to_owned());
    let networks: Vec<String> =
        container.networks().iter().map(|network| format!("`{}`", network.name)).collect();
    if !networks.is_empty() {
        line("networks", networks.join(", "));
    }
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
