//! Keys by the schema, and the names that a key takes: services, networks, volumes, secrets, stages.

use gen_lsp_types::CompletionItemKind;
use plimsoll_compose::schema::{ITEM, Written, keys_below, values_at};
use plimsoll_dockerfile::Kind;
use plimsoll_project::{ComposeApp, DockerfileModel, Project};

use super::{Suggestion, start_of_word};
use crate::features::Cursor;
use crate::features::names::{self, Mention, Symbol};

/// What can be written at this place of a Compose file.
pub(super) fn complete(cursor: &Cursor<'_>) -> (u32, Vec<Suggestion>) {
    let is_name = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
    let mut start = start_of_word(cursor, is_name);
    let text = cursor.document.file.text.get(..cursor.at as usize).unwrap_or_default();
    // The dash of an item is none of its name.
    if text.get(start as usize..).is_some_and(|word| word.starts_with('-')) {
        start += 1;
    }
    let before = text.get(..start as usize).unwrap_or_default();
    if before.ends_with('*') {
        return (start, anchors(cursor));
    }
    let place = place_of(before);
    let path: Vec<&str> = place.path.iter().map(String::as_str).collect();
    let mut suggestions = named(cursor, &path);
    if place.is_value {
        let values = values_at(&path).into_iter();
        suggestions.extend(values.map(|value| Suggestion::new(value, CompletionItemKind::Value)));
    } else {
        suggestions.extend(keys(&path, place.indent));
    }
    (start, suggestions)
}

fn keys(path: &[&str], indent: usize) -> Vec<Suggestion> {
    let keys = keys_below(path).into_iter().map(|key| {
        let inside = " ".repeat(indent + 2);
        let snippet = match key.value {
            Written::Scalar => format!("{}: $1", key.name),
            Written::List => format!("{}:\n{inside}- $1", key.name),
            Written::Mapping => format!("{}:\n{inside}$1", key.name),
        };
        Suggestion::new(key.name, CompletionItemKind::Property)
            .documentation(key.summary.unwrap_or_default())
            .snippet(snippet)
    });
    keys.collect()
}

/// Where something is being written.
struct Place {
    /// The keys that lead there.
    path: Vec<String>,
    /// Whether a key stands before it on its line.
    is_value: bool,
    /// Of the line's text, dashes included.
    indent: usize,
}

/// Finds it by indentation: what is being written is rarely whole.
fn place_of(before: &str) -> Place {
    let mut lines = before.rsplit('\n');
    let current = lines.next().unwrap_or_default();
    let (mut indent, mut text) = split_indent(current);
    let mut path: Vec<String> = Vec::new();
    let mut is_value = false;
    let dash = dashes(&mut indent, &mut text);
    let written_at = indent;
    if let Some((key, rest)) = text.split_once(':') {
        path.push(unquoted(key));
        is_value = true;
        // `depends_on: [db, ` is a list on one line.
        if rest.trim_start().starts_with('[') {
            path.push(ITEM.to_owned());
        }
    }
    let mut limit = indent;
    if let Some(dash) = dash {
        path.push(ITEM.to_owned());
        // The dash may stand below its key without being indented.
        limit = dash + 1;
        // A key behind the dash is inside of the item.
        if is_value {
            let key = path.remove(0);
            path.push(key);
        }
    }
    for line in lines {
        let (mut indent, mut text) = split_indent(line);
        if text.is_empty() || text.starts_with('#') || indent >= limit {
            continue;
        }
        let is_item = dashes(&mut indent, &mut text);
        let Some((key, _)) = text.split_once(':') else { continue };
        match is_item {
            // `- type: bind` above `source:`, which stands as deep as `type`.
            Some(dash) if indent >= limit => {
                path.insert(0, ITEM.to_owned());
                limit = dash + 1;
            }
            Some(dash) => {
                path.insert(0, unquoted(key));
                path.insert(0, ITEM.to_owned());
                limit = dash + 1;
            }
            None => {
                path.insert(0, unquoted(key));
                limit = indent;
            }
        }
    }
    Place { path, is_value, indent: written_at }
}

fn split_indent(line: &str) -> (usize, &str) {
    let text = line.trim_start_matches(' ');
    (line.len() - text.len(), text.trim_end())
}

/// Goes behind the dash at the start of a line's text, and says where it stands.
fn dashes(indent: &mut usize, text: &mut &str) -> Option<usize> {
    let rest = text.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' '))?;
    let dash = *indent;
    let inside = rest.trim_start_matches(' ');
    *indent += text.len() - inside.len();
    *text = inside;
    Some(dash)
}

fn unquoted(key: &str) -> String {
    key.trim().trim_matches(['"', '\'']).to_owned()
}

