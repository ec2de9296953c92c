//! What the client can, and what it was set to.

use gen_lsp_types::Uri;
use plimsoll_linter::{Choices, Overrides, Settings, today};
use serde::Deserialize;
use serde_json::Value;

use crate::Product;
use crate::encoding::Encoding;

/// What the client can.
#[derive(Debug, Default)]
pub(crate) struct Client {
    pub(crate) encoding: Encoding,
    /// It may ask for diagnostics; whether it does is seen when it does.
    pub(crate) pulls: bool,
    pub(crate) refreshes_diagnostics: bool,
    pub(crate) watches_files: bool,
    pub(crate) document_changes: bool,
    pub(crate) shows_documents: bool,
    /// It makes edits that it is asked to make.
    pub(crate) applies_edits: bool,
    pub(crate) snippets: bool,
    pub(crate) markdown_hover: bool,
    pub(crate) related_information: bool,
    /// It may ask for the edit of an action when the action is chosen.
    pub(crate) resolves_edits: bool,
}

/// What a user can set. Names are those of the command line.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Options {
    preset: Option<String>,
    select: Vec<String>,
    ignore: Vec<String>,
    level: Vec<String>,
    config: Option<String>,
    /// Whether to show what variables stand for.
    pub(crate) inlay_hints: bool,
}

impl Client {
    /// Reads the parameters of `initialize`. What is missing there the client cannot.
    pub(crate) fn of(params: &Value) -> Client {
        let can = |path: &str| params.pointer(&format!("/capabilities/{path}"));
        let flag = |path: &str| can(path).and_then(Value::as_bool).unwrap_or_default();
        let offered = can("general/positionEncodings").map(strings).unwrap_or_default();
        let hover = can("textDocument/hover/contentFormat").map(strings);
        let resolved = can("textDocument/codeAction/resolveSupport/properties").map(strings);
        let keeps_data = flag("textDocument/codeAction/dataSupport");
        Client {
            encoding: Encoding::agree(&offered),
            pulls: can("textDocument/diagnostic").is_some(),
            refreshes_diagnostics: flag("workspace/diagnostics/refreshSupport"),
            watches_files: flag("workspace/didChangeWatchedFiles/dynamicRegistration"),
            document_changes: flag("workspace/workspaceEdit/documentChanges"),
            applies_edits: flag("workspace/applyEdit"),
            shows_documents: flag("window/showDocument/support"),
            snippets: flag("textDocument/completion/completionItem/snippetSupport"),
            markdown_hover: hover.is_none_or(|formats| formats.iter().any(|format| format == "markdown")),
            related_information: flag("textDocument/publishDiagnostics/relatedInformation")
                || flag("textDocument/diagnostic/relatedInformation")
                || can("textDocument/diagnostic").is_some(),
            resolves_edits: keeps_data && resolved.is_some_and(|all| all.iter().any(|one| one == "edit")),
        }
    }
}

impl Options {
    /// Reads settings, in an object `plimsoll` or on their own.
    ///
    /// # Errors
    /// What to tell the user when they cannot be understood.
    pub(crate) fn read(value: &Value, product: &Product) -> Result<(Options, Settings), String> {
        let value = value.get("plimsoll").unwrap_or(value);
        let options: Options = match value {
            Value::Null => Options::default(),
            value => serde_json::from_value(value.clone()).map_err(|problem| problem.to_string())?,
        };
        let preset = options.preset.as_deref().filter(|preset| !preset.is_empty());
        let Options { select, ignore, level: levels, .. } = &options;
        let choices = Choices { preset, select, ignore, levels, ..Choices::default() };
        let overrides = Overrides::parse(choices, product.rules)?;
        let config = options.config.clone().filter(|path| !path.is_empty());
        Ok((options, Settings { overrides, config, ..product.settings() }))
    }
}

impl Product {
    /// What holds before the user sets anything.
    pub(crate) fn settings(&self) -> Settings {
        let (requirements, rego) = (self.requirements, self.rego);
        Settings { requirements, rego, ambient: self.ambient.clone(), today: today(), ..Settings::default() }
    }
}

/// The folders that the client has open.
pub(crate) fn folders(params: &Value) -> Vec<Uri> {
    let folders = params.get("workspaceFolders").and_then(Value::as_array);
    let uris: Vec<Uri> = folders
        .into_iter()
        .flatten()
        .filter_map(|folder| folder.get("uri")?.as_str())
        .map(Uri::from)
        .collect();
    let root = || params.get("rootUri").and_then(Value::as_str).map(Uri::from);
    if uris.is_empty() { root().into_iter().collect() } else { uris }
}

fn strings(value: &Value) -> Vec<String> {
    let all = value.as_array().into_iter().flatten();
    all.filter_map(Value::as_str).map(str::to_owned).collect()
}
