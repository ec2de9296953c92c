//! Settings of dockerd: what a key is, since when, and what holds without it.

use std::fmt::Write as _;

use plimsoll_compose::daemon::{Key, Shape, Status, key_at};
use plimsoll_diagnostics::FileId;
use plimsoll_project::Project;

use super::Card;
use super::compose::path_of_key;
use crate::features::Cursor;

/// What is known of a key.
pub(super) fn card(project: &Project<'_>, file: FileId, cursor: &Cursor<'_>) -> Option<Card> {
    let daemon = project.daemons().find(|daemon| daemon.document.source.span.file == file)?;
    let documents = &daemon.document.data.documents;
    let (path, span) = documents.iter().find_map(|document| path_of_key(document, cursor.at))?;
    let key = key_at(&path)?;
    Some(Card { text: about_key(key), about: (span.start, span.end) })
}

/// A key of the table, in Markdown.
pub(crate) fn about_key(key: &Key) -> String {
    let shape = match key.shape {
        Shape::Bool => "boolean",
        Shape::Int => "integer",
        Shape::Text => "string",
        Shape::TextOrInt => "string or integer",
        Shape::Texts => "list of strings",
        Shape::Objects => "list of objects",
        Shape::Any => "any type",
        _ => "object",
    };
    let mut text = format!("**{}** · {shape}", key.path);
    if !key.about.is_empty() {
        let _ = write!(text, "\n\n{}", key.about);
    }
    let mut facts = Vec::new();
    if !key.default.is_empty() {
        facts.push(format!("- default: {}", key.default));
    }
    if !key.since.is_empty() {
        facts.push(format!("- since Docker {}", key.since));
    }
    match key.status {
        Status::Current => {}
        Status::Deprecated("") => facts.push("- deprecated".to_owned()),
        Status::Deprecated(version) => facts.push(format!("- deprecated since Docker {version}")),
        Status::Removed(version) => {
            facts.push(format!("- removed in Docker {version}: `dockerd` does not start with this setting"));
        }
        Status::Ignored(_) => facts.push("- has no effect".to_owned()),
        Status::Refused => facts.push("- `dockerd` does not start with this setting".to_owned()),
    }
    if let Some(instead) = key.instead {
        facts.push(format!("- use `{instead}`"));
    }
    if !key.platform.is_empty() {
        facts.push(format!("- {} only", if key.platform == "linux" { "Linux" } else { "Windows" }));
    }
    if !facts.is_empty() {
        let _ = write!(text, "\n\n{}", facts.join("\n"));
    }
    text
}
