//! From the name of a method to the feature that answers it.

use gen_lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, FileChangeType,
};
use lsp_server::{ErrorCode, Notification};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::server::Server;
use crate::{actions, client, diagnostics, features};

/// Why there is no answer.
pub(crate) struct Refusal {
    pub(crate) code: ErrorCode,
    pub(crate) message: String,
}

impl Refusal {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Refusal {
        Refusal { code, message: message.into() }
    }
}

/// Answers a request. Whatever was changed before is known by then.
pub(crate) fn request(server: &mut Server<'_>, method: &str, params: Value) -> Result<Value, Refusal> {
    server.world.refresh();
    let world = &server.world;
    match method {
        "textDocument/diagnostic" => answer(&diagnostics::of_document(server, &read(params)?)),
        "workspace/diagnostic" => answer(&diagnostics::of_workspace(server, read(params)?)),
        "textDocument/codeAction" => answer(&actions::offer(world, &read(params)?)),
        "codeAction/resolve" => answer(&actions::resolve(world, read(params)?)),
        "workspace/executeCommand" => {
            actions::execute(server, &read(params)?);
            Ok(Value::Null)
        }
        _ => features::answer(world, method, params),
    }
}

/// Takes a notification in.
pub(crate) fn notification(server: &mut Server<'_>, notification: Notification) {
    let Notification { method, params } = notification;
    match method.as_str() {
        "textDocument/didOpen" => {
            if let Ok(DidOpenTextDocumentParams { text_document: opened }) = read(params) {
                let language = opened.language_id.to_string();
                server.world.open(opened.uri, opened.version, language, opened.text);
            }
        }
        "textDocument/didChange" => {
            if let Ok(DidChangeTextDocumentParams { text_document, content_changes }) = read(params) {
                let encoding = server.world.client.encoding;
                server.world.change(&text_document.text_document_identifier.uri, |buffer| {
                    buffer.change(text_document.version, content_changes, encoding);
                });
            }
        }
        "textDocument/didClose" => {
            if let Ok(DidCloseTextDocumentParams { text_document }) = read(params) {
                server.world.close(&text_document.uri);
            }
        }
        // Who does not tell what changes on disk at least tells of this.
        "textDocument/didSave" if !server.world.client.watches_files => server.world.search(),
        "workspace/didChangeWatchedFiles" => {
            if let Ok(DidChangeWatchedFilesParams { changes }) = read(params) {
                for change in changes {
                    let comes_or_goes = change.kind != FileChangeType::Changed;
                    server.world.file_changed(&change.uri, comes_or_goes);
                }
            }
        }
        "workspace/didChangeConfiguration" => {
            let settings = params.get("settings").cloned().unwrap_or_default();
            // Some clients send nothing, and mean that they have to be asked: what was said at the start holds.
            if !settings.is_null() {
                server.set(&settings);
            }
        }
        "workspace/didChangeWorkspaceFolders" => {
            let uris = |which: &str| {
                let event =
                    serde_json::json!({ "workspaceFolders": params.pointer(&format!("/event/{which}")) });
                client::folders(&event)
            };
            let (added, removed) = (uris("added"), uris("removed"));
            let mut roots = server.world.roots();
            let path = |uri: &gen_lsp_types::Uri| crate::uri::to_path(uri.as_ref());
            roots.retain(|root| !removed.iter().any(|gone| path(gone) == path(root)));
            roots.extend(added);
            server.world.set_folders(&roots);
        }
        _ => {}
    }
}

/// Reads parameters.
pub(crate) fn read<P: DeserializeOwned>(params: Value) -> Result<P, Refusal> {
    serde_json::from_value(params)
        .map_err(|problem| Refusal::new(ErrorCode::InvalidParams, problem.to_string()))
}

/// Writes an answer.
pub(crate) fn answer(result: &impl serde::Serialize) -> Result<Value, Refusal> {
    serde_json::to_value(result)
        .map_err(|problem| Refusal::new(ErrorCode::InternalError, problem.to_string()))
}
