//! What can be done about findings: fixing them, one or all, silencing them, reading about them.

mod edit;
mod fixes;
mod ignore;

use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, Command, ExecuteCommandParams, Range, Uri,
};
use plimsoll_diagnostics::Applicability;
use serde_json::{Value, json};

use crate::report::Finding;
use crate::server::Server;
use crate::world::{Place, World};

pub(crate) use edit::edits;

/// Every safe fix in a file.
pub(crate) const FIX_ALL: &str = "source.fixAll.plimsoll";
/// Shows the page of a rule.
pub(crate) const OPEN_PAGE: &str = "plimsoll.openPage";

/// The actions for a place in a file. Each brings its edit with it, so that any client can do it, also on save; only
/// who asked for no kind of action and can ask for the edit later gets that of all fixes later.
pub(crate) fn offer(world: &World, params: &CodeActionParams) -> Vec<CodeAction> {
    let Some(place) = world.place(&params.text_document.uri) else { return Vec::new() };
    let only = params.context.only.as_deref();
    let mut actions = Vec::new();
    if is_wanted(only, "quickfix") {
        let report = place.folder.reports.get(&place.path);
        let here = report.into_iter().flat_map(|report| &report.findings);
        let here: Vec<&Finding> = here.filter(|finding| meets(finding.shown.range, params.range)).collect();
        let mut lines = ignore::lines_for(&place, &here).into_iter();
        for finding in here {
            fixes::of_finding(world, &place, finding, &mut actions);
            ignore::of_finding(world, &place, finding, lines.next(), &mut actions);
            actions.extend(page(world, finding));
        }
        drop_repeated(&mut actions);
    }
    if is_wanted(only, FIX_ALL) {
        let uri = &params.text_document.uri;
        actions.extend(fix_all(world, &place, uri, only.is_none() && world.client.resolves_edits));
    }
    actions
}

/// Gives an action the edit that it was offered without.
pub(crate) fn resolve(world: &World, action: CodeAction) -> CodeAction {
    let uri = action.data.as_ref().and_then(Value::as_str).map(Uri::from);
    let resolved = uri.and_then(|uri| fix_all(world, &world.place(&uri)?, &uri, false));
    resolved.unwrap_or(action)
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

/// Makes every safe fix that changes this file and no other, again and again until nothing changes, as the command
/// line does. Working that out may take as long as checking the file some times over, so that it may be put off.
fn fix_all(world: &World, place: &Place<'_>, uri: &Uri, is_put_off: bool) -> Option<CodeAction> {
    let is_safe =
        |finding: &Finding| finding.fixes.iter().any(|fix| fix.applicability == Applicability::Safe);
    if !place.folder.reports.get(&place.path)?.findings.iter().any(is_safe) {
        return None;
    }
    let action = CodeAction {
        title: "Fix everything that can be fixed safely".to_owned(),
        kind: Some(CodeActionKind::new(FIX_ALL)),
        ..CodeAction::default()
    };
    if is_put_off {
        return Some(CodeAction { data: Some(json!(uri)), ..action });
    }
    let Place { folder, path } = place;
    let new = folder.session.fixed(&folder.buffers, path, Applicability::Safe)?;
    let old = &folder.buffers.open.get(path)?.file;
    let changes = edit::difference(old, &new, world.client.encoding);
    let edit = edits(world, folder, changes.into_iter().map(|edit| (path.clone(), edit)));
    Some(CodeAction { edit: Some(edit), ..action })
}

/// Opens a rule's page, where the client can show it.
fn page(world: &World, finding: &Finding) -> Option<CodeAction> {
    let title = format!("Open the page of `{}`", finding.meta.name);
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

/// Runs a command: there is one.
pub(crate) fn execute(server: &mut Server<'_>, params: &ExecuteCommandParams) {
    let name = params.arguments.as_ref().and_then(|arguments| arguments.first()).and_then(Value::as_str);
    let product = &server.world.product;
    let rule = product.rules.iter().find(|rule| Some(rule.meta.name) == name);
    if let Some(rule) = rule.filter(|_| params.command == OPEN_PAGE) {
        let url = rule.meta.url();
        server.ask("window/showDocument", json!({ "uri": url, "external": true }));
    }
}
