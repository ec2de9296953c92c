//! Units of systemd: what `ExecStart` and its like run.

use plimsoll_diagnostics::{JoinedBuilder, Text};
use plimsoll_project::{Folder, Place};

use super::found::{Found, Shell, replaced};
use super::none;

/// The commands of a unit.
pub(super) fn scripts(source: Text<'_>) -> Found<'_> {
    let mut found = Found::new(Place::Unit);
    let mut open: Option<JoinedBuilder> = None;
    let mut at = 0;
    for line in source.raw.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let start = match &open {
            Some(_) => Some(0),
            None => content.split_once('=').filter(|(key, _)| key.starts_with("Exec")).map(|(key, value)| {
                // `-`, `@`, `+`, `!` and `:` are for systemd.
                key.len() + 1 + value.len() - value.trim_start_matches(['-', '@', '+', '!', ':', ' ']).len()
            }),
        };
        if let Some(start) = start {
            let builder = open.get_or_insert_with(|| JoinedBuilder::new(source.span.file));
            builder.push(source.slice(at + start, at + line.len()));
            if !content.ends_with('\\')
                && let Some(builder) = open.take()
            {
                let text = replaced(&builder.finish(), specifier);
                found.scripts.push(Shell { text, variables: none(), folder: Folder::Unknown, outside: None });
            }
        }
        at += line.len();
    }
    found
}

/// `%i` and its like, which systemd replaces.
fn specifier(rest: &str) -> Option<(std::ops::Range<usize>, String)> {
    let start = rest.find('%')?;
    let next = rest.get(start + 1..)?.chars().next()?;
    let by = if next == '%' { "%" } else { "${_}" };
    Some((start..start + 1 + next.len_utf8(), by.to_owned()))
}
