//! What can be done about findings: fixing them, one or all, silencing them, reading about them.

mod edit;
mod fixes;
mod ignore;

use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, Command, ExecuteCommandParams, Range, Uri, WorkspaceEdit,
};
use plimsoll_diagnostics::{Applicability, SourceFile, Sources};
use plimsoll_linter::IgnoreWriter;
use serde_json::{Value, json};

use crate::report::Finding;
use crate::state::State;
use crate::world::{Place, World};

pub(crate) use edit::edits;

/// Every safe fix in a file.
pub(crate) const FIX_ALL: &str = "source.fixAll.plimsoll";
/// Makes every safe fix in a file.
pub(crate) const FIX_FILE: &str = "plimsoll.fixAll";
/// Shows the page of a rule.
pub(crate) const OPEN_PAGE: &str = "plimsoll.openPage";
const FIX_ALL_TITLE: &str = "Apply all safe fixes";

/// The actions for a place in a file. Each has its edit, so that any client can apply it, also on save. Only that of all
/// fixes, which takes long to work out, waits until someone asks for this kind of action or chooses it.
pub(crate) fn offer(world: &World, params: &CodeActionParams) -> Vec<CodeAction> {
    let Some(place) = world.place(&params.text_document.uri) else { return Vec::new() };
    let only = params.context.only.as_deref();
    let mut actions = Vec::new();
    if is_wanted(only, "quickfix") {
        let report = place.folder.reports.get(&place.path);
        let here = report.into_iter().flat_map(|report| &report.findings);
        let here: Vec<&Finding> = here.filter(|finding| meets(finding.shown.range, params.range)).collect();
        let sources = Sources::new();
        let writer =
            place.folder.buffers.open.get(&place.path).filter(|_| !here.is_empty()).and_then(|buffer| {
                let file = sources.add(SourceFile::new(&*place.path, &*buffer.file.text));
                IgnoreWriter::new(buffer.kind()?, &place.path, sources.text(file))
            });
        for finding in here {
            fixes::of_finding(world, &place, finding, &mut actions);
            if let Some(writer) = &writer {
                ignore::of_finding(world, &place, writer, finding, &mut actions);
            }
            actions.extend(page(world, finding));
        }
        drop_repeated(&mut actions);
    }
    if is_wanted(only, FIX_ALL) {
        let uri = &params.text_document.uri;
        let action = can_fix(&place).then(|| CodeAction {
            title: FIX_ALL_TITLE.to_owned(),
            kind: Some(CodeActionKind::new(FIX_ALL)),
            ..CodeAction::default()
        });
        actions.extend(action.and_then(|action| match only {
            Some(_) => Some(CodeAction { edit: Some(fix_all(world, &place)?), ..action }),
            None => postponed(world, uri, action),
        }));
    }
    actions
}

/// Gives an action the edit that it was offered without.
pub(crate) fn resolve(world: &World, action: CodeAction) -> CodeAction {
    let uri = action.data.as_ref().and_then(Value::as_str).map(Uri::from);
    let edit = uri.and_then(|uri| fix_all(world, &world.place(&uri)?));
    CodeAction { edit, ..action }
}

/// Whether actions of a kind are asked for: the kind itself, or one that it is part of.
fn is_wanted(only: Option<&[CodeActionKind]>, kind: &str) -> bool {
    only.is_none_or(|only| {
        only.iter().any(|asked| {
            let rest = kind.strip_prefix(asked.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || asked.as_str().is_empty())
        })
    })
}

fn meets(one: Range, other: Range) -> bool {
    let at = |position: gen_lsp_types::Position| (position.line, position.character);
    at(one.start) <= at(other.end) && at(other.start) <= at(one.end)
}

/// Two findings of a rule in one place are silenced once.
fn drop_repeated(actions: &mut Vec<CodeAction>) {
    let mut seen = Vec::new();
    actions.retain(|action| {
        let is_new = action.edit.is_none() || !seen.contains(&action.edit);
        seen.push(action.edit.clone());
        is_new
    });
}

/// Whether a safe fix is known for something in a file.
fn can_fix(place: &Place<'_>) -> bool {
    let is_safe =
        |finding: &Finding| finding.fixes.iter().any(|fix| fix.applicability == Applicability::Safe);
    place.folder.reports.get(&place.path).is_some_and(|report| report.findings.iter().any(is_safe))
}

/// The action without its edit: the client asks for it, or runs a command, when the user chooses the action. `None` when
/// it can do neither.
fn postponed(world: &World, uri: &Uri, action: CodeAction) -> Option<CodeAction> {
    if world.client.resolves_edits {
        return Some(CodeAction { data: Some(json!(uri)), ..action });
    }
    let command = world.client.applies_edits.then(|| Command {
        title: action.title.clone(),
        tooltip: None,
        command: FIX_FILE.to_owned(),
        arguments: Some(vec![json!(uri)]),
    });
    Some(CodeAction { command: Some(command?), ..action })
}

/// Makes every safe fix that changes this file and no other, again and again until nothing changes, as the command
/// line does. Working that out may take as long as checking the file some times over.
fn fix_all(world: &World, place: &Place<'_>) -> Option<WorkspaceEdit> {
    let Place { folder, path } = place;
    let new = folder.session.fixed(&folder.buffers, path, Applicability::Safe)?;
    let old = &folder.buffers.open.get(path)?.file;
    let changes = edit::difference(old, &new, world.client.encoding);
    Some(edits(world, folder, changes.into_iter().map(|edit| (path.clone(), edit))))
}

/// Opens a rule's page, where the client can show it.
fn page(world: &World, finding: &Finding) -> Option<CodeAction> {
    let title = format!("Open the documentation for `{}`", finding.meta.name);
    world.client.shows_documents.then(|| CodeAction {
        title: title.clone(),
        kind: Some(CodeActionKind::QuickFix),
        command: Some(Command {
            title,
            tooltip: None,
            command: OPEN_PAGE.to_owned(),
            arguments: Some(vec![json!(finding.meta.name)]),
        }),
        ..CodeAction::default()
    })
}

/// Runs a command.
pub(crate) fn execute(state: &mut State, params: &ExecuteCommandParams) {
    let argument = params.arguments.as_ref().and_then(|arguments| arguments.first()?.as_str());
    let Some(argument) = argument else { return };
    let world = &state.world;
    match params.command.as_str() {
        OPEN_PAGE => {
            let rule = world.product.rules.iter().find(|rule| rule.meta.name == argument);
            if let Some(rule) = rule {
                let url = rule.meta.url();
                state.outbox.ask("window/showDocument", json!({ "uri": url, "external": true }));
            }
        }
        FIX_FILE => {
            let edit = world.place(&argument.into()).and_then(|place| fix_all(world, &place));
            if let Some(edit) = edit {
                let params = json!({ "label": FIX_ALL_TITLE, "edit": edit });
                state.outbox.ask("workspace/applyEdit", params);
            }
        }
        _ => {}
    }
}