/// The names that can stand at a path.
fn named(cursor: &Cursor<'_>, path: &[&str]) -> Vec<Suggestion> {
    let place = &cursor.document.place;
    let found = place.folder.ask_first(&place.path, |project, _| {
        let app = project.app.as_ref()?;
        let compose = &app.compose;
        let own = path.get(1).copied().unwrap_or_default();
        let others =
            || compose.services.iter().map(|service| &*service.name.value).filter(|name| *name != own);
        let names: Vec<String> = match *path {
            ["services", _, "depends_on" | "links" | "volumes_from", ..] if path.len() < 5 => {
                others().map(str::to_owned).collect()
            }
            ["services", _, "extends"] | ["services", _, "extends", "service"] => {
                others().map(str::to_owned).collect()
            }
            ["services", _, "networks"] | ["services", _, "networks", ITEM] => {
                app.networks().map(str::to_owned).collect()
            }
            ["services", _, "volumes", ITEM] | ["services", _, "volumes", ITEM, "source"] => {
                compose.volumes.iter().map(|volume| volume.key.value.to_string()).collect()
            }
            ["services", _, "secrets", ITEM]
            | ["services", _, "secrets", ITEM, "source"]
            | ["services", _, "build", "secrets", ITEM] => {
                compose.secrets.iter().map(|secret| secret.key.value.to_string()).collect()
            }
            ["services", _, "configs", ITEM] | ["services", _, "configs", ITEM, "source"] => {
                compose.configs.iter().map(|config| config.key.value.to_string()).collect()
            }
            ["services", service, "build", "target"] => stages(project, app, service),
            ["services", service, "build", "args"] | ["services", service, "build", "args", ITEM] => {
                arguments(project, app, service)
            }
            _ => return None,
        };
        Some(names)
    });
    let suggest = |name: String| Suggestion::new(name, CompletionItemKind::Reference);
    found.unwrap_or_default().into_iter().map(suggest).collect()
}

/// The Dockerfile that a service builds.
fn built<'p>(
    project: &'p Project<'p>,
    app: &ComposeApp<'_>,
    service: &str,
) -> Option<&'p DockerfileModel<'p>> {
    let index = app.compose.services.iter().position(|one| one.name.value == service)?;
    project.container(index)?.build_file()
}

/// Its stages.
fn stages(project: &Project<'_>, app: &ComposeApp<'_>, service: &str) -> Vec<String> {
    let stages = built(project, app, service).into_iter().flat_map(DockerfileModel::stages);
    stages.filter_map(|stage| stage.name().map(|name| name.value.to_string())).collect()
}

/// What it declares as ARG.
fn arguments(project: &Project<'_>, app: &ComposeApp<'_>, service: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for instruction in built(project, app, service).into_iter().flat_map(|file| &file.tree.instructions) {
        let Kind::Arg(arg) = &instruction.kind else { continue };
        for name in arg.pairs.iter().map(|pair| &*pair.name.value) {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// The anchors of this file.
fn anchors(cursor: &Cursor<'_>) -> Vec<Suggestion> {
    let place = &cursor.document.place;
    let found = place.folder.ask_first(&place.path, |project, file| {
        let anchor = |mention: Mention| match mention.symbol {
            Symbol::Anchor(of, name) if mention.declares && of == file => Some(name),
            _ => None,
        };
        Some(names::mentions(project).into_iter().filter_map(anchor).collect::<Vec<String>>())
    });
    let suggest = |name: String| Suggestion::new(name, CompletionItemKind::Reference);
    found.unwrap_or_default().into_iter().map(suggest).collect()
}

#[cfg(test)]
mod tests {
    use super::place_of;

    fn path(before: &str) -> String {
        let place = place_of(before);
        format!("{}{}", place.path.join("."), if place.is_value { "=" } else { "" })
    }

    #[test]
    fn paths_by_indentation() {
        let service = "services:\n  web:\n    image: x\n";
        assert_eq!(path(""), "");
        assert_eq!(path("services:\n  "), "services");
        assert_eq!(path(&format!("{service}    ")), "services.web");
        assert_eq!(path(&format!("{service}    build:\n      target: ")), "services.web.build.target=");
        assert_eq!(path(&format!("{service}    depends_on:\n      - ")), "services.web.depends_on.-");
        assert_eq!(path(&format!("{service}    depends_on:\n    - ")), "services.web.depends_on.-");
        assert_eq!(path(&format!("{service}    depends_on: [")), "services.web.depends_on.-=");
        assert_eq!(path(&format!("{service}    volumes:\n      - type: ")), "services.web.volumes.-.type=");
        let mount = format!("{service}    volumes:\n      - type: volume\n        ");
        assert_eq!(path(&mount), "services.web.volumes.-");
        assert_eq!(path(&format!("{mount}source: ")), "services.web.volumes.-.source=");
        assert_eq!(path("services:\n  web:\n\n# a comment\n  db:\n    "), "services.db");
    }
}
