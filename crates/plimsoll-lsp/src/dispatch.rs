//! From the name of a method to the feature that answers it.

use gen_lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, FileChangeType,
};
use serde_json::Value;

use crate::protocol::{Refusal, answer, read};
use crate::state::State;
use crate::{actions, client, diagnostics, features};

/// Answers a request. Whatever was changed before is known by then.
pub(crate) fn request(state: &mut State, method: &str, params: Value) -> Result<Value, Refusal> {
    state.world.refresh();
    let world = &state.world;
    match method {
        "textDocument/diagnostic" => answer(&diagnostics::of_document(state, &read(params)?)),
        "workspace/diagnostic" => answer(&diagnostics::of_workspace(state, read(params)?)),
        "textDocument/codeAction" => answer(&actions::offer(world, &read(params)?)),
        "codeAction/resolve" => answer(&actions::resolve(world, read(params)?)),
        "workspace/executeCommand" => {
            actions::execute(state, &read(params)?);
            Ok(Value::Null)
        }
        _ => features::answer(world, method, params),
    }
}

/// Takes a notification in.
pub(crate) fn notification(state: &mut State, method: &str, params: Value) {
    match method {
        "initialized" => state.watch(),
        "textDocument/didOpen" => {
            if let Ok(DidOpenTextDocumentParams { text_document: opened }) = read(params) {
                let language = opened.language_id.to_string();
                state.world.open(opened.uri, opened.version, language, opened.text);
            }
        }
        "textDocument/didChange" => {
            if let Ok(DidChangeTextDocumentParams { text_document, content_changes }) = read(params) {
                let encoding = state.world.client.encoding;
                state.world.change(&text_document.text_document_identifier.uri, |buffer| {
                    buffer.change(text_document.version, content_changes, encoding);
                });
                // Who asks and cannot be asked to ask again gets the whole answer.
                if state.is_pulled && !state.world.client.refreshes_diagnostics {
                    state.world.typed = None;
                }
            }
        }
        "textDocument/didClose" => {
            if let Ok(DidCloseTextDocumentParams { text_document }) = read(params) {
                state.world.close(&text_document.uri);
            }
        }
        "textDocument/didSave" => {
            state.world.typed = None;
            // Who does not tell what changes on disk at least tells of this.
            if !state.world.client.watches_files {
                state.world.search();
            }
        }
        "workspace/didChangeWatchedFiles" => {
            if let Ok(DidChangeWatchedFilesParams { changes }) = read(params) {
                for change in changes {
                    let comes_or_goes = change.kind != FileChangeType::Changed;
                    state.world.file_changed(&change.uri, comes_or_goes);
                }
            }
        }
        "workspace/didChangeConfiguration" => {
            let settings = params.get("settings").cloned().unwrap_or_default();
            // Some clients send nothing, and mean that they have to be asked: what was said at the start holds.
            if !settings.is_null() {
                state.set(&settings);
            }
        }
        "workspace/didChangeWorkspaceFolders" => {
            let uris = |which: &str| {
                let event =
                    serde_json::json!({ "workspaceFolders": params.pointer(&format!("/event/{which}")) });
                client::folders(&event)
            };
            let (added, removed) = (uris("added"), uris("removed"));
            let mut roots = state.world.roots();
            let path = |uri: &gen_lsp_types::Uri| crate::uri::to_path(uri.as_ref());
            roots.retain(|root| !removed.iter().any(|gone| path(gone) == path(root)));
            roots.extend(added);
            state.world.set_folders(&roots);
        }
        _ => {}
    }
}
