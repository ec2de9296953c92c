//! Other names for stages, services, networks, volumes, secrets, configs and anchors, in all files at once.

use std::collections::BTreeSet;

use gen_lsp_types::{Range, TextEdit, WorkspaceEdit};

use super::Cursor;
use super::names::{self, Mention, Symbol};
use crate::actions::edits;

/// The range of the name here, if it can be changed.
pub(super) fn prepare(cursor: &Cursor<'_>) -> Option<Range> {
    let place = &cursor.document.place;
    let found = place.folder.ask_first(&place.path, |project, file| {
        let (here, same) = names::at(project, file, cursor.at)?;
        let is_declared = same.iter().any(|mention| mention.declares);
        let is_written = is_name(&here, project.sources.slice(here.span), &same, project.sources);
        (is_declared && is_written && can_change(&here.symbol)).then_some(here.span)
    })?;
    Some(cursor.document.range(found.start, found.end))
}

/// ARG and ENV are seen by programs, too: their names are not ours to change.
fn can_change(symbol: &Symbol) -> bool {
    !matches!(symbol, Symbol::Variable(..))
}

/// Whether a mention spells the name, as `--from=0` and `FROM $BASE` do not.
fn is_name(mention: &Mention, text: &str, same: &[Mention], sources: &plimsoll_diagnostics::Sources) -> bool {
    let declared = same.iter().find(|mention| mention.declares).map(|mention| sources.slice(mention.span));
    match mention.symbol {
        Symbol::Stage(..) => declared.is_some_and(|name| name.eq_ignore_ascii_case(text)),
        _ => declared == Some(text),
    }
}

/// Changes every mention.
///
/// # Errors
/// Why it cannot be done.
pub(super) fn rename(cursor: &Cursor<'_>, new: &str) -> Result<WorkspaceEdit, String> {
    if prepare(cursor).is_none() {
        return Err("nothing to rename here".to_owned());
    }
    let fits = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.');
    if !new.starts_with(|first: char| first.is_ascii_alphanumeric()) || !new.chars().all(fits) {
        return Err(format!("`{new}` is not a valid name: use letters, digits, `_`, `-` and `.`"));
    }
    let place = &cursor.document.place;
    let world = cursor.document.world;
    let mut all: Vec<Mention> = Vec::new();
    let mut refusal = None;
    let mut changes: BTreeSet<(String, u32, u32, u32, u32)> = BTreeSet::new();
    for key in place.folder.projects_with(&place.path) {
        place.folder.ask(&key, &place.path, |project, file| {
            let Some((here, same)) = names::at(project, file, cursor.at) else { return };
            let taken = names::mentions(project).into_iter().find(|mention| {
                mention.declares
                    && std::mem::discriminant(&mention.symbol) == std::mem::discriminant(&here.symbol)
                    && mention.symbol != here.symbol
                    && shares_names(&mention.symbol, &here.symbol)
                    && project.sources.slice(mention.span) == new
            });
            if taken.is_some() {
                refusal = Some(format!("`{new}` already exists"));
            }
            all.extend(same.clone());
            for mention in &same {
                let file = project.sources.file(mention.span.file);
                if is_name(mention, project.sources.slice(mention.span), &same, project.sources) {
                    let Range { start, end } = world.client.encoding.range(file, mention.span);
                    changes.insert((file.path.clone(), start.line, start.character, end.line, end.character));
                }
            }
        });
    }
    if matches!(all.first().map(|mention| &mention.symbol), Some(Symbol::Stage(..)))
        && new != new.to_lowercase()
    {
        refusal = Some("stage names must be lowercase".to_owned());
    }
    if let Some(why) = refusal {
        return Err(why);
    }
    let edit = |(path, line, character, to_line, to_character)| {
        let position = |line, character| gen_lsp_types::Position { line, character };
        let range = Range { start: position(line, character), end: position(to_line, to_character) };
        (path, TextEdit { range, new_text: new.to_owned() })
    };
    Ok(edits(world, place.folder, changes.into_iter().map(edit)))
}

/// Whether two symbols of a kind could not have the same name.
fn shares_names(one: &Symbol, other: &Symbol) -> bool {
    match (one, other) {
        (Symbol::Stage(a, _), Symbol::Stage(b, _)) | (Symbol::Anchor(a, _), Symbol::Anchor(b, _)) => a == b,
        _ => true,
    }
}
