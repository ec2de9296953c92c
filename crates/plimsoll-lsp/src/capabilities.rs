//! What the server offers.

use gen_lsp_types::{
    ChangeNotifications, CodeActionKind, CodeActionOptions, CompletionOptions, DiagnosticOptions,
    DocumentLinkOptions, ExecuteCommandOptions, RenameOptions, ServerCapabilities, TextDocumentSyncKind,
    TextDocumentSyncOptions, WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};

use crate::actions::{FIX_ALL, FIX_FILE, OPEN_PAGE};
use crate::client::Client;

/// What is offered to this client.
pub(crate) fn offer(client: &Client) -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(true.into()),
        ..TextDocumentSyncOptions::default()
    };
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![
            CodeActionKind::QuickFix,
            CodeActionKind::SourceFixAll,
            CodeActionKind::new(FIX_ALL),
        ]),
        resolve_provider: Some(client.resolves_edits),
        ..CodeActionOptions::default()
    };
    let completion = CompletionOptions {
        trigger_characters: Some([" ", "-", "=", "[", ",", ":", "$", "{"].map(str::to_owned).to_vec()),
        ..CompletionOptions::default()
    };
    let diagnostics = DiagnosticOptions {
        identifier: Some("plimsoll".to_owned()),
        inter_file_dependencies: true,
        workspace_diagnostics: true,
        ..DiagnosticOptions::default()
    };
    let folders = WorkspaceFoldersServerCapabilities {
        supported: Some(true),
        change_notifications: Some(ChangeNotifications::Bool(true)),
    };
    ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(sync.into()),
        completion_provider: Some(completion),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        document_highlight_provider: Some(true.into()),
        document_symbol_provider: Some(true.into()),
        code_action_provider: Some(actions.into()),
        document_link_provider: Some(DocumentLinkOptions::default()),
        workspace_symbol_provider: Some(true.into()),
        rename_provider: Some(
            RenameOptions { prepare_provider: Some(true), ..RenameOptions::default() }.into(),
        ),
        folding_range_provider: Some(true.into()),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![OPEN_PAGE.to_owned(), FIX_FILE.to_owned()],
            ..ExecuteCommandOptions::default()
        }),
        inlay_hint_provider: Some(true.into()),
        diagnostic_provider: client.pulls.then(|| diagnostics.into()),
        workspace: Some(WorkspaceOptions { workspace_folders: Some(folders), ..WorkspaceOptions::default() }),
        ..ServerCapabilities::default()
    }
}
