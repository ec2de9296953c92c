//! Units of Quadlet: the flag of Podman that a key stands for.

use std::fmt::Write as _;

use plimsoll_project::Project;
use plimsoll_project::quadlet_keys::{self, QuadletKey};

use super::Card;
use crate::features::Cursor;

/// What is known of a key.
pub(super) fn card(project: &Project<'_>, cursor: &Cursor<'_>) -> Option<Card> {
    project.documents.iter().find(|document| document.kind == "quadlet")?;
    let (start, name) = cursor.word(|character| character.is_ascii_alphanumeric());
    let text = &cursor.document.file.text;
    let (before, behind) = text.split_at_checked(start as usize)?;
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    let is_key = line.trim().is_empty() && behind.get(name.len()..)?.trim_start().starts_with('=');
    let key = quadlet_keys::of_section(section(above)).find(|key| key.name == name && is_key)?;
    Some(Card { text: about_key(key), about: (start, start + name.len() as u32) })
}

/// The section that the line after a text is in.
pub(crate) fn section(above: &str) -> &str {
    above.lines().rev().find_map(name_of_section).unwrap_or_default()
}

/// `Container`, of `[Container]`.
fn name_of_section(line: &str) -> Option<&str> {
    line.trim().strip_prefix('[')?.strip_suffix(']')
}

/// A key of the table, in Markdown.
pub(crate) fn about_key(key: &QuadletKey) -> String {
    let mut text = format!("**{}** · `[{}]`", key.name, key.section);
    match (key.form, key.flag) {
        (_, "") => {}
        (start, flag) if start.ends_with(['=', ':']) => {
            let _ = write!(text, "\n\n`{flag} {start}…`");
        }
        ("switch", flag) => {
            let _ = write!(text, "\n\n`{flag}`, if it is `true`");
        }
        (_, flag) => {
            let _ = write!(text, "\n\n`{flag}`");
        }
    }
    let _ = write!(text, "\n\n[podman-systemd.unit]({SOURCE})");
    text
}

/// Where all keys are described.
const SOURCE: &str = "https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html";
