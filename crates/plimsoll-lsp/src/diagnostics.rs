//! Findings, told unasked until the client asks for the first time, and as answers from then on.

use std::collections::{HashMap, HashSet};

use gen_lsp_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, FullDocumentDiagnosticReport,
    PublishDiagnosticsParams, RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, Uri, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport,
    WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};
use serde_json::Value;

use crate::state::State;
use crate::world::DocumentDiagnostics;

/// Tells the client of files whose findings are others now.
pub(crate) fn tell(state: &mut State) {
    let unsent = state.world.take_unsent();
    if state.is_pulled {
        // A client asks by itself about the file that it changed.
        let others = unsent.changed.difference(&unsent.edited).next().is_some();
        if others && state.world.client.refreshes_diagnostics {
            state.outbox.ask("workspace/diagnostic/refresh", Value::Null);
        }
        return;
    }
    let mut told = Vec::new();
    for uri in unsent.edited.union(&unsent.changed) {
        let statement = state.world.statement(&uri.as_str().into());
        let diagnostics = statement.items();
        // Of a file that never had a finding nothing need be said, unless it is open.
        if !diagnostics.is_empty() || statement.version.is_some() || state.pushed.contains(uri) {
            told.push(PublishDiagnosticsParams {
                uri: statement.uri.clone(),
                version: statement.version,
                diagnostics,
            });
        }
    }
    for params in told {
        if params.diagnostics.is_empty() {
            state.pushed.remove(&params.uri.0);
        } else {
            state.pushed.insert(params.uri.0.clone());
        }
        state.outbox.notify("textDocument/publishDiagnostics", params);
    }
}

/// From the first question on, nothing is told unasked: what was told so far is taken back.
fn stop_telling(state: &mut State) {
    if !std::mem::replace(&mut state.is_pulled, true) {
        for uri in std::mem::take(&mut state.pushed) {
            let params = PublishDiagnosticsParams { uri: Uri(uri), version: None, diagnostics: Vec::new() };
            state.outbox.notify("textDocument/publishDiagnostics", params);
        }
    }
}

/// `textDocument/diagnostic`
pub(crate) fn of_document(state: &mut State, params: &DocumentDiagnosticParams) -> DocumentDiagnosticReport {
    stop_telling(state);
    let statement = state.world.statement(&params.text_document.uri);
    if params.previous_result_id.as_ref() == Some(&statement.id) {
        return RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: unchanged(&statement),
        }
        .into();
    }
    RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: full(&statement),
    }
    .into()
}

/// `workspace/diagnostic`: every file, also those that are not open.
pub(crate) fn of_workspace(
    state: &mut State,
    params: WorkspaceDiagnosticParams,
) -> WorkspaceDiagnosticReport {
    stop_telling(state);
    let previous = params.previous_result_ids.into_iter().map(|previous| (previous.uri.0, previous.value));
    let previous: HashMap<String, String> = previous.collect();
    let statements = state.world.statements();
    let mut items: Vec<WorkspaceDocumentDiagnosticReport> = Vec::new();
    for statement in &statements {
        let (uri, version) = (statement.uri.clone(), statement.version);
        items.push(if previous.get(&statement.uri.0) == Some(&statement.id) {
            let unchanged_document_diagnostic_report = unchanged(statement);
            WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report }
                .into()
        } else {
            let full_document_diagnostic_report = full(statement);
            WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
        });
    }
    // What the client knows of files that are gone.
    let known: HashSet<&String> = statements.iter().map(|statement| &statement.uri.0).collect();
    for uri in previous.keys().filter(|uri| !known.contains(uri)) {
        let full_document_diagnostic_report = FullDocumentDiagnosticReport::default();
        let uri = Uri(uri.clone());
        items.push(
            WorkspaceFullDocumentDiagnosticReport { uri, version: None, full_document_diagnostic_report }
                .into(),
        );
    }
    WorkspaceDiagnosticReport { items }
}

fn full(statement: &DocumentDiagnostics<'_>) -> FullDocumentDiagnosticReport {
    FullDocumentDiagnosticReport { result_id: Some(statement.id.clone()), items: statement.items() }
}

fn unchanged(statement: &DocumentDiagnostics<'_>) -> UnchangedDocumentDiagnosticReport {
    UnchangedDocumentDiagnosticReport { result_id: statement.id.clone() }
}
