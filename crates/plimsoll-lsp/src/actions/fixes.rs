//! The fixes of a finding, and of every finding of its rule in the file.

use gen_lsp_types::{CodeAction, CodeActionKind, Position, Range, TextEdit};
use plimsoll_diagnostics::Applicability;

use super::edit::edits;
use crate::report::{Finding, Fix};
use crate::world::{Place, World};

/// Adds what would settle a finding.
pub(super) fn of_finding(world: &World, place: &Place<'_>, finding: &Finding, actions: &mut Vec<CodeAction>) {
    for (index, fix) in finding.fixes.iter().enumerate() {
        let is_safe = fix.applicability == Applicability::Safe;
        let doubt = match fix.applicability {
            Applicability::Safe => "",
            Applicability::Unsafe => " (might change behavior)",
            Applicability::Manual => " (review first)",
        };
        actions.push(CodeAction {
            title: format!("{}{doubt}", capitalised(&fix.title)),
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![finding.shown.clone()]),
            is_preferred: Some(is_safe && index == 0),
            edit: Some(edits(world, place.folder, text_edits(fix))),
            ..CodeAction::default()
        });
    }
    of_rule(world, place, finding, actions);
}

/// Adds one action for all safe fixes of the same rule in the file, when there are several.
fn of_rule(world: &World, place: &Place<'_>, finding: &Finding, actions: &mut Vec<CodeAction>) {
    let report = place.folder.reports.get(&place.path);
    let of_rule = report.into_iter().flat_map(|report| &report.findings);
    let of_rule = of_rule.filter(|other| other.meta.name == finding.meta.name);
    let mut chosen: Vec<&Fix> = Vec::new();
    for fix in of_rule.filter_map(|finding| safe_inside(finding, &place.path)) {
        let meets =
            |other: &&Fix| fix.edits.iter().any(|one| other.edits.iter().any(|two| clash(one.1, two.1)));
        if !chosen.iter().any(meets) {
            chosen.push(fix);
        }
    }
    if chosen.len() > 1 && safe_inside(finding, &place.path).is_some() {
        actions.push(CodeAction {
            title: format!("Fix every `{}` in this file", finding.meta.name),
            kind: Some(CodeActionKind::QuickFix),
            edit: Some(edits(world, place.folder, chosen.into_iter().flat_map(text_edits))),
            ..CodeAction::default()
        });
    }
}

/// The safe fix of a finding, if it changes this file only.
fn safe_inside<'f>(finding: &'f Finding, path: &str) -> Option<&'f Fix> {
    let is_inside = |fix: &&Fix| {
        fix.applicability == Applicability::Safe && fix.edits.iter().all(|(at, _, _)| at == path)
    };
    finding.fixes.iter().find(is_inside)
}

fn text_edits(fix: &Fix) -> impl Iterator<Item = (String, TextEdit)> {
    fix.edits
        .iter()
        .map(|(path, range, text)| (path.clone(), TextEdit { range: *range, new_text: text.clone() }))
}

/// Whether two edits of one file cannot both be made.
fn clash(one: Range, other: Range) -> bool {
    let at = |position: Position| (position.line, position.character);
    let overlap = at(one.start) < at(other.end) && at(other.start) < at(one.end);
    overlap || one.start == other.start
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
